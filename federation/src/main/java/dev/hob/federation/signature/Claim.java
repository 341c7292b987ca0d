package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// What a request says about who signed it. Everything that needs no key was checked: shape, what is covered, the
/// digest, the time. Nobody is believed yet; fetch the key of `keyId` and [#verify].
public record Claim(Form form, Id keyId, String algorithm, List<String> bases, Bytes signature, Instant until) {
    public Claim {
        bases = List.copyOf(bases);
    }

    /// Bytes that compare by what they hold.
    record Bytes(String hex) {
        static Bytes of(byte[] bytes) {
            return new Bytes(HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /// Whether this key made the signature.
    ///
    /// @throws IllegalArgumentException when it is not the key that was asked for
    public Verdict verify(KnownKey key) {
        if (!key.id().equals(keyId)) throw new IllegalArgumentException(key.id() + " was given for " + keyId);
        if (!fits(key.key()))
            return new Verdict.Refused(Cause.ALGORITHM_KEY_MISMATCH, "the key is not one for " + algorithm);
        byte[] bytes = signature.bytes();
        for (String base : bases)
            if (key.key().verify(base.getBytes(UTF_8), bytes)) return new Verdict.Valid(key, replay(base), until);
        return new Verdict.Refused(Cause.BAD_SIGNATURE, "the signature is not that of " + keyId);
    }

    /// The same, with a key from a cache, which may be an old one.
    public Check check(KnownKey cached) {
        return switch (verify(cached)) {
            case Verdict.Refused refused when refused.cause().mayBeRotation() -> new Check.Refetch(this, refused);
            case Verdict verdict -> new Check.Done(verdict);
        };
    }

    /// The header may narrow what the key says, never widen it.
    private boolean fits(PublicKey key) {
        return switch (algorithm) {
            case "", "hs2019" -> true;
            case "rsa-sha256", "rsa-v1_5-sha256" -> key instanceof PublicKey.Rsa;
            case "ed25519" -> key instanceof PublicKey.Ed25519;
            default -> throw new AssertionError("an algorithm that was not refused: " + algorithm);
        };
    }

    private String replay(String base) {
        return HexFormat.of().formatHex(Digests.sha256((keyId + "\n" + signature.hex() + "\n" + base).getBytes(UTF_8)));
    }

    /// A key may have been replaced by its owner: a signature that fails against a cached key leads to exactly one
    /// fetch of the key (which the caller rations), and the answer to that stands.
    public sealed interface Check {
        /// The answer.
        record Done(Verdict verdict) implements Check {}

        /// Ask the owner's host for the key; if that is not possible now, `otherwise` is the answer.
        record Refetch(Claim claim, Verdict.Refused otherwise) implements Check {
            /// The answer with the key as its host shows it now.
            public Verdict with(KnownKey fresh) {
                return claim.verify(fresh);
            }
        }
    }
}
