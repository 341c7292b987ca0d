package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.chunk.ChunkKind;
import dev.hob.search.chunk.FileRole;
import java.time.Instant;
import java.util.Optional;

/// One thing that was found: a piece of a file, a whole file, a commit, or something that was said.
///
/// @param owner all of a file, or of an issue with its comments, have the same
/// @param path of a file; otherwise how an issue is called in an address, or a commit's id
/// @param role of a file
/// @param piece what kind of piece, if it is one
/// @param name of what it defines, or a title
/// @param line where the name stands
/// @param entry a comment's id
/// @param open of an issue
/// @param at when it was said
/// @param score how well it fits, among those found the same way
public record Unit(
        String owner,
        Kind kind,
        RepositoryId repository,
        String path,
        String language,
        FileRole role,
        Optional<ChunkKind> piece,
        String name,
        String scope,
        String signature,
        int firstLine,
        int lastLine,
        int line,
        String entry,
        Optional<Boolean> open,
        Optional<Instant> at,
        float score) {
    /// What tells it from every other.
    public String key() {
        return owner + "#" + entry + firstLine + "-" + lastLine;
    }

    /// Whether it defines something.
    public boolean isDefinition() {
        return piece.filter(kind -> kind == ChunkKind.FUNCTION || kind == ChunkKind.TYPE)
                .isPresent();
    }
}
