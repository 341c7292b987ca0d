package dev.hob.node.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.errors.PackProtocolException;

/// Reads git's pkt-lines (gitprotocol-common) as they were sent, without a byte more. Owned by one thread.
public final class PacketLines {
    private static final int LENGTH_BYTES = 4;
    private static final int FLUSH = 0;
    private static final int DELIMITER = 1;

    private final InputStream in;

    public PacketLines(InputStream in) {
        this.in = in;
    }

    /// What comes next.
    public sealed interface Next {
        /// @param text without the newline at its end
        record Line(String text) implements Next {}

        record Flush() implements Next {}

        record Delimiter() implements Next {}

        /// The stream has ended.
        record End() implements Next {}
    }

    public Next next(int bytesMax) throws IOException {
        byte[] digits = in.readNBytes(LENGTH_BYTES);
        if (digits.length == 0) return new Next.End();
        int length = length(digits);
        if (length == FLUSH) return new Next.Flush();
        if (length == DELIMITER) return new Next.Delimiter();
        if (length < LENGTH_BYTES) throw new PackProtocolException("a line of the length " + length);
        if (length - LENGTH_BYTES > bytesMax) throw new PackProtocolException("a line of " + length + " bytes");
        String text = new String(whole(length - LENGTH_BYTES), UTF_8);
        return new Next.Line(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    /// The lines up to a flush, as they came and with it; empty when the stream ends before them.
    public Optional<byte[]> command(int bytesMax) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            byte[] length = in.readNBytes(LENGTH_BYTES);
            if (length.length == 0 && all.size() == 0) return Optional.empty();
            int bytes = length(length);
            all.writeBytes(length);
            if (bytes == FLUSH) return Optional.of(all.toByteArray());
            if (bytes == DELIMITER) continue;
            if (bytes < LENGTH_BYTES) throw new PackProtocolException("a line of the length " + bytes);
            if (all.size() + bytes > bytesMax) throw new PackProtocolException("a command that is too long");
            all.writeBytes(whole(bytes - LENGTH_BYTES));
        }
    }

    private byte[] whole(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) throw new EOFException("a line that ends too early");
        return read;
    }

    static int length(byte[] digits) throws IOException {
        if (digits.length < LENGTH_BYTES) throw new EOFException("a line that ends too early");
        int length = 0;
        for (byte digit : digits) {
            int value = Character.digit(digit, 16);
            if (value < 0) throw new PackProtocolException("no length: " + new String(digits, US_ASCII));
            length = length << 4 | value;
        }
        return length;
    }
}
