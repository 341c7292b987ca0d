package dev.hob.keys;

import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 key pair that can sign. Immutable; its text form says nothing.
public final class SigningKey {
    private final byte[] seed;
    private final byte[] publicBytes;
    private final DidKey publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
        this.publicKey = DidKey.of(publicBytes);
    }

    /// A new key from a good source of chance.
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    /// The key that grows from this 32-byte seed (RFC 8032 §5.1.5).
    ///
    /// @throws IllegalArgumentException on another length
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE)
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        return new SigningKey(seed.clone());
    }

    /// The half that everyone may know.
    public DidKey publicKey() {
        return publicKey;
    }

    /// A 64-byte signature over the message (RFC 8032, pure Ed25519).
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicBytes, 0, null, message, 0, message.length, signature, 0);
        return signature;
    }

    /// The 32 bytes that only these two keys' holders can find, as Radicle's peers do it on the Edwards curve itself.
    /// Empty when the other key is not a good point.
    public Optional<byte[]> agree(DidKey other) {
        return EdwardsAgreement.agree(seed, other.bytes());
    }

    /// The secret seed, a fresh copy. Seal it before it is stored.
    public byte[] seed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "SigningKey";
    }
}
