package dev.hob.search.query;

import dev.hob.node.repo.Repo;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Look;
import dev.hob.search.index.Patience;
import dev.hob.search.index.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// A file that several repositories have, the same under the same path, as a project and its forks do, is found once.
final class Copies {
    private Copies() {}

    /// What was found, in its order; of copies that of a project stands for the others.
    ///
    /// @param pieces whether pieces of one file were found each on its own
    static List<Found> joined(Look look, Seeing.Seen seen, List<Found> found, boolean pieces, Patience patience) {
        var shared = shared(found);
        if (shared.isEmpty()) return found;
        var groups = new LinkedHashMap<String, List<Found>>();
        for (var each : found) {
            var unit = each.best();
            boolean asks = unit.kind() == Kind.CODE && shared.contains(unit.path()) && !patience.isOver();
            String key = asks ? key(unit, look.blob(unit), pieces) : unit.key();
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(each);
        }
        return groups.values().stream().map(group -> joined(seen, group)).toList();
    }

    private static String key(Unit unit, String blob, boolean pieces) {
        String lines = pieces ? "\0" + unit.firstLine() + "-" + unit.lastLine() : "";
        return unit.path() + "\0" + blob + lines;
    }

    /// The paths that files of several repositories have.
    private static Set<String> shared(List<Found> found) {
        var first = new HashMap<String, Unit>();
        var shared = new HashSet<String>();
        for (var each : found) {
            var unit = each.best();
            if (unit.kind() != Kind.CODE) continue;
            var other = first.putIfAbsent(unit.path(), unit);
            if (other != null && !other.repository().equals(unit.repository())) shared.add(unit.path());
        }
        return shared;
    }

    private static Found joined(Seeing.Seen seen, List<Found> group) {
        if (group.size() == 1) return group.getFirst();
        var best = group.stream()
                .filter(each -> Seeing.repo(seen, each.best().repository())
                        .filter(Repo::isProject)
                        .isPresent())
                .findFirst()
                .orElse(group.getFirst());
        var others = group.stream()
                .filter(each -> !each.equals(best))
                .map(each -> each.best().repository())
                .toList();
        return best.alsoIn(others);
    }
}
