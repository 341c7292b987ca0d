package dev.hob.node.people;

import dev.hob.keys.Secret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
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

    String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return "$argon2id$v=19$m=" + MEMORY_KIBIBYTES + ",t=" + ITERATIONS + ",p=" + LANES + "$"
                + ENCODER.encodeToString(salt) + "$"
                + ENCODER.encodeToString(inTurn(() -> derive(password, salt, MEMORY_KIBIBYTES, ITERATIONS, LANES)));
    }

    /// Does something that may hash, when it is its turn: that bounds the memory, and lets a caller count failures
    /// before the next one tries.
    <T> T inTurn(Supplier<T> work) {
        TURNS.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            TURNS.release();
        }
    }

    /// Call it [#inTurn].
    boolean matches(Secret password, String phc) {
        String[] parts = phc.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id")) throw new AssertionError("not a password hash of ours");
        String[] costs = parts[3].split("[=,]", -1);
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] derived = derive(
                password, salt, Integer.parseInt(costs[1]), Integer.parseInt(costs[3]), Integer.parseInt(costs[5]));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[5]));
    }

    /// Takes as long as [#matches]: for when there is no such account.
    void matchNothing(Secret password) {
        derive(password, new byte[SALT_BYTES], MEMORY_KIBIBYTES, ITERATIONS, LANES);
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
        generator.generateBytes(password.bytes(), derived);
        return derived;
    }
}
