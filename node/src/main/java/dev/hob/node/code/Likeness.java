package dev.hob.node.code;

import java.util.TreeMap;

/// How much of a file is in another, wherever it stands there: counted in bytes of lines, of which one
/// longer than 64 bytes is several, as git counts. JGit's index does not tell a last line from the same
/// line with a newline behind it, and so calls files alike that git does not. Immutable.
final class Likeness {
    private static final int PIECE_BYTES_MAX = 64;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int size;
    /// Hashes of pieces, sorted, and how many bytes such pieces have in all.
    private final long[] pieces;
    private final int[] bytes;

    private Likeness(int size, long[] pieces, int[] bytes) {
        this.size = size;
        this.pieces = pieces;
        this.bytes = bytes;
    }

    static Likeness of(byte[] file, boolean isText) {
        var counts = new TreeMap<Long, Integer>();
        long hash = FNV_OFFSET;
        int length = 0;
        for (int i = 0; i < file.length; i++) {
            byte c = file[i];
            if (isText && c == '\r' && i + 1 < file.length && file[i + 1] == '\n') continue;
            hash = (hash ^ c) * FNV_PRIME;
            if (++length < PIECE_BYTES_MAX && c != '\n') continue;
            counts.merge(hash, length, Integer::sum);
            hash = FNV_OFFSET;
            length = 0;
        }
        if (length > 0) counts.merge(hash, length, Integer::sum);
        long[] pieces = counts.keySet().stream().mapToLong(it -> it).toArray();
        int[] bytes = counts.values().stream().mapToInt(it -> it).toArray();
        return new Likeness(file.length, pieces, bytes);
    }

    /// How alike two files are, or nothing if their sizes alone keep them below what is asked for.
    ///
    /// @param least what is asked for
    /// @param perfect the answer for two that are the same
    int score(Likeness other, int least, int perfect) {
        int larger = Math.max(size, other.size);
        if (larger == 0) return perfect;
        if ((long) Math.min(size, other.size) * perfect / larger < least) return 0;
        long common = 0;
        for (int i = 0, j = 0; i < pieces.length && j < other.pieces.length; ) {
            if (pieces[i] == other.pieces[j]) common += Math.min(bytes[i++], other.bytes[j++]);
            else if (pieces[i] < other.pieces[j]) i++;
            else j++;
        }
        return (int) (common * perfect / larger);
    }
}
