package dev.hob.web.html;

import dev.hob.node.code.Commit;
import dev.hob.node.code.TreeEntry;
import java.util.Optional;

/// One entry of a folder, with where it leads and the commit that last touched it.
///
/// @param module the page of a submodule; empty for anything else, and when it has none
public record TreeLine(TreeEntry entry, String path, String module, Optional<Commit> last) {
    /// Whether it opens.
    public boolean opens() {
        return entry.kind() != TreeEntry.Kind.SUBMODULE;
    }

    /// Whether it is a folder.
    public boolean isFolder() {
        return entry.kind() == TreeEntry.Kind.FOLDER;
    }
}
