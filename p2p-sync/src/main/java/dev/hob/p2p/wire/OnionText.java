package dev.hob.p2p.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Onion addresses of version 3 (Tor's rend-spec-v3 §6): base32 of key, checksum and version, then `.onion`.
final class OnionText {
    /// Key (32), checksum (2), version (1).
    static final int RAW_BYTES = 35;

    static final String RULE = "an onion address of version 3";
    private static final String SUFFIX = ".onion";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int TEXT_CHARACTERS = RAW_BYTES * 8 / 5;
    private static final int KEY_BYTES = 32;
    private static final int VERSION = 3;

    private OnionText() {}

    static boolean allows(String text) {
        if (text.length() != TEXT_CHARACTERS + SUFFIX.length() || !text.endsWith(SUFFIX)) return false;
        return text.chars().limit(TEXT_CHARACTERS).allMatch(digit -> ALPHABET.indexOf(digit) >= 0) && allows(raw(text));
    }

    /// A real node refuses a message with a wrong checksum in it, and then the peer that relayed it: so do we.
    static boolean allows(byte[] raw) {
        byte[] sum = checksum(Arrays.copyOf(raw, KEY_BYTES));
        return raw[KEY_BYTES] == sum[0] && raw[KEY_BYTES + 1] == sum[1] && raw[RAW_BYTES - 1] == VERSION;
    }

    static String of(byte[] raw) {
        var text = new StringBuilder(TEXT_CHARACTERS + SUFFIX.length());
        int bits = 0;
        int held = 0;
        for (byte next : raw) {
            bits = (bits << 8) | (next & 0xFF);
            for (held += 8; held >= 5; held -= 5) text.append(ALPHABET.charAt((bits >>> (held - 5)) & 31));
        }
        return text.append(SUFFIX).toString();
    }

    static byte[] raw(String text) {
        byte[] raw = new byte[RAW_BYTES];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < TEXT_CHARACTERS; i++) {
            bits = (bits << 5) | ALPHABET.indexOf(text.charAt(i));
            held += 5;
            if (held < 8) continue;
            held -= 8;
            raw[at++] = (byte) (bits >>> held);
        }
        return raw;
    }

    private static byte[] checksum(byte[] key) {
        try {
            var hash = MessageDigest.getInstance("SHA3-256");
            hash.update(".onion checksum".getBytes(US_ASCII));
            hash.update(key);
            hash.update((byte) VERSION);
            return hash.digest();
        } catch (NoSuchAlgorithmException absent) {
            throw new AssertionError("every JDK has SHA3-256", absent);
        }
    }
}
