package dev.hob.p2p.wire;

/// Variable-length integers as QUIC has them (RFC 9000 §16): the two upper bits of the first byte say how many
/// bytes there are. Longer forms than necessary are read, and never written.
final class Varint {
    static final long MAX = (1L << 62) - 1;

    private Varint() {}

    /// How many bytes the integer that begins with this byte has.
    static int length(byte first) {
        return 1 << ((first & 0xFF) >>> 6);
    }

    static long read(WireReader in) throws Unreadable {
        int first = in.u8("varint");
        int more = (1 << (first >>> 6)) - 1;
        long value = first & 0x3F;
        for (int i = 0; i < more; i++) value = (value << 8) | in.u8("varint");
        return value;
    }

    static void write(WireWriter out, long value) {
        if (value < 0 || value > MAX) throw new IllegalArgumentException("no varint holds " + value);
        if (value < 1L << 6) out.u8((int) value);
        else if (value < 1L << 14) out.u16((int) value | 0x4000);
        else if (value < 1L << 30) out.u32((int) value | 0x8000_0000);
        else out.u64(value | 0xC000_0000_0000_0000L);
    }
}
