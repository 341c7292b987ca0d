package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Writes the primitive encodings of `radicle.md` §8.1, big end first. Owned by one encoding.
final class WireWriter {
    private byte[] bytes = new byte[256];
    private int length;

    byte[] written() {
        return Arrays.copyOf(bytes, length);
    }

    WireWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    WireWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    WireWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    WireWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    WireWriter raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /// u8 length || UTF-8; the domain types keep their texts short enough.
    WireWriter text(String value) {
        byte[] raw = value.getBytes(UTF_8);
        if (raw.length > 0xFF) throw new IllegalArgumentException("too long for the wire: " + value);
        return u8(raw.length).raw(raw);
    }

    WireWriter zeroes(int count) {
        room(count);
        length += count;
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
}
