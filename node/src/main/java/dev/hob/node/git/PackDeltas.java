package dev.hob.node.git;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;

/// Looks for deltas that make less than they say (gitformat-pack, "Deltified representation"). JGit fills the rest with
/// zeros and names the object by that; git then cannot read it, so it must not come in.
final class PackDeltas {
    private static final int ID_BYTES = 20;
    private static final int CHUNK_BYTES = 4_096;
    private static final int COPY_BYTES_USUAL = 0x10000;

    private PackDeltas() {}

    /// Reads every delta of a pack once, in the order of the file.
    ///
    /// @throws CorruptObjectException when one does not make what it says
    static void check(Path pack, Path index) throws IOException {
        long[] offsets = StreamSupport.stream(PackIndex.open(index.toFile()).spliterator(), false)
                .mapToLong(PackIndex.MutableEntry::getOffset)
                .toArray();
        Arrays.sort(offsets);
        var inflater = new Inflater();
        try (var file = FileChannel.open(pack)) {
            var window = new Window(file);
            for (long offset : offsets) {
                window.seek(offset);
                if (!skipToDelta(window)) continue;
                inflater.reset();
                check(new BufferedInputStream(new InflaterInputStream(window, inflater, CHUNK_BYTES), CHUNK_BYTES));
            }
        } finally {
            inflater.end();
        }
    }

    private static boolean skipToDelta(Window window) throws IOException {
        int first = window.next();
        int type = (first >> 4) & 7;
        if (type != Constants.OBJ_OFS_DELTA && type != Constants.OBJ_REF_DELTA) return false;
        if ((first & 0x80) != 0) skipNumber(window);
        if (type == Constants.OBJ_OFS_DELTA) skipNumber(window);
        else window.skipNBytes(ID_BYTES);
        return true;
    }

    private static void skipNumber(Window window) throws IOException {
        while ((window.next() & 0x80) != 0) {
            // Seven bits more.
        }
    }

    private static void check(InputStream delta) throws IOException {
        number(delta); // The size of the base, which JGit compares.
        long said = number(delta);
        long made = 0;
        for (int step = delta.read(); step >= 0; step = delta.read()) {
            if ((step & 0x80) != 0) made += copied(delta, step);
            else {
                delta.skipNBytes(step);
                made += step;
            }
        }
        if (made != said)
            throw new CorruptObjectException("a delta says it makes " + said + " bytes and makes " + made);
    }

    /// Four bits say which bytes of the offset follow, three which of the size.
    private static long copied(InputStream delta, int step) throws IOException {
        for (int bit = 0; bit < 4; bit++) if ((step >> bit & 1) != 0) next(delta);
        int size = 0;
        for (int bit = 0; bit < 3; bit++) if ((step >> (bit + 4) & 1) != 0) size |= next(delta) << (bit * 8);
        return size == 0 ? COPY_BYTES_USUAL : size;
    }

    private static long number(InputStream in) throws IOException {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            int next = next(in);
            number |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) return number;
        }
    }

    private static int next(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) throw new EOFException("a delta ends too early");
        return next;
    }

    /// A file seen through a buffer that can be put elsewhere; mostly a little further on, which costs nothing.
    private static final class Window extends InputStream {
        private static final int BYTES = 64 * 1024;

        private final FileChannel file;
        private final ByteBuffer buffer = ByteBuffer.allocate(BYTES).limit(0);
        private long start;

        Window(FileChannel file) {
            this.file = file;
        }

        void seek(long offset) {
            long within = offset - start;
            if (within >= 0 && within <= buffer.limit()) {
                buffer.position((int) within);
                return;
            }
            start = offset;
            buffer.limit(0);
        }

        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) return true;
            start += buffer.limit();
            int read = file.read(buffer.clear(), start);
            buffer.flip();
            return read > 0;
        }

        int next() throws IOException {
            return PackDeltas.next(this);
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (!fill()) return -1;
            int count = Math.min(length, buffer.remaining());
            buffer.get(into, offset, count);
            return count;
        }
    }
}
