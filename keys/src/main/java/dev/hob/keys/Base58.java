package dev.hob.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Base58 in the Bitcoin alphabet, as multibase `z` uses it. Immutable rules, no state.
public final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int BASE = 58;
    private static final int BITS_PER_DIGIT_MAX = 6;
    private static final long LIMB = 0xFFFF_FFFFL;

    // Peers name thousands of keys and repositories in a message, so the arithmetic is done in place, and on as
    // many digits at once as fit into a limb.
    private static final int GROUP_DIGITS = 5;
    private static final int GROUP = BASE * BASE * BASE * BASE * BASE;

    /// The digit that a character is, -1 for others.
    private static final byte[] DIGITS = digits();

    private Base58() {}

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int i = 0; i < BASE; i++) digits[ALPHABET.charAt(i)] = (byte) i;
        return digits;
    }

    /// The text of some bytes; each leading zero byte becomes one leading `1`.
    public static String encode(byte[] bytes) {
        int[] limbs = limbs(bytes);
        var text = new StringBuilder(bytes.length * 7 / 5 + GROUP_DIGITS);
        for (int first = firstUsed(limbs, 0); first < limbs.length; first = firstUsed(limbs, first)) {
            long group = 0;
            for (int i = first; i < limbs.length; i++) {
                long part = (group << Integer.SIZE) | (limbs[i] & LIMB);
                limbs[i] = (int) (part / GROUP);
                group = part % GROUP;
            }
            for (int i = 0; i < GROUP_DIGITS; i++, group /= BASE) text.append(ALPHABET.charAt((int) (group % BASE)));
        }
        int digits = text.length();
        while (digits > 0 && text.charAt(digits - 1) == ALPHABET.charAt(0)) digits--;
        text.setLength(digits);
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) text.append('1');
        return text.reverse().toString();
    }

    /// The bytes of a text.
    ///
    /// @throws IllegalArgumentException on a character outside the alphabet
    public static byte[] decode(String text) {
        int[] limbs = new int[text.length() * BITS_PER_DIGIT_MAX / Integer.SIZE + 1];
        int zeros = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            int digit = c < DIGITS.length ? DIGITS[c] : -1;
            if (digit < 0) throw new IllegalArgumentException("not base58: " + text);
            if (digit == 0 && zeros == at) zeros++;
            long carry = digit;
            for (int i = limbs.length - 1; i >= 0; i--) {
                carry += (limbs[i] & LIMB) * BASE;
                limbs[i] = (int) carry;
                carry >>>= Integer.SIZE;
            }
        }
        var all = ByteBuffer.allocate(limbs.length * Integer.BYTES);
        all.asIntBuffer().put(limbs);
        int unused = 0;
        while (unused < all.capacity() && all.get(unused) == 0) unused++;
        byte[] bytes = new byte[zeros + all.capacity() - unused];
        all.get(unused, bytes, zeros, all.capacity() - unused);
        return bytes;
    }

    /// The bytes as one number in 32-bit limbs, big end first.
    private static int[] limbs(byte[] bytes) {
        int[] limbs = new int[(bytes.length + Integer.BYTES - 1) / Integer.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            limbs[limbs.length - 1 - fromEnd / Integer.BYTES] |=
                    (bytes[i] & 0xFF) << (fromEnd % Integer.BYTES * Byte.SIZE);
        }
        return limbs;
    }

    private static int firstUsed(int[] limbs, int from) {
        int first = from;
        while (first < limbs.length && limbs[first] == 0) first++;
        return first;
    }

    /// Decodes a text whose result must have one exact length, so that a stranger's long text costs nothing.
    ///
    /// @throws IllegalArgumentException when it has another length or is not base58
    public static byte[] decode(String text, int length) {
        if (text.length() > length * 2)
            throw new IllegalArgumentException("too long for " + length + " bytes of base58");
        byte[] bytes = decode(text);
        if (bytes.length != length)
            throw new IllegalArgumentException("expected " + length + " bytes of base58, got " + bytes.length);
        return Arrays.copyOf(bytes, length);
    }
}
