package dev.hob.web.calm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Work that a browser does to be met as one: it looks for a number so that the SHA-256 of `challenge.number` begins
/// with enough zero bits. A second for a browser, once a day; a bill for who asks from a thousand addresses. The node
/// remembers nothing of it: a challenge carries its time and a code that only this node can make. Shared between
/// threads.
final class Proof {
    /// How many zero bits: about 65,000 hashes.
    static final int BITS = 16;

    /// How long one counts.
    static final Duration LIFE = Duration.ofDays(1);

    private static final Duration WORK_MAX = Duration.ofMinutes(10);
    private static final int TEXT_CHARACTERS_MAX = 120;
    private static final int NUMBER_DIGITS_MAX = 12;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    Proof(InstantSource clock) {
        this.clock = clock;
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, MAC);
    }

    /// Something to work on, for a network.
    String challenge(String network) {
        var bytes = ByteBuffer.allocate(16);
        bytes.putLong(clock.millis());
        bytes.putLong(random.nextLong());
        String text = text(bytes.array());
        return text + "." + code(text, network);
    }

    /// What a browser keeps when its work is good: the challenge with the number.
    Optional<String> solved(String challenge, String number, String network) {
        return Optional.of(challenge + "." + number).filter(proof -> isGood(proof, network, WORK_MAX));
    }

    /// Whether what a browser keeps is still worth something.
    boolean holds(String proof, String network) {
        return isGood(proof, network, LIFE);
    }

    private boolean isGood(String proof, String network, Duration age) {
        if (proof.length() > TEXT_CHARACTERS_MAX) return false;
        String[] parts = proof.split("\\.", -1);
        if (parts.length != 3 || !parts[2].matches("\\d{1," + NUMBER_DIGITS_MAX + "}")) return false;
        boolean ours = MessageDigest.isEqual(
                parts[1].getBytes(US_ASCII), code(parts[0], network).getBytes(US_ASCII));
        return ours && isFresh(parts[0], age) && zeros(sha256(proof)) >= BITS;
    }

    private boolean isFresh(String text, Duration age) {
        long made = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)).getLong();
        return clock.millis() - made <= age.toMillis();
    }

    private static int zeros(byte[] hash) {
        return Integer.numberOfLeadingZeros(ByteBuffer.wrap(hash).getInt());
    }

    private String code(String text, String network) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return text(mac.doFinal((text + " " + network).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java runtime has " + MAC, e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
