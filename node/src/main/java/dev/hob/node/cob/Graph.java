package dev.hob.node.cob;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/// Everything anyone has said about one object, and the one order in which every node listens to it.
/// Immutable after loading.
public final class Graph {
    private static final int ENTRIES_MAX = 1_000_000;
    private static final Comparator<Entry> BY_TIME =
            Comparator.<Entry, Instant>comparing(Entry::at).thenComparing(Entry::id);

    private final Entry root;
    private final Map<ObjectId, Entry> entries;
    private final Map<ObjectId, TreeSet<ObjectId>> dependents;
    private final Set<ObjectId> holes;

    private Graph(Entry root, Map<ObjectId, Entry> entries, Set<ObjectId> holes) {
        this.root = root;
        this.entries = entries;
        this.holes = Set.copyOf(holes);
        this.dependents = new HashMap<>();
        for (var entry : entries.values())
            for (var parent : entry.parents())
                dependents.computeIfAbsent(parent, id -> new TreeSet<>()).add(entry.id());
    }

    /// What an object is made of while its entries are told to it, one after the other. Mutable: what the first
    /// actions
    /// of an entry did stays, even when a later one is refused; that is how every node counts.
    public interface Subject {
        /// Tells the object its root entry; false when it cannot be one, and then there is no object.
        boolean begin(Entry root) throws IOException;

        /// Tells it the next entry; false when it is refused, and with it all that was built upon it.
        boolean apply(Entry entry) throws IOException;
    }

    /// The entries that were listened to, in order, and the tips that the next one must have as its parents.
    public record Evaluated(List<Entry> entries, List<ObjectId> tips) {
        public Evaluated {
            entries = List.copyOf(entries);
            tips = List.copyOf(tips);
        }
    }

    /// Loads an object of a type from the tips of all namespaces; empty when its root is not there.
    public static Optional<Graph> load(ObjectReader reader, String type, ObjectId object, Collection<ObjectId> tips)
            throws IOException {
        var entries = new LinkedHashMap<ObjectId, Entry>();
        // The root too: when something between is lost, at least that is known.
        var waiting = new ArrayDeque<ObjectId>(tips);
        waiting.add(object);
        var seen = new HashSet<ObjectId>(waiting);
        var holes = new HashSet<ObjectId>();
        try (var walk = new RevWalk(reader)) {
            while (!waiting.isEmpty()) {
                var id = waiting.remove();
                var found = Entry.read(walk, id);
                if (found.isEmpty()) {
                    holes.add(id);
                    continue;
                }
                if (entries.size() == ENTRIES_MAX)
                    throw new IOException("an object of more than " + ENTRIES_MAX + " entries: " + object.name());
                entries.put(found.get().id(), found.get());
                for (var parent : found.get().parents()) if (seen.add(parent)) waiting.add(parent);
            }
        }
        return Optional.ofNullable(entries.get(object))
                .filter(root -> root.type().equals(type))
                .map(root -> new Graph(root, entries, holes));
    }

    /// Tells the subject every entry in order, leaving out what is unsigned, refused, or built upon either; empty
    /// when
    /// the root itself is.
    public Optional<Evaluated> tell(Subject subject) throws IOException {
        if (root.author().isEmpty() || !subject.begin(root)) return Optional.empty();
        var told = new ArrayList<Entry>(List.of(root));
        var pruned = new HashSet<ObjectId>();
        for (var entry : order()) {
            if (pruned.contains(entry.id())) continue;
            if (entry.author().isPresent() && subject.apply(entry)) told.add(entry);
            else prune(entry.id(), pruned);
        }
        var tips = new LinkedHashSet<ObjectId>();
        told.forEach(entry -> tips.add(entry.id()));
        told.forEach(entry -> tips.removeAll(Set.copyOf(entry.parents())));
        return Optional.of(new Evaluated(told, tips.stream().sorted().toList()));
    }

    /// Every entry that is there, whether it counts or not.
    public Set<ObjectId> ids() {
        return Set.copyOf(entries.keySet());
    }

    /// The same whole, in no order.
    public Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    /// Whether one of its entries carries this file.
    public boolean carries(ObjectId blob) {
        return entries.values().stream().anyMatch(entry -> entry.embeds().containsValue(blob));
    }

    /// What entries name as coming before them and is not there, or is no entry.
    public Set<ObjectId> holes() {
        return holes;
    }

    /// Entries whose signature does not hold. They count for nothing, and neither does what was built upon them.
    public List<ObjectId> unsigned() {
        return entries.values().stream()
                .filter(entry -> entry.author().isEmpty())
                .map(Entry::id)
                .sorted()
                .toList();
    }

    private void prune(ObjectId first, Set<ObjectId> pruned) {
        var waiting = new ArrayDeque<ObjectId>(List.of(first));
        while (!waiting.isEmpty()) {
            var id = waiting.remove();
            if (pruned.add(id)) waiting.addAll(dependents.getOrDefault(id, new TreeSet<>()));
        }
    }

    /// All entries after the root: parents before children, siblings by time and id. The root's direct children come
    /// out by descending id whatever their time, because the walk starts at each of them in turn by ascending id.
    List<Entry> order() {
        var seen = new HashSet<ObjectId>(Set.of(root.id()));
        var finished = new ArrayList<Entry>(); // Last first.
        for (var child : dependents.getOrDefault(root.id(), new TreeSet<>())) visit(child, seen, finished);
        return finished.reversed();
    }

    /// Depth first and without recursion: a talk of ten thousand comments is that many levels deep.
    private void visit(ObjectId start, Set<ObjectId> seen, List<Entry> finished) {
        record Step(Entry entry, ArrayDeque<ObjectId> open) {}
        if (!seen.add(start)) return;
        var path = new ArrayDeque<Step>();
        path.push(new Step(entry(start), latestFirst(start)));
        while (!path.isEmpty()) {
            var next = path.element().open().poll();
            if (next == null) finished.add(path.pop().entry());
            else if (seen.add(next)) path.push(new Step(entry(next), latestFirst(next)));
        }
    }

    private ArrayDeque<ObjectId> latestFirst(ObjectId id) {
        var open = new ArrayDeque<ObjectId>();
        dependents.getOrDefault(id, new TreeSet<>()).stream()
                .map(this::entry)
                .sorted(BY_TIME.reversed())
                .forEach(entry -> open.add(entry.id()));
        return open;
    }

    private Entry entry(ObjectId id) {
        var entry = entries.get(id);
        if (entry == null) throw new AssertionError("a dependent that was not loaded: " + id.name());
        return entry;
    }
}
