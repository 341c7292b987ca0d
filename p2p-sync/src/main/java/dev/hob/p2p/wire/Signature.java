package dev.hob.p2p.wire;

import java.util.Arrays;
import java.util.HexFormat;

/// The 64 bytes of an Ed25519 signature, not yet checked against anything. Immutable.
public final class Signature {
    /// How many bytes it has.
    public static final int BYTES = 64;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The signature with these 64 bytes.
    ///
    /// @throws IllegalArgumentException on another length
    public static Signature of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
        return new Signature(bytes.clone());
    }

    /// The 64 bytes, a fresh copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
