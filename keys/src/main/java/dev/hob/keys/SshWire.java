package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// The SSH wire types (RFC 4251 §5) that key files and signatures are made of.
final class SshWire {
    private SshWire() {}

    /// Base64 in lines of so many characters, each ended. (Java's own encoder only breaks at multiples of four.)
    static String wrap(String base64, int columns) {
        var text = new StringBuilder();
        for (int i = 0; i < base64.length(); i += columns)
            text.append(base64, i, Math.min(base64.length(), i + columns)).append('\n');
        return text.toString();
    }

    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Writer u32(int value) {
            return raw(ByteBuffer.allocate(4).putInt(value).array());
        }

        Writer string(byte[] bytes) {
            return u32(bytes.length).raw(bytes);
        }

        Writer string(String text) {
            return string(text.getBytes(UTF_8));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    static final class Reader {
        private final ByteBuffer in;

        Reader(byte[] bytes) {
            this.in = ByteBuffer.wrap(bytes);
        }

        byte[] raw(int length) {
            if (length < 0 || length > in.remaining()) throw new KeyException("SSH data is cut short");
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        int u32() {
            if (in.remaining() < 4) throw new KeyException("SSH data is cut short");
            return in.getInt();
        }

        byte[] string() {
            return raw(u32());
        }

        int u8() {
            return raw(1)[0] & 0xFF;
        }

        byte[] rest() {
            return raw(in.remaining());
        }

        /// Nothing may follow what was read: otherwise two texts would mean the same.
        void end() {
            if (in.hasRemaining()) throw new KeyException("SSH data with something behind its end");
        }

        String text() {
            return new String(string(), UTF_8);
        }
    }
}
