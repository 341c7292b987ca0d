package dev.hob.p2p.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.p2p.Vectors;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random bytes, and what real nodes said with some of it changed: the decoder answers each, and takes no more
/// memory than the bytes that have come can justify. `-Dhob.fuzz=10000000` tries more, `-Dhob.fuzz.seed=…`
/// others.
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("hob.fuzz", 50_000);
    private static final long SEED = Long.getLong("hob.fuzz.seed", 7);

    /// What one decoding may allocate: so much at once, and so much for each byte.
    private static final long ALLOCATED_BASE_MAX = 64 * 1024;

    private static final long ALLOCATED_PER_BYTE_MAX = 120;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<byte[]> real = realFrames();

    private static List<byte[]> realFrames() {
        var frames = new ArrayList<byte[]>();
        var messages = Vectors.read("gossip-messages.json");
        for (var vector : messages.get("messages")) frames.add(Vectors.hex(vector.get("frame_outbound_hex")));
        for (var vector : messages.get("frames")) frames.add(Vectors.hex(vector.get("hex")));
        for (var vector : Vectors.lines("gossip-capture.jsonl"))
            if (!vector.get("frame_hex").isNull()) frames.add(Vectors.hex(vector.get("frame_hex")));
        return frames;
    }

    @Test
    void no_input_makes_the_decoder_fail_or_swell() {
        var counts = new long[3];
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = input(new SplittableRandom(SEED * 1_000_003 + i));
            try {
                counts[decode(input)]++;
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("input " + i + " of seed " + SEED + ": " + Vectors.hex(input), failed);
            }
        }
        assertThat(counts[0]).as("whole").isGreaterThan(INPUTS / 20);
        assertThat(counts[1]).as("broken").isGreaterThan(INPUTS / 20);
        assertThat(counts[2]).as("partial").isGreaterThan(INPUTS / 20);
        System.out.printf(
                "fuzz: seed %d, %d inputs: %d whole, %d broken, %d partial%n",
                SEED, INPUTS, counts[0], counts[1], counts[2]);
    }

    private static int decode(byte[] input) {
        Frame.read(ByteBuffer.wrap(input)); // loads classes, which is no work of a stranger's
        var bytes = ByteBuffer.wrap(input);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        var decoded = Frame.read(bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ALLOCATED_BASE_MAX + ALLOCATED_PER_BYTE_MAX * input.length)
            throw new AssertionError(allocated + " bytes allocated for " + input.length);
        return switch (decoded) {
            case Decoded.Whole(var frame) -> {
                again(frame);
                yield 0;
            }
            case Decoded.Broken<Frame> broken -> {
                if (bytes.position() != 0) throw new AssertionError("broken, and yet consumed: " + broken.why());
                yield 1;
            }
            case Decoded.Partial() -> {
                if (bytes.position() != 0) throw new AssertionError("partial, and yet consumed");
                yield 2;
            }
        };
    }

    /// What was read is written in one way only, and read again as the same.
    private static void again(Frame frame) {
        if (frame instanceof Frame.Gossip gossip
                && gossip.message() instanceof Announcement announcement
                && announcement.timestamp().millis() % 32 == 0)
            announcement.isGenuine(); // true or false, whatever the key and the signature are
        byte[] written = frame.bytes();
        if (!(Frame.read(ByteBuffer.wrap(written)) instanceof Decoded.Whole<Frame>(var second)))
            throw new AssertionError("cannot be read again");
        if (!Arrays.equals(second.bytes(), written)) throw new AssertionError("written differently the second time");
    }

    private byte[] input(SplittableRandom random) {
        byte[] base = real.get(random.nextInt(real.size()));
        return switch (random.nextInt(6)) {
            case 0 -> noise(random);
            case 1 -> framed(random);
            case 2 -> changed(random, base, 1 + random.nextInt(4));
            case 3 -> Arrays.copyOf(base, random.nextInt(base.length + 1));
            case 4 -> changed(random, joined(random, base), random.nextInt(3));
            default -> changed(random, stretched(random, base), random.nextInt(2));
        };
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A right beginning, then noise.
    private static byte[] framed(SplittableRandom random) {
        byte[] rest = noise(random);
        var out = new WireWriter().u32(0x72616401).u8(random.nextInt(8));
        if (random.nextBoolean()) out.u8(rest.length & 0x3F).u16(2 * random.nextInt(9));
        return out.raw(rest).written();
    }

    private static byte[] changed(SplittableRandom random, byte[] base, int times) {
        byte[] bytes = base.clone();
        for (int i = 0; i < times && bytes.length > 0; i++) {
            int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 140 : Integer.MAX_VALUE));
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    /// The beginning of one and the end of another.
    private byte[] joined(SplittableRandom random, byte[] base) {
        byte[] other = real.get(random.nextInt(real.size()));
        int kept = random.nextInt(base.length + 1);
        int from = random.nextInt(other.length + 1);
        byte[] bytes = Arrays.copyOf(base, kept + other.length - from);
        System.arraycopy(other, from, bytes, kept, other.length - from);
        return bytes;
    }

    /// Some bytes put in between, or taken out.
    private static byte[] stretched(SplittableRandom random, byte[] base) {
        int at = random.nextInt(base.length + 1);
        int by = random.nextInt(40) - 20;
        byte[] bytes = new byte[Math.max(0, base.length + by)];
        System.arraycopy(base, 0, bytes, 0, Math.min(at, bytes.length));
        int from = Math.clamp(at, 0, base.length);
        int to = Math.clamp(at + (long) by, 0, bytes.length);
        System.arraycopy(base, from, bytes, to, Math.min(base.length - from, bytes.length - to));
        return bytes;
    }
}
