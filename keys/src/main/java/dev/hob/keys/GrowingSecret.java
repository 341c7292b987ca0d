package dev.hob.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/// A secret that any number of signing keys grow from, each from a purpose of its own (HKDF-SHA-256): the same purpose
/// gives the same key for ever, and no key says anything of another. Immutable; its text form says nothing.
public final class GrowingSecret {
    private static final int BYTES = 32;

    private final byte[] bytes;

    private GrowingSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A new one from a good source of chance.
    public static GrowingSecret fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new GrowingSecret(bytes);
    }

    /// One that was kept.
    ///
    /// @throws IllegalArgumentException when it has not 32 bytes
    public static GrowingSecret of(byte[] bytes) {
        if (bytes.length != BYTES)
            throw new IllegalArgumentException("a secret has " + BYTES + " bytes, not " + bytes.length);
        return new GrowingSecret(bytes.clone());
    }

    /// The key of a purpose.
    public SigningKey grow(String purpose) {
        var hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(new HKDFParameters(bytes, null, purpose.getBytes(UTF_8)));
        byte[] seed = new byte[BYTES];
        hkdf.generateBytes(seed, 0, BYTES);
        return SigningKey.ofSeed(seed);
    }

    /// The secret itself, a fresh copy. Seal it before it is stored.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "GrowingSecret";
    }
}
