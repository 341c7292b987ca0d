package dev.hob.p2p.wire;

import java.util.Arrays;
import java.util.HexFormat;

/// A git object id, SHA-1: here always the head of somebody's signed refs. Immutable.
public final class Oid {
    /// How many bytes it has.
    public static final int BYTES = 20;

    private final byte[] bytes;

    private Oid(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The id with these 20 bytes.
    ///
    /// @throws IllegalArgumentException on another length
    public static Oid of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("an object id has 20 bytes, not " + bytes.length);
        return new Oid(bytes.clone());
    }

    /// Reads forty hexadecimal digits.
    ///
    /// @throws IllegalArgumentException when it is something else
    public static Oid parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /// The 20 bytes, a fresh copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Oid that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Forty hexadecimal digits.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
