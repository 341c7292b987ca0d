package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Reads the primitive encodings of `radicle.md` §8.1, big end first. Allocates only for bytes that have arrived,
/// so that a length prefix by itself costs nothing. Owned by one decoding.
final class WireReader {
    private final ByteBuffer bytes;

    WireReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    int left() {
        return bytes.remaining();
    }

    int u8(String what) throws Unreadable {
        need(what, 1);
        return bytes.get() & 0xFF;
    }

    int u16(String what) throws Unreadable {
        need(what, 2);
        return bytes.getShort() & 0xFFFF;
    }

    int u32(String what) throws Unreadable {
        need(what, 4);
        return bytes.getInt();
    }

    long u64(String what) throws Unreadable {
        need(what, 8);
        return bytes.getLong();
    }

    byte[] bytes(String what, int length) throws Unreadable {
        need(what, length);
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    void skip(String what, int length) throws Unreadable {
        need(what, length);
        bytes.position(bytes.position() + length);
    }

    /// u8 length || UTF-8.
    String text(String what) throws Unreadable {
        byte[] raw = bytes(what, u8(what));
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Unreadable(new Malformed.BadText(what, "UTF-8"));
        }
    }

    /// u16 count of items that each have at least so many bytes: a count that cannot be true is refused before
    /// anything is made for it.
    int count(String what, int max, int itemBytesMin) throws Unreadable {
        int count = u16(what);
        if (count > max) throw new Unreadable(new Malformed.TooMany(what, count, max));
        need(what, count * itemBytesMin);
        return count;
    }

    private void need(String what, int wanted) throws Unreadable {
        if (bytes.remaining() < wanted) throw new Unreadable(new Malformed.Truncated(what, wanted, bytes.remaining()));
    }
}
