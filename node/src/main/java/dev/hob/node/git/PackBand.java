package dev.hob.node.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.errors.PackProtocolException;

/// The first band of side-band-64k (gitprotocol-pack, "Packfile Data"), up to its flush: the pack. Progress is thrown
/// away, and what the peer says went wrong is thrown. Owned by one thread.
public final class PackBand extends InputStream {
    private static final int LENGTH_BYTES = 4;
    private static final int PACK = 1;
    private static final int PROGRESS = 2;
    private static final int ERROR = 3;
    private static final int TOLD_BYTES_MAX = 512;

    /// A server that works for long says so, but not forever.
    private static final int PROGRESS_BYTES_MAX = 16 << 20;

    private final InputStream in;
    private int left;
    private int progress;
    private boolean ended;

    public PackBand(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        while (left == 0 && !ended) next();
        if (ended) return -1;
        int read = in.read(into, offset, Math.min(length, left));
        if (read < 0) throw new EOFException("the pack ends too early");
        left -= read;
        return read;
    }

    /// Goes to the next piece of the pack, or to the end.
    private void next() throws IOException {
        int bytes = PacketLines.length(in.readNBytes(LENGTH_BYTES));
        if (bytes == 0) {
            ended = true;
            return;
        }
        if (bytes <= LENGTH_BYTES) throw new PackProtocolException("a piece of a pack of the length " + bytes);
        int band = in.read();
        int size = bytes - LENGTH_BYTES - 1;
        switch (band) {
            case PACK -> left = size;
            case PROGRESS -> {
                progress += bytes;
                if (progress > PROGRESS_BYTES_MAX) throw new PackProtocolException("more talk than pack");
                in.skipNBytes(size);
            }
            case ERROR ->
                throw new PackProtocolException(
                        "the peer failed: " + new String(in.readNBytes(Math.min(size, TOLD_BYTES_MAX)), UTF_8));
            default -> throw new PackProtocolException("no such band: " + band);
        }
    }

    /// Reads on to the end.
    public void finish() throws IOException {
        while (read() >= 0) {
            // Nothing belongs behind a pack, and nobody wants it.
        }
    }
}
