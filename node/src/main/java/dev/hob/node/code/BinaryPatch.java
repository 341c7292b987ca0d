package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;

/// How git writes the bytes of files that have no lines into a patch: whole, before and after, deflated, and five
/// letters for each four bytes.
final class BinaryPatch {
    private static final byte[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~".getBytes(US_ASCII);
    private static final int LINE_BYTES = 52;
    private static final int SMALL_LETTERS_FROM = 26;

    private BinaryPatch() {}

    /// Both sides; an absent one is empty.
    static void write(byte[] before, byte[] after, OutputStream to) throws IOException {
        to.write("GIT binary patch\n".getBytes(US_ASCII));
        literal(after, to);
        literal(before, to);
    }

    private static void literal(byte[] bytes, OutputStream to) throws IOException {
        to.write(("literal " + bytes.length + "\n").getBytes(US_ASCII));
        var deflated = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(deflated)) {
            deflating.write(bytes);
        }
        byte[] all = deflated.toByteArray();
        for (int from = 0; from < all.length; from += LINE_BYTES)
            line(all, from, Math.min(LINE_BYTES, all.length - from), to);
        to.write('\n');
    }

    private static void line(byte[] bytes, int from, int length, OutputStream to) throws IOException {
        to.write(length <= SMALL_LETTERS_FROM ? 'A' + length - 1 : 'a' + length - SMALL_LETTERS_FROM - 1);
        for (int at = 0; at < length; at += 4) {
            long word = 0;
            for (int i = 0; i < 4; i++) word = (word << 8) | (at + i < length ? bytes[from + at + i] & 0xff : 0);
            byte[] letters = new byte[5];
            for (int i = 4; i >= 0; i--) {
                letters[i] = LETTERS[(int) (word % LETTERS.length)];
                word /= LETTERS.length;
            }
            to.write(letters);
        }
        to.write('\n');
    }
}
