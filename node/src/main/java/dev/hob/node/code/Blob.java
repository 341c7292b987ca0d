package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A file's bytes, as far as a page may hold them.
///
/// @param text the text, when it is text and not too large to show
public record Blob(ObjectId id, long size, boolean binary, Optional<String> text) {
    static Blob of(ObjectId id, byte[] bytes) {
        boolean binary = org.eclipse.jgit.diff.RawText.isBinary(bytes, bytes.length, true);
        return new Blob(id, bytes.length, binary, binary ? Optional.empty() : Optional.of(new String(bytes, UTF_8)));
    }
}
