package dev.hob.node.code;

import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// What a path leads to inside a commit.
public sealed interface Place {
    /// A folder, folders first, each kind by name.
    record Folder(ObjectId id, List<TreeEntry> entries, boolean cut) implements Place {
        public Folder {
            entries = List.copyOf(entries);
        }
    }

    /// A file, or a symbolic link, whose bytes are its target.
    record File(TreeEntry entry) implements Place {}

    /// Another repository's commit: there is nothing to open here.
    record Submodule(ObjectId commit) implements Place {}
}
