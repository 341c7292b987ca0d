package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// All that is below a folder, for who takes it away. Immutable.
///
/// @param tree the folder as it is now
/// @param files each file and link
/// @param unfit why a commit here cannot take them away, if so; then not all files are told
public record FolderFiles(ObjectId tree, List<FileChange.Delete> files, Optional<String> unfit) {
    public FolderFiles {
        files = List.copyOf(files);
    }

    /// Looks through a folder; empty when there is none at the path, or that is the root.
    public static Optional<FolderFiles> of(Repository repository, ObjectId commit, CodePath folder) {
        if (folder.isRoot()) return Optional.empty();
        try (var commits = new RevWalk(repository)) {
            var root = commits.parseCommit(commit).getTree();
            try (var found = TreeWalk.forPath(repository, folder.value(), root)) {
                if (found == null || !found.getFileMode(0).equals(FileMode.TREE)) return Optional.empty();
                return Optional.of(below(repository, folder, found.getObjectId(0)));
            }
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot read " + folder.value() + " of " + commit.name(), e);
        }
    }

    private static FolderFiles below(Repository repository, CodePath folder, ObjectId tree) throws IOException {
        var files = new ArrayList<FileChange.Delete>();
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                var objection = objection(walk, path, files.size());
                if (objection.isPresent()) return new FolderFiles(tree, files, objection);
                files.add(new FileChange.Delete(folder.resolve(path), Optional.of(walk.getObjectId(0))));
            }
        }
        return new FolderFiles(tree, files, Optional.empty());
    }

    private static Optional<String> objection(TreeWalk walk, String path, int before) {
        if (before == Commits.CHANGES_MAX)
            return Optional.of(Messages.text("code.folder-files-max", Messages.number(Commits.CHANGES_MAX)));
        if (walk.getFileMode(0).equals(FileMode.GITLINK))
            return Optional.of(Messages.text("code.folder-holds-a-repository", path));
        if (!Arrays.equals(path.getBytes(UTF_8), walk.getRawPath()))
            return Optional.of(Messages.text("code.folder-holds-no-utf-8", path));
        return Optional.empty();
    }
}
