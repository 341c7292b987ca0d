package dev.hob.search.chunk;

import java.util.List;

/// Cuts a text file into the pieces that people look for. Pure: the same file, the same pieces.
public final class Chunker {
    private Chunker() {}

    /// The pieces of a file, in order; one function or type within another is a piece of its own.
    public static List<Chunk> chunks(String path, String text) {
        int lines = Math.toIntExact(text.lines().count());
        if (lines == 0) return List.of();
        return List.of(new Chunk(path, "", ChunkKind.WINDOW, "", "", "", "", 1, lines, text));
    }
}
