package dev.hob.node.people;

import dev.hob.keys.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) password hashes in the PHC text form. Few run at once, since each takes 19 MiB.
final class Passwords {
    private static final int MEMORY_KIBIBYTES = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int PARALLEL_MAX = 2;
    private static final Semaphore TURNS = new Semaphore(PARALLEL_MAX, true);
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    /// Checked when there is no such account, so that the answer takes as long.
    private final String decoy = hash(Secret.of("nobody"));

    String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return "$argon2id$v=19$m=" + MEMORY_KIBIBYTES + ",t=" + ITERATIONS + ",p=" + LANES + "$"
                + ENCODER.encodeToString(salt) + "$"
                + ENCODER.encodeToString(derive(password, salt, MEMORY_KIBIBYTES, ITERATIONS, LANES));
    }

    boolean matches(Secret password, String phc) {
        String[] parts = phc.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id")) throw new AssertionError("not a password hash of ours");
        String[] costs = parts[3].split("[=,]", -1);
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] derived = derive(
                password, salt, Integer.parseInt(costs[1]), Integer.parseInt(costs[3]), Integer.parseInt(costs[5]));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[5]));
    }

    void matchNothing(Secret password) {
        matches(password, decoy);
    }

    private static byte[] derive(Secret password, byte[] salt, int memory, int iterations, int lanes) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] derived = new byte[HASH_BYTES];
        TURNS.acquireUninterruptibly();
        try {
            generator.generateBytes(password.bytes(), derived);
        } finally {
            TURNS.release();
        }
        return derived;
    }
}
