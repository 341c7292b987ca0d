package dev.hob.p2p.wire;

import dev.hob.node.log.RepoId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/// The repositories a peer wants to hear of, as a Bloom filter: never misses one that is in it, and is wrong
/// about one in a hundred that are not (`radicle.md` §8.4). Immutable.
public final class Filter {
    static final int SMALL_BYTES = 1024;
    static final int MEDIUM_BYTES = 4 * 1024;
    static final int LARGE_BYTES = 16 * 1024;

    private static final int HASHES = 7;
    private static final double MISTAKES = 0.01;
    private static final byte[] FIRST_KEY = HexFormat.of().parseHex("88a81cfb8def4526a6d162c902a992aa");
    private static final byte[] SECOND_KEY = HexFormat.of().parseHex("67ecb1d4360b4205c25606fe525dcb25");

    /// In which no repository is.
    public static final Filter NOTHING = new Filter(new byte[SMALL_BYTES]);

    /// In which every repository is.
    public static final Filter EVERYTHING = everything();

    private final byte[] bytes;

    private Filter(byte[] bytes) {
        this.bytes = bytes;
    }

    private static Filter everything() {
        byte[] ones = new byte[SMALL_BYTES];
        Arrays.fill(ones, (byte) 0xFF);
        return new Filter(ones);
    }

    /// The filter of some repositories, as large as their number asks for.
    public static Filter of(Collection<RepoId> repositories) {
        byte[] bytes = new byte[bytesFor(repositories.size())];
        repositories.forEach(repository -> set(bytes, repository));
        return new Filter(bytes);
    }

    /// This filter with some more repositories in it.
    public Filter with(Collection<RepoId> repositories) {
        byte[] more = bytes.clone();
        repositories.forEach(repository -> set(more, repository));
        return new Filter(more);
    }

    /// Whether a repository is in it; sometimes true although it is not.
    public boolean contains(RepoId repository) {
        for (int bit : bits(repository, bytes.length)) if ((bytes[bit >> 3] & (1 << (bit & 7))) == 0) return false;
        return true;
    }

    static Filter read(WireReader in) throws Unreadable {
        int length = in.u16("filter");
        if (length != SMALL_BYTES && length != MEDIUM_BYTES && length != LARGE_BYTES)
            throw new Unreadable(new Malformed.WrongLength("filter", length));
        return new Filter(in.bytes("filter", length));
    }

    void write(WireWriter out) {
        out.u16(bytes.length).raw(bytes);
    }

    /// As many bits as hold so many items with one mistake in a hundred, rounded up to one of the three sizes.
    static int bytesFor(int items) {
        double bits = Math.ceil(-items * Math.log(MISTAKES) / Math.pow(Math.log(2), 2));
        int wanted = (int) (bits / 8);
        if (wanted > MEDIUM_BYTES) return LARGE_BYTES;
        return wanted > SMALL_BYTES ? MEDIUM_BYTES : SMALL_BYTES;
    }

    /// The seven bits of a repository: h1 + i·h2 + i³, in a filter of so many bytes.
    static int[] bits(RepoId repository, int filterBytes) {
        byte[] input = hashed(repository);
        long first = SipHash13.of(FIRST_KEY, input);
        long second = SipHash13.of(SECOND_KEY, input);
        int[] bits = new int[HASHES];
        for (int i = 0; i < HASHES; i++) {
            long hash = first + i * second + (long) i * i * i;
            bits[i] = (int) Long.remainderUnsigned(hash, filterBytes * 8L);
        }
        return bits;
    }

    /// What Rust hashes for a slice of bytes: its length as a u64, little end first, and the bytes.
    static byte[] hashed(RepoId repository) {
        byte[] id = repository.bytes();
        return ByteBuffer.allocate(Long.BYTES + id.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(id.length)
                .put(id)
                .array();
    }

    private static void set(byte[] bytes, RepoId repository) {
        for (int bit : bits(repository, bytes.length)) bytes[bit >> 3] |= (byte) (1 << (bit & 7));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Filter of " + bytes.length + " bytes";
    }
}
