package dev.hob.node.code;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// What a folder was called before a commit gave it its name: the folder from which most of its files came with that
/// commit, as they were, and whose files mostly went there. Git knows no folders, and has nothing of the kind.
///
/// @param commit gave it its name
/// @param before the commit that has it under the name before
record FormerFolder(ObjectId commit, ObjectId before, String path) {
    /// Where so much went and came at once, nobody is looked for.
    private static final MergeBudget.Limits LIMITS = new MergeBudget.Limits(50_000, 0, 0, 0, 0, Duration.ofSeconds(4));

    /// Of files with one content, so many are looked at.
    private static final int ALTERNATIVES_MAX = 100;

    /// The newest commit that gave the folder its name, if it had another one before.
    ///
    /// @param filter lets through the commits that change something in the folder
    static Optional<FormerFolder> of(Repository repository, RevWalk walk, RevFilter filter, ObjectId tip, String path)
            throws IOException {
        walk.setRevFilter(filter);
        walk.markStart(walk.parseCommit(tip));
        // What filters a walk may leave out parents of its commits.
        try (var commits = new RevWalk(repository)) {
            commits.setRetainBody(false);
            var reader = commits.getObjectReader();
            for (var commit = walk.next(); commit != null; commit = walk.next()) {
                var former = of(reader, commits, commits.parseCommit(commit), path);
                if (former.isPresent()) return former;
            }
        }
        return Optional.empty();
    }

    private static Optional<FormerFolder> of(ObjectReader reader, RevWalk commits, RevCommit commit, String path)
            throws IOException {
        for (var parent : commit.getParents()) {
            commits.parseHeaders(parent);
            if (isThere(reader, parent.getTree(), path)) return Optional.empty();
        }
        if (!isFolder(reader, commit.getTree(), path)) return Optional.empty();
        for (var parent : commit.getParents()) {
            var former = former(reader, parent.getTree(), commit.getTree(), path);
            if (former.isPresent()) return Optional.of(new FormerFolder(commit.copy(), parent.copy(), former.get()));
        }
        return Optional.empty();
    }

    /// Whether a commit has such a folder.
    static boolean isFolder(ObjectReader reader, RevTree tree, String path) throws IOException {
        try (var found = TreeWalk.forPath(reader, path, tree)) {
            return found != null && found.getFileMode(0).getObjectType() == Constants.OBJ_TREE;
        }
    }

    private static boolean isThere(ObjectReader reader, RevTree tree, String path) throws IOException {
        try (var found = TreeWalk.forPath(reader, path, tree)) {
            return found != null;
        }
    }

    private static Optional<String> former(ObjectReader reader, RevTree before, RevTree now, String path)
            throws IOException {
        var budget = new MergeBudget(LIMITS);
        var gone = new HashMap<ObjectId, List<String>>();
        var come = new HashMap<String, ObjectId>();
        try (var walk = new TreeWalk(reader)) {
            walk.addTree(before);
            walk.addTree(now);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                budget.path();
                budget.time();
                String at = walk.getPathString();
                if (walk.getFileMode(1).equals(FileMode.MISSING))
                    gone.computeIfAbsent(walk.getObjectId(0), _ -> new ArrayList<>())
                            .add(at);
                else if (at.startsWith(path + "/")) come.put(at.substring(path.length()), walk.getObjectId(1));
            }
            return from(reader, before, votes(gone, come, budget), come.size(), budget);
        } catch (MergeBudget.Spent e) {
            return Optional.empty();
        }
    }

    /// How many files each folder gave.
    private static Map<String, Integer> votes(
            Map<ObjectId, List<String>> gone, Map<String, ObjectId> come, MergeBudget budget) throws MergeBudget.Spent {
        var votes = new HashMap<String, Integer>();
        for (var file : come.entrySet()) {
            budget.time();
            String within = file.getKey();
            gone.getOrDefault(file.getValue(), List.of()).stream()
                    .limit(ALTERNATIVES_MAX)
                    .filter(it -> it.endsWith(within) && it.length() > within.length())
                    .forEach(it -> votes.merge(it.substring(0, it.length() - within.length()), 1, Integer::sum));
        }
        return votes;
    }

    /// The folder that gave most of what came, if that was most of what it had.
    private static Optional<String> from(
            ObjectReader reader, RevTree before, Map<String, Integer> votes, int come, MergeBudget budget)
            throws IOException, MergeBudget.Spent {
        var best = votes.entrySet().stream().max(Map.Entry.comparingByValue());
        if (best.isEmpty() || best.get().getValue() * 2 <= come) return Optional.empty();
        String folder = best.get().getKey();
        int had = 0;
        try (var walk = new TreeWalk(reader)) {
            walk.addTree(before);
            walk.setRecursive(true);
            walk.setFilter(PathFilter.create(folder));
            while (walk.next()) {
                budget.path();
                had++;
            }
        }
        return best.get().getValue() * 2 > had ? Optional.of(folder) : Optional.empty();
    }
}
