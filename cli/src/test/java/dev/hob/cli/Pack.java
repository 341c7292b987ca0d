package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/// A pack written by hand, true or lying (gitformat-pack).
final class Pack {
    static final int COMMIT = 1;
    static final int TREE = 2;
    static final int BLOB = 3;
    static final int TAG = 4;
    private static final int OFS_DELTA = 6;
    private static final int REF_DELTA = 7;
    private static final int HEADER_BYTES = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int count;

    Pack() {
        out.writeBytes(new byte[HEADER_BYTES]);
    }

    /// Where the next object begins.
    int position() {
        return out.size();
    }

    Pack object(int type, byte[] content) {
        return object(type, content.length, content);
    }

    /// An object that says it has another size than it has.
    Pack object(int type, long declared, byte[] content) {
        header(type, declared);
        out.writeBytes(deflated(content));
        return this;
    }

    /// A delta against what begins so many bytes before it.
    Pack delta(long distance, byte[] delta) {
        header(OFS_DELTA, delta.length);
        out.writeBytes(distance(distance));
        out.writeBytes(deflated(delta));
        return this;
    }

    /// A delta against an object by its id.
    Pack delta(String base, byte[] delta) {
        header(REF_DELTA, delta.length);
        out.writeBytes(HexFormat.of().parseHex(base));
        out.writeBytes(deflated(delta));
        return this;
    }

    /// Bytes as they are.
    Pack raw(int type, long declared, byte[] compressed) {
        header(type, declared);
        out.writeBytes(compressed);
        return this;
    }

    byte[] bytes() {
        return bytes(count);
    }

    /// The pack with a count of objects in its header.
    byte[] bytes(int said) {
        byte[] body = out.toByteArray();
        ByteBuffer.wrap(body).putInt(0x5041434b).putInt(2).putInt(said);
        return sealed(body);
    }

    /// A body with the right trailer.
    static byte[] sealed(byte[] body) {
        byte[] pack = Arrays.copyOf(body, body.length + 20);
        System.arraycopy(sha1(body), 0, pack, body.length, 20);
        return pack;
    }

    private void header(int type, long size) {
        count++;
        long left = size >>> 4;
        int first = (type << 4) | (int) (size & 15);
        out.write(left > 0 ? first | 0x80 : first);
        number(out, left);
    }

    /// Seven bits a byte, the lowest first; nothing at all for zero.
    private static void number(ByteArrayOutputStream out, long value) {
        for (long left = value; left > 0; left >>>= 7) out.write((int) (left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    }

    private static byte[] distance(long distance) {
        byte[] bytes = new byte[10];
        int at = bytes.length - 1;
        bytes[at] = (byte) (distance & 0x7f);
        for (long left = distance >> 7; left > 0; left >>= 7) bytes[--at] = (byte) (--left & 0x7f | 0x80);
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }

    static byte[] deflated(byte[] content) {
        try (var deflater = new Deflater()) {
            deflater.setInput(content);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
            return out.toByteArray();
        }
    }

    /// A delta that says which size its base has and its result will have, then what to do.
    static byte[] delta(long base, long result, byte[]... steps) {
        var delta = new ByteArrayOutputStream();
        for (long size : new long[] {base, result}) {
            if (size == 0) delta.write(0);
            number(delta, size);
        }
        for (byte[] step : steps) delta.writeBytes(step);
        return delta.toByteArray();
    }

    /// Copies from the base.
    static byte[] copy(int offset, int size) {
        return new byte[] {
            (byte) 0xff,
            (byte) offset,
            (byte) (offset >> 8),
            (byte) (offset >> 16),
            (byte) (offset >> 24),
            (byte) size,
            (byte) (size >> 8),
            (byte) (size >> 16)
        };
    }

    /// Adds up to 127 bytes.
    static byte[] insert(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        byte[] step = new byte[bytes.length + 1];
        step[0] = (byte) bytes.length;
        System.arraycopy(bytes, 0, step, 1, bytes.length);
        return step;
    }

    // ---- objects ---------------------------------------------------------------------------------------------------

    static String id(int type, byte[] content) {
        String name = new String[] {"", "commit", "tree", "blob", "tag"}[type];
        byte[] head = (name + " " + content.length + "\0").getBytes(UTF_8);
        return HexFormat.of().formatHex(sha1(head, content));
    }

    static byte[] entry(String mode, String name, String id) {
        byte[] head = (mode + " " + name + "\0").getBytes(UTF_8);
        byte[] entry = Arrays.copyOf(head, head.length + 20);
        System.arraycopy(HexFormat.of().parseHex(id), 0, entry, head.length, 20);
        return entry;
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    static byte[] commit(String tree, String... parents) {
        var text = new StringBuilder("tree " + tree + "\n");
        for (String parent : parents) text.append("parent ").append(parent).append('\n');
        String who = "Mallory <mallory@example.org> 1700000000 +0000\n";
        return text.append("author ")
                .append(who)
                .append("committer ")
                .append(who)
                .append("\nmessage\n")
                .toString()
                .getBytes(UTF_8);
    }

    private static byte[] sha1(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) digest.update(part);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
