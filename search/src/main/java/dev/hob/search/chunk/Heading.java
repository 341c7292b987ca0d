package dev.hob.search.chunk;

/// A heading of a text.
///
/// @param line counted from 0
/// @param depth that of the text's own title may be 0
record Heading(int line, int depth, String title) {
    /// Deeper ones divide nothing.
    static final int DEPTH_MAX = 6;

    /// A longer line is none.
    static final int CHARACTERS_MAX = 1_000;
}
