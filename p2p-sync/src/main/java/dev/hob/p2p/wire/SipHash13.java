package dev.hob.p2p.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// SipHash with one compression and three finalisation rounds (Aumasson and Bernstein 2012, §2): what Rust's
/// Bloom filters hash with.
final class SipHash13 {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash13(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /// The hash of a message under a key of 16 bytes.
    static long of(byte[] key, byte[] message) {
        var halves = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        return new SipHash13(halves.getLong(), halves.getLong()).hash(message);
    }

    private long hash(byte[] message) {
        var bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= Long.BYTES) absorb(bytes.getLong());
        long last = (long) message.length << 56;
        for (int shift = 0; bytes.hasRemaining(); shift += 8) last |= (bytes.get() & 0xFFL) << shift;
        absorb(last);
        v2 ^= 0xFF;
        for (int i = 0; i < 3; i++) round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
