package dev.hob.p2p.wire;

/// What came of reading some bytes.
///
/// @param <T> what was looked for
public sealed interface Decoded<T> {
    /// A whole, valid value.
    record Whole<T>(T value) implements Decoded<T> {}

    /// No such value, however many bytes may follow.
    record Broken<T>(Malformed why) implements Decoded<T> {}

    /// The beginning of a value; nothing was consumed. Ask again when more has arrived.
    record Partial<T>() implements Decoded<T> {}
}
