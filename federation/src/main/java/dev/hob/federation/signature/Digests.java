package dev.hob.federation.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// `Digest` (RFC 3230, as cavage uses it) and `Content-Digest` (RFC 9530). Stateless.
final class Digests {
    private Digests() {}

    static byte[] sha256(byte[] bytes) {
        return hash("SHA-256", bytes);
    }

    static String digest(byte[] body) {
        return "SHA-256=" + Base64.getEncoder().encodeToString(sha256(body));
    }

    static String contentDigest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
    }

    /// Every digest we know must be that of the body, and SHA-256 must be among them.
    static void check(Form form, String value, byte[] body) {
        boolean known = false;
        for (String part : value.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) throw new SignatureException(Cause.MALFORMED_SIGNATURE, "a digest without a name");
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String digest = part.substring(equals + 1).strip();
            if (name.equals("sha-256")) {
                match(form, "SHA-256", digest, body);
                known = true;
            } else if (name.equals("sha-512")) {
                match(form, "SHA-512", digest, body);
            }
        }
        if (!known) throw new SignatureException(Cause.MISSING_DIGEST, "no sha-256 digest of the body");
    }

    private static void match(Form form, String algorithm, String written, byte[] body) {
        String base64 = written;
        if (form == Form.RFC9421) {
            if (written.length() < 2 || !written.startsWith(":") || !written.endsWith(":"))
                throw new SignatureException(Cause.MALFORMED_SIGNATURE, "a digest that is no byte sequence");
            base64 = written.substring(1, written.length() - 1);
        }
        try {
            byte[] claimed = Base64.getDecoder().decode(base64);
            if (!MessageDigest.isEqual(claimed, hash(algorithm, body)))
                throw new SignatureException(Cause.DIGEST_MISMATCH, "the body is not that of the digest");
        } catch (IllegalArgumentException _) {
            throw new SignatureException(Cause.MALFORMED_SIGNATURE, "a digest that is not base64");
        }
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has " + algorithm, e);
        }
    }
}
