package dev.hob.node.code;

import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/// A path that a merge leaves for people to decide.
///
/// @param path where it is in the tree with marks
/// @param base what the merge base has, as far as it belongs to the conflict
/// @param ours what the branch has that is merged into
/// @param theirs what the branch has that is merged
public record Conflict(
        String path, Kind kind, Optional<Version> base, Optional<Version> ours, Optional<Version> theirs) {
    /// What is wrong.
    public enum Kind {
        /// Both changed the same lines.
        CONTENT,
        /// Both made it, with other contents.
        ADD_ADD,
        /// One changed it, the other took it away.
        MODIFY_DELETE,
        /// One gave it another name, the other took it away.
        RENAME_DELETE,
        /// Each gave it another name.
        RENAME_RENAME,
        /// One put it into a folder that the other gave another name; it is in the folder's new place.
        LOCATION,
        /// It would belong to such a new place too, but something is there, or nobody can tell which it is.
        NO_LOCATION,
        /// One has a file where the other has a folder.
        FILE_DIRECTORY,
        /// Both changed a file that has no lines.
        BINARY,
        /// Both moved a submodule.
        SUBMODULE,
        /// It is executable for one only, or a file for one and a link or a submodule for the other.
        MODE
    }

    /// A file of one of the three commits.
    ///
    /// @param path where that commit has it
    public record Version(String path, FileMode mode, ObjectId id) {}
}
