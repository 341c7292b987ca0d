package dev.hob.node.code;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// One file that a commit is to change.
public sealed interface FileChange {
    /// Where it is afterwards, or was.
    CodePath path();

    /// A file that was not there.
    @SuppressWarnings("ArrayRecordComponent") // A file's bytes, written once and never compared.
    record Create(CodePath path, byte[] content) implements FileChange {}

    /// Other bytes for a file, which may move.
    ///
    /// @param from where it was; the same path when it does not move
    /// @param expected the blob that its writer saw
    @SuppressWarnings("ArrayRecordComponent")
    record Update(CodePath path, CodePath from, Optional<ObjectId> expected, byte[] content) implements FileChange {}

    /// A file that goes.
    ///
    /// @param expected the blob that its writer saw
    record Delete(CodePath path, Optional<ObjectId> expected) implements FileChange {}
}
