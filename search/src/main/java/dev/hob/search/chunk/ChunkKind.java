package dev.hob.search.chunk;

/// What a piece of a file is.
public enum ChunkKind {
    FUNCTION,
    TYPE,
    SECTION,
    WINDOW
}
