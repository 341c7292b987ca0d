package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Commits with the lines between them, as `git log --graph` draws them: each after all its children, and what was
/// merged together, below its merge. Of a long history the newest commits. Shared between threads.
public final class Graph {
    private static final int COMMITS_MAX = 10_000;
    private static final int COMMITS_KEPT_MAX = 300_000;

    /// Through which part of a row a line runs.
    public enum Half {
        /// From the row above to its commit.
        UPPER,
        /// From its commit to the row below.
        LOWER,
        /// Past it.
        BOTH
    }

    /// A line within a row.
    ///
    /// @param from the lane in which it begins, from 0
    /// @param to the lane in which it ends
    /// @param colour of which lane it has the colour
    public record Line(int from, int to, Half half, int colour) {}

    /// A commit, in which lane it stands, and the lines around it.
    public record Row(ObjectId commit, List<ObjectId> parents, int lane, List<Line> lines) {
        public Row {
            parents = List.copyOf(parents);
            lines = List.copyOf(lines);
        }
    }

    /// Some rows.
    ///
    /// @param more whether others follow
    /// @param whole whether all commits are among the rows; else only the newest are
    public record Part(List<Row> rows, boolean more, boolean whole) {
        public Part {
            rows = List.copyOf(rows);
        }
    }

    private record Knot(ObjectId commit, List<ObjectId> parents) {}

    private record Ordered(List<Knot> knots, boolean whole) {}

    /// Folders have their own, so that nobody learns what another one holds.
    private record Key(String folder, Set<ObjectId> tips) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Key, Ordered> known = Caffeine.newBuilder()
            .maximumWeight(COMMITS_KEPT_MAX)
            .weigher((Key key, Ordered ordered) ->
                    10 + key.tips().size() + ordered.knots().size())
            .build();

    Graph(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The rows behind one of the commits, or the first ones; no rows when that one is not among them. Empty while
    /// they are still being put in order after so long.
    ///
    /// @param tips what is no commit among them is passed over
    public Optional<Part> behind(
            Repo repo, Collection<ObjectId> tips, Optional<ObjectId> after, int max, Duration patience) {
        var key = new Key(repo.rid().value(), Set.copyOf(tips));
        if (known.getIfPresent(key) == null) walkers.await(key, () -> known.put(key, order(repo, key)), patience);
        return Optional.ofNullable(known.getIfPresent(key)).map(ordered -> part(ordered, after, max));
    }

    /// The lines of a page begin above it: all lanes are gone through from the first on, which takes no time.
    private static Part part(Ordered ordered, Optional<ObjectId> after, int max) {
        var lanes = new Lanes();
        var rows = new ArrayList<Row>();
        boolean begun = after.isEmpty();
        for (var knot : ordered.knots()) {
            if (rows.size() == max) return new Part(rows, true, ordered.whole());
            var row = lanes.next(knot.commit(), knot.parents());
            if (begun) rows.add(row);
            begun |= after.isPresent() && knot.commit().equals(after.get());
        }
        return new Part(rows, false, ordered.whole());
    }

    private Ordered order(Repo repo, Key key) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (var tip : key.tips()) mark(walk, tip);
            var found = new ArrayList<Knot>();
            var commit = walk.next();
            for (; commit != null && found.size() < COMMITS_MAX; commit = walk.next())
                found.add(new Knot(
                        commit.copy(),
                        Arrays.stream(commit.getParents())
                                .map(ObjectId::copy)
                                .distinct()
                                .toList()));
            return new Ordered(ordered(found), commit == null);
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + repo.path(), e);
        }
    }

    private static void mark(RevWalk walk, ObjectId tip) throws IOException {
        try {
            walk.markStart(walk.parseCommit(tip));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            // A tag may name anything.
        }
    }

    /// Each after all its children, however clocks differ; the parent that was merged last, and what is behind it,
    /// comes before the others, as git does it (`--topo-order`).
    ///
    /// @param found the newest first
    private static List<Knot> ordered(List<Knot> found) {
        var knots = new HashMap<ObjectId, Knot>();
        var children = new HashMap<ObjectId, Integer>();
        for (var knot : found) knots.put(knot.commit(), knot);
        for (var knot : found) for (var parent : knot.parents()) children.merge(parent, 1, Integer::sum);
        var next = new ArrayDeque<Knot>();
        for (var knot : found) if (!children.containsKey(knot.commit())) next.addLast(knot);
        var ordered = new ArrayList<Knot>(found.size());
        while (!next.isEmpty()) {
            var knot = next.removeFirst();
            ordered.add(knot);
            for (var parent : knot.parents())
                if (leave(children, parent) && knots.containsKey(parent)) next.addFirst(knots.get(parent));
        }
        return List.copyOf(ordered);
    }

    /// Whether that was the last child.
    private static boolean leave(Map<ObjectId, Integer> children, ObjectId parent) {
        return children.merge(parent, -1, Integer::sum) == 0;
    }
}
