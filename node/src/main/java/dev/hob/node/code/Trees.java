package dev.hob.node.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Folders and what is in them, read from a commit.
public final class Trees {
    /// A folder with more entries is shown cut, and says so.
    public static final int ENTRIES_MAX = 10_000;

    private static final Comparator<TreeEntry> FOLDERS_FIRST = Comparator.comparing(
                    (TreeEntry entry) -> entry.kind() != TreeEntry.Kind.FOLDER)
            .thenComparing(TreeEntry::name);

    /// What the path leads to in the commit; empty when it leads nowhere.
    public Optional<Place> at(Repository repository, ObjectId commit, CodePath path) {
        try (var walk = new RevWalk(repository)) {
            var tree = walk.parseCommit(commit).getTree();
            if (path.isRoot()) return Optional.of(folder(repository, tree));
            try (TreeWalk found = TreeWalk.forPath(repository, path.value(), tree)) {
                if (found == null) return Optional.empty();
                var entry = new TreeEntry(path.name(), kind(found.getFileMode(0)), found.getObjectId(0));
                return Optional.of(
                        switch (entry.kind()) {
                            case FOLDER -> folder(repository, entry.id());
                            case SUBMODULE -> new Place.Submodule(entry.id());
                            case FILE, EXECUTABLE, LINK -> new Place.File(entry);
                        });
            }
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CodeException("cannot read " + path.value() + " of " + commit.name(), e);
        }
    }

    private static Place.Folder folder(Repository repository, ObjectId tree) throws IOException {
        var entries = new ArrayList<TreeEntry>();
        boolean cut = false;
        try (var reader = repository.newObjectReader()) {
            var parser = new CanonicalTreeParser();
            for (parser.reset(reader, tree); !parser.eof(); parser.next(1)) {
                if (entries.size() == ENTRIES_MAX) {
                    cut = true;
                    break;
                }
                var kind = kind(parser.getEntryFileMode());
                entries.add(new TreeEntry(parser.getEntryPathString(), kind, parser.getEntryObjectId()));
            }
        }
        entries.sort(FOLDERS_FIRST);
        return new Place.Folder(tree, entries, cut);
    }

    static TreeEntry.Kind kind(FileMode mode) {
        if (mode.equals(FileMode.TREE)) return TreeEntry.Kind.FOLDER;
        if (mode.equals(FileMode.GITLINK)) return TreeEntry.Kind.SUBMODULE;
        if (mode.equals(FileMode.SYMLINK)) return TreeEntry.Kind.LINK;
        if (mode.equals(FileMode.EXECUTABLE_FILE)) return TreeEntry.Kind.EXECUTABLE;
        return TreeEntry.Kind.FILE;
    }
}
