package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Random texts that open doors (sessions, access tokens, one-time links), and the hash under which they are kept.
public final class Tokens {
    private static final int RANDOM_BYTES = 32;

    private Tokens() {}

    /// A fresh token of 256 random bits, safe in URLs, after a prefix that tells what it is.
    public static Secret fresh(String prefix, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Secret.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// SHA-256 in hex: enough for something that cannot be guessed, and all that is ever stored of it.
    public static String hash(Secret token) {
        return sha256(token.text());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }
}
