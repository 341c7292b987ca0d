package dev.hob.p2p.wire;

/// Why some bytes are not what a peer may send. Told to our log; the peer is disconnected without a word.
public sealed interface Malformed {
    /// The bytes end in the middle of a value.
    record Truncated(String what, int wanted, int left) implements Malformed {}

    /// A length prefix that is larger than we ever read, or than the format allows.
    record TooLong(String what, long length, int max) implements Malformed {}

    /// A list with more items than the format allows.
    record TooMany(String what, int count, int max) implements Malformed {}

    /// A length that is none of those the format knows.
    record WrongLength(String what, int length) implements Malformed {}

    /// A number that should name a kind of thing and names none.
    record Unknown(String what, long number) implements Malformed {}

    /// A text that breaks its rule.
    record BadText(String what, String rule) implements Malformed {}

    /// A value outside its range.
    record OutOfRange(String what, long value) implements Malformed {}
}
