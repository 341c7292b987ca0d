package dev.hob.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What the script of a page does that wants to see work: it looks for a number.
public final class Worked {
    private static final int BITS = 16;

    private Worked() {}

    /// The number for a challenge.
    public static String number(String challenge) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (int number = 0; ; number++)
                if (ByteBuffer.wrap(sha256.digest((challenge + "." + number).getBytes(US_ASCII)))
                                        .getInt()
                                >>> (Integer.SIZE - BITS)
                        == 0) return String.valueOf(number);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
