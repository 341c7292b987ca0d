package dev.hob.node.code;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// What a file was called before a commit gave it its name: the file that went with that commit, and is most like it,
/// as git finds it.
///
/// @param blob its content then
record FormerName(String path, ObjectId blob) {
    /// Where so much went and came at once, nobody is looked for.
    private static final MergeBudget.Limits LIMITS =
            new MergeBudget.Limits(50_000, 4 << 20, 20_000, 0, 0, Duration.ofSeconds(4));

    /// Empty for a file that is new, or of which nobody can say.
    ///
    /// @param before the tree that does not have the file
    /// @param now the tree that has it
    static Optional<FormerName> of(ObjectReader reader, RevTree before, RevTree now, String path) throws IOException {
        var budget = new MergeBudget(LIMITS);
        var gone = new LinkedHashMap<String, TreeEdit.Entry>();
        var come = new LinkedHashMap<String, TreeEdit.Entry>();
        try (var walk = new TreeWalk(reader)) {
            walk.addTree(before);
            walk.addTree(now);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                budget.path();
                String at = walk.getPathString();
                if (walk.getRawMode(1) == 0) gone.put(at, new TreeEdit.Entry(walk.getFileMode(0), walk.getObjectId(0)));
                else if (at.equals(path)) come.put(at, new TreeEdit.Entry(walk.getFileMode(1), walk.getObjectId(1)));
            }
            return Renames.of(reader, budget, gone, come, gone.keySet()).entrySet().stream()
                    .filter(it -> it.getValue().equals(path))
                    .map(Map.Entry::getKey)
                    .map(it -> new FormerName(it, gone(gone, it)))
                    .findFirst();
        } catch (MergeBudget.Spent e) {
            return Optional.empty();
        }
    }

    private static ObjectId gone(Map<String, TreeEdit.Entry> gone, String path) {
        var entry = gone.get(path);
        if (entry == null) throw new AssertionError(path + " did not go");
        return entry.id();
    }
}
