package dev.hob.web.mcp;

/// What a tool answers: the same for who reads and for who computes.
///
/// @param text for readers
/// @param shape for programs, written as JSON
record Told<S extends Record>(String text, S shape) {
    /// No answer has more characters of text.
    static final int CHARACTERS_MAX = 60_000;
}
