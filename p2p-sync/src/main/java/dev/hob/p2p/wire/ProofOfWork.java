package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;

/// What a node announcement cost its author: the leading zero bits of scrypt over its signed bytes
/// (`radicle.md` §8.3). Nobody asks for more than none, and one check takes 32 MiB: measure only when it matters.
public final class ProofOfWork {
    private static final byte[] SALT = "rad".getBytes(US_ASCII);
    private static final int COST = 1 << 15;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 1;
    private static final int BYTES = 32;

    private ProofOfWork() {}

    /// The work in a notice.
    public static int of(Notice.Node notice) {
        return leadingZeroBits(hash(notice.bytes()));
    }

    static byte[] hash(byte[] signed) {
        return SCrypt.generate(signed, SALT, COST, BLOCK, PARALLEL, BYTES);
    }

    private static int leadingZeroBits(byte[] hash) {
        int zeros = Math.max(0, Arrays.mismatch(hash, new byte[hash.length]));
        boolean allZero = Arrays.equals(hash, new byte[hash.length]);
        return allZero ? hash.length * 8 : zeros * 8 + Integer.numberOfLeadingZeros(hash[zeros] & 0xFF) - 24;
    }
}
