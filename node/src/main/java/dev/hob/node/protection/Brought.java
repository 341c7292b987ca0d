package dev.hob.node.protection;

import dev.hob.node.code.Beyond;
import dev.hob.node.language.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// What some commits bring that were not there before. Each method reads as much as it names a maximum for, and says
/// when that was not enough.
final class Brought {
    private static final int COMMITS_MAX = 50_000;
    private static final int PATHS_MAX = 50_000;
    private static final int KNOWN_MAX = 2_000;

    /// It is more than anybody looks through while others wait.
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String what) {
            super(what);
        }
    }

    private Brought() {}

    /// Whether a commit is built on another.
    static boolean isBuiltOn(ObjectReader objects, ObjectId before, ObjectId after) throws IOException {
        try (var walk = new RevWalk(objects)) {
            return walk.isMergedInto(walk.parseCommit(before), walk.parseCommit(after));
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false; // A branch that is at no commit is built on nothing.
        }
    }

    /// The first commit, of those that are new, for which something holds.
    ///
    /// @param known what has been there: the branch, or, of a new one, all others
    static Optional<RevCommit> first(
            ObjectReader objects, Collection<ObjectId> known, ObjectId after, Predicate<RevCommit> holds)
            throws IOException {
        try (var walk = new RevWalk(objects)) {
            walk.setRetainBody(true);
            walk.markStart(walk.parseCommit(after));
            int marked = 0;
            for (var id : known) {
                if (++marked > KNOWN_MAX) break;
                if (walk.parseAny(id) instanceof RevCommit commit) walk.markUninteresting(commit);
            }
            var commits = Beyond.of(walk, COMMITS_MAX + 1);
            if (commits.size() > COMMITS_MAX)
                throw new TooMuch(Messages.text("protection.commits-at-once-max", COMMITS_MAX));
            return commits.stream().filter(holds).findFirst();
        }
    }

    /// Where two lines of commits part; none when they have nothing in common.
    static Optional<ObjectId> fork(ObjectReader objects, ObjectId onto, ObjectId head) throws IOException {
        try (var walk = new RevWalk(objects)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(onto));
            walk.markStart(walk.parseCommit(head));
            return Optional.ofNullable(walk.next()).map(RevCommit::copy);
        }
    }

    /// The paths in which two commits differ; of something that was moved both.
    static List<String> paths(ObjectReader objects, Optional<ObjectId> before, ObjectId after) throws IOException {
        var paths = new ArrayList<String>();
        try (var walk = new RevWalk(objects);
                var trees = new TreeWalk(objects)) {
            if (before.isPresent()) trees.addTree(walk.parseCommit(before.get()).getTree());
            else trees.addTree(new EmptyTreeIterator());
            trees.addTree(walk.parseCommit(after).getTree());
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            while (trees.next()) {
                paths.add(trees.getPathString());
                if (paths.size() > PATHS_MAX)
                    throw new TooMuch(Messages.text("protection.files-at-once-max", PATHS_MAX));
            }
        }
        return paths;
    }
}
