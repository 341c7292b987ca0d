package dev.hob.federation.signature;

import dev.hob.keys.RsaKey;
import dev.hob.keys.SigningKey;

/// A key of ours that signs requests. Immutable; its text form says nothing.
public sealed interface SecretKey {
    /// What every server can verify.
    record Rsa(RsaKey key) implements SecretKey {}

    /// For peers that are known to read it in RFC 9421.
    record Ed25519(SigningKey key) implements SecretKey {}

    /// A signature over the bytes.
    default byte[] sign(byte[] message) {
        return switch (this) {
            case Rsa(var key) -> key.sign(message);
            case Ed25519(var key) -> key.sign(message);
        };
    }
}
