package dev.hob.node.code;

import dev.hob.node.code.Graph.Half;
import dev.hob.node.code.Graph.Line;
import dev.hob.node.code.Graph.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/// Where the lines between commits run, from one to the next, each after all its children. What two children have as a
/// parent runs in one lane from the nearer one on, the one farther to the left. Owned by one thread.
final class Lanes {
    /// What needs more lanes is drawn in the last.
    static final int MAX = 16;

    private static final ObjectId NOBODY = ObjectId.zeroId();

    /// For which commit each lane waits.
    private final List<ObjectId> open = new ArrayList<>();

    private final Map<ObjectId, Integer> places = new HashMap<>();

    /// The row of the next commit.
    Row next(ObjectId commit, List<ObjectId> parents) {
        var waiting = places.remove(commit);
        int lane = waiting == null ? free() : waiting;
        open.set(lane, NOBODY);
        var past = past();
        var lines = new LinkedHashSet<Line>();
        if (waiting != null) line(lines, lane, lane, Half.UPPER, lane);
        for (int i = 0; i < parents.size(); i++) {
            int to = place(parents.get(i), lane, past);
            // The line that goes on keeps its colour; one that is merged here has its own.
            line(lines, lane, to, Half.LOWER, i == 0 ? lane : to);
        }
        past.forEach((from, to) -> line(lines, from, to, Half.BOTH, from));
        while (!open.isEmpty() && open.getLast().equals(NOBODY)) open.removeLast();
        return new Row(commit, parents, shown(lane), List.copyOf(lines));
    }

    /// The lanes that pass a commit, each with the one to which it goes.
    private Map<Integer, Integer> past() {
        var past = new TreeMap<Integer, Integer>();
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).equals(NOBODY)) continue;
            past.put(i, i);
            if (i >= MAX) return past; // All others are drawn as this one.
        }
        return past;
    }

    private static void line(Set<Line> lines, int from, int to, Half half, int colour) {
        lines.add(new Line(shown(from), shown(to), half, shown(colour)));
    }

    private static int shown(int lane) {
        return Math.min(lane, MAX - 1);
    }

    private int place(ObjectId parent, int lane, Map<Integer, Integer> past) {
        boolean mine = open.get(lane).equals(NOBODY);
        var known = places.get(parent);
        if (known != null && (known < lane || !mine)) return known;
        if (known != null) {
            open.set(known, NOBODY);
            past.replace(known, lane);
        }
        int place = mine ? lane : free();
        open.set(place, parent);
        places.put(parent, place);
        return place;
    }

    private int free() {
        int place = open.indexOf(NOBODY);
        if (place >= 0) return place;
        open.add(NOBODY);
        return open.size() - 1;
    }
}
