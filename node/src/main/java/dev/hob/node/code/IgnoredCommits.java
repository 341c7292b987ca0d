package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The commits that a project wants passed over when it is asked from which commit lines are, since they only gave
/// code another form: one id a line in a file of its root, as `git blame --ignore-revs-file` reads it. Immutable.
///
/// @param ids whole ids; whatever else the file says counts for nothing, where git would refuse all of it
public record IgnoredCommits(Set<ObjectId> ids) {
    /// Where they are named.
    public static final String FILE = ".git-blame-ignore-revs";

    /// No commit.
    public static final IgnoredCommits NONE = new IgnoredCommits(Set.of());

    /// Of a larger file nothing is read.
    private static final int FILE_BYTES_MAX = 256 * 1024;

    public IgnoredCommits {
        ids = Set.copyOf(ids);
    }

    /// Those that a commit's tree names.
    public static IgnoredCommits of(Repository repository, ObjectId commit) {
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(commit).getTree();
            try (var found = TreeWalk.forPath(walk.getObjectReader(), FILE, tree)) {
                if (found == null || !isFile(found.getFileMode(0))) return NONE;
                var loader = walk.getObjectReader().open(found.getObjectId(0), Constants.OBJ_BLOB);
                if (loader.getSize() > FILE_BYTES_MAX) return NONE;
                return new IgnoredCommits(new String(loader.getCachedBytes(FILE_BYTES_MAX), UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(ObjectId::isId)
                        .map(ObjectId::fromString)
                        .collect(Collectors.toSet()));
            }
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return NONE;
        } catch (IOException e) {
            throw new CodeException("cannot read " + FILE + " of " + commit.name(), e);
        }
    }

    private static boolean isFile(FileMode mode) {
        return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
    }
}
