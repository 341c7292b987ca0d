package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;

/// Something that must not be seen: a password, a token, a passphrase. Immutable; compared in constant time;
/// its text form says nothing, so that no log line can leak it.
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Wraps a text as its UTF-8 bytes.
    public static Secret of(String text) {
        return new Secret(text.getBytes(UTF_8));
    }

    /// Wraps bytes (copied).
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// The bytes, a fresh copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// The text, for the one place that must show or send it.
    public String text() {
        return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
