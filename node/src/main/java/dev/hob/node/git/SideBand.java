package dev.hob.node.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Frames a pack for the wire in the largest packets of `side-band-64k` (gitprotocol-pack, "Packfile Data"): each is
/// filled and sent in one write.
final class SideBand extends OutputStream {
    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_BYTES = LENGTH_BYTES + 1;
    private static final int PACKET_BYTES_MAX = 65_520;
    private static final byte PACK_DATA = 1;

    private final OutputStream out;
    private final byte[] packet = new byte[PACKET_BYTES_MAX];
    private int filled = HEADER_BYTES;

    SideBand(OutputStream out) {
        this.out = out;
        packet[LENGTH_BYTES] = PACK_DATA;
    }

    @Override
    public void write(int b) throws IOException {
        packet[filled++] = (byte) b;
        if (filled == PACKET_BYTES_MAX) send();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, PACKET_BYTES_MAX - filled);
            System.arraycopy(bytes, offset + done, packet, filled, part);
            filled += part;
            done += part;
            if (filled == PACKET_BYTES_MAX) send();
        }
    }

    /// Sends so many bytes of a stream, without a copy in between.
    ///
    /// @throws java.io.EOFException when it ends before
    void copy(InputStream in, long bytes, Sink also) throws IOException {
        long left = bytes;
        while (left > 0) {
            int part = in.read(packet, filled, (int) Math.min(left, PACKET_BYTES_MAX - filled));
            if (part < 0) throw new java.io.EOFException("a pack is shorter than it was");
            also.take(packet, filled, part);
            filled += part;
            left -= part;
            if (filled == PACKET_BYTES_MAX) send();
        }
    }

    /// Sees what is copied.
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private void send() throws IOException {
        if (filled == HEADER_BYTES) return;
        byte[] length = "%04x".formatted(filled).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(length, 0, packet, 0, LENGTH_BYTES);
        out.write(packet, 0, filled);
        filled = HEADER_BYTES;
    }

    /// Sends the last packet and ends the stream with a flush-pkt; the connection stays open.
    @Override
    public void close() throws IOException {
        send();
        out.write("0000".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
