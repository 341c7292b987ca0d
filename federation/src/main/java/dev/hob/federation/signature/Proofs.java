package dev.hob.federation.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.Base58;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/// Signatures inside documents: FEP-8b32 with `eddsa-jcs-2022`. Stateless.
public final class Proofs {
    private static final String TYPE = "DataIntegrityProof";
    private static final String SUITE = "eddsa-jcs-2022";
    private static final String PURPOSE = "assertionMethod";
    private static final int SIGNATURE_BYTES = 64;

    private Proofs() {}

    /// What a document says of its proof.
    public sealed interface Reading {
        /// There is none; the HTTP signature decides.
        record None() implements Reading {}

        /// Look up the key of `keyId` and verify.
        record Claimed(Claim claim) implements Reading {}

        /// There is one and it is bad: refuse the document, even if the HTTP signature is good.
        record Refused(Verdict.Refused verdict) implements Reading {}
    }

    /// A proof whose key is to be looked up. `owner` is who it must belong to: the `actor` of an activity, the (first)
    /// `attributedTo` of an object, or the actor itself.
    public record Claim(Id keyId, Id owner, String hash, String signature, Instant until) {
        /// Whether this key of this owner made the proof. The key must be one of the owner's `assertionMethod`.
        ///
        /// @throws IllegalArgumentException when it is not the key that was asked for
        public Verdict verify(KnownKey key) {
            if (!key.id().equals(keyId)) throw new IllegalArgumentException(key.id() + " was given for " + keyId);
            if (!key.mayActFor(owner)) return refused(Cause.KEY_NOT_OWNED_BY_ACTOR, "the proof's key is another's");
            if (!key.asserts()) return refused(Cause.KEY_OWNER_MISMATCH, "the owner makes no proofs with this key");
            if (!(key.key() instanceof PublicKey.Ed25519))
                return refused(Cause.ALGORITHM_KEY_MISMATCH, "the proof's key is not Ed25519");
            var hex = HexFormat.of();
            return key.key().verify(hex.parseHex(hash), hex.parseHex(signature))
                    ? new Verdict.Valid(key, "proof " + hash, until)
                    : refused(Cause.BAD_SIGNATURE, "the proof is not that of " + keyId);
        }
    }

    /// The document with a proof. What the proof covers must not change afterwards, not even its numbers' spelling.
    public static ObjectNode prove(ObjectNode document, Id keyId, SigningKey key, Instant created) {
        return prove(document, keyId.value(), key, created);
    }

    static ObjectNode prove(ObjectNode document, String keyId, SigningKey key, Instant created) {
        var proof = document.objectNode();
        proof.put("type", TYPE);
        proof.put("cryptosuite", SUITE);
        proof.put("created", created.truncatedTo(ChronoUnit.SECONDS).toString());
        proof.put("verificationMethod", keyId);
        proof.put("proofPurpose", PURPOSE);
        if (document.has("@context"))
            proof.set("@context", document.get("@context").deepCopy());
        byte[] signature = key.sign(hash(proof, bare(document)));
        proof.put("proofValue", "z" + Base58.encode(signature));
        var proven = bare(document);
        proven.set("proof", proof);
        return proven;
    }

    /// Reads a document's proof and checks all that needs no key.
    public static Reading read(ObjectNode document, Instant now) {
        var proof = one(document.path("proof"));
        if (proof.isEmpty()) return document.hasNonNull("proof") ? unreadable() : new Reading.None();
        var keyId = KeyDocuments.id(proof.get().get("verificationMethod"));
        var owner = owner(document);
        if (keyId.isEmpty() || owner.isEmpty()) return unreadable();
        var id = KeyDocuments.id(document.get("id"));
        if (!keyId.get().sameOrigin(owner.get()) || (id.isPresent() && !id.get().sameOrigin(owner.get())))
            return new Reading.Refused(
                    refused(Cause.KEY_NOT_OWNED_BY_ACTOR, "key, document and author are not on one host"));
        return switch (check(document, proof.get(), now)) {
            case Checked.Sound(var hash, var signature, var until) ->
                new Reading.Claimed(new Claim(keyId.get(), owner.get(), hash, signature, until));
            case Checked.Unsound(var verdict) -> new Reading.Refused(verdict);
        };
    }

    /// Whether a `did:key` made the proof of a document.
    static boolean isBy(DidKey did, ObjectNode document, Instant now) {
        var proof = one(document.path("proof"));
        return proof.isPresent()
                && did.did().equals(proof.get().path("verificationMethod").textValue())
                && check(document, proof.get(), now) instanceof Checked.Sound sound
                && did.verify(
                        HexFormat.of().parseHex(sound.hash()), HexFormat.of().parseHex(sound.signature()));
    }

    private sealed interface Checked {
        record Sound(String hash, String signature, Instant until) implements Checked {}

        record Unsound(Verdict.Refused verdict) implements Checked {}
    }

    private static Checked check(ObjectNode document, ObjectNode proof, Instant now) {
        if (!TYPE.equals(proof.path("type").textValue())
                || !SUITE.equals(proof.path("cryptosuite").textValue()))
            return new Checked.Unsound(refused(Cause.UNSUPPORTED_ALGORITHM, "a proof that is not " + SUITE));
        if (!PURPOSE.equals(proof.path("proofPurpose").textValue()))
            return new Checked.Unsound(refused(Cause.MALFORMED_SIGNATURE, "a proof for another purpose"));
        var signature = signature(proof.path("proofValue"));
        var created = instant(proof.path("created"));
        if (signature.isEmpty() || (created.isEmpty() && proof.has("created")))
            return new Checked.Unsound(refused(Cause.MALFORMED_SIGNATURE, "a proof that cannot be read"));
        // A proof may be old, for it is read again from the archive of whoever forwards it; it may not be of tomorrow.
        if (created.isPresent() && created.get().minus(Times.SKEW).isAfter(now)) return outside();
        var expires = instant(proof.path("expires"));
        if ((expires.isEmpty() && proof.has("expires"))
                || (expires.isPresent() && expires.get().isBefore(now))) return outside();
        var whole = bare(document);
        if (proof.has("@context")) {
            if (!begins(document.path("@context"), proof.get("@context")))
                return new Checked.Unsound(refused(Cause.BAD_SIGNATURE, "the proof is of another context"));
            whole.set("@context", proof.get("@context")); // vc-di-eddsa §3.3.2, step 4.
        }
        try {
            var hex = HexFormat.of();
            byte[] hash = hash(without(proof, "proofValue"), whole);
            return new Checked.Sound(hex.formatHex(hash), hex.formatHex(signature.get()), expires.orElse(Instant.MAX));
        } catch (IllegalArgumentException e) {
            return new Checked.Unsound(refused(Cause.MALFORMED_SIGNATURE, "a document without canonical bytes"));
        }
    }

    /// The 64 bytes that are signed.
    static byte[] hash(ObjectNode config, ObjectNode document) {
        byte[] all = new byte[SIGNATURE_BYTES];
        System.arraycopy(Digests.sha256(CanonicalDocument.bytes(config)), 0, all, 0, 32);
        System.arraycopy(Digests.sha256(CanonicalDocument.bytes(document)), 0, all, 32, 32);
        return all;
    }

    /// Without its proof, and without the older `signature` that Fedify adds after it.
    static ObjectNode bare(ObjectNode document) {
        return without(without(document, "proof"), "signature");
    }

    private static ObjectNode without(ObjectNode object, String member) {
        var copy = object.objectNode();
        object.properties().forEach(entry -> {
            if (!entry.getKey().equals(member)) copy.set(entry.getKey(), entry.getValue());
        });
        return copy;
    }

    private static boolean begins(JsonNode context, JsonNode claimed) {
        if (context.equals(claimed)) return true;
        var beginning = claimed.isArray() ? claimed : claimed.isMissingNode() ? null : list(claimed);
        if (beginning == null || !context.isArray() || context.size() < beginning.size()) return false;
        for (int i = 0; i < beginning.size(); i++) if (!context.get(i).equals(beginning.get(i))) return false;
        return true;
    }

    private static JsonNode list(JsonNode one) {
        return JsonNodeFactory.instance.arrayNode().add(one);
    }

    /// The proof; of a set, one is enough when it is alone. (Several would each need a key.)
    private static Optional<ObjectNode> one(JsonNode proof) {
        var only = proof.isArray() && proof.size() == 1 ? proof.get(0) : proof;
        return only instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static Optional<Id> owner(ObjectNode document) {
        if (document.hasNonNull("actor")) return KeyDocuments.id(first(document.get("actor")));
        if (document.hasNonNull("attributedTo") && !document.hasNonNull("inbox"))
            return KeyDocuments.id(first(document.get("attributedTo")));
        return KeyDocuments.id(document.get("id"));
    }

    private static JsonNode first(JsonNode value) {
        return value.isArray() && !value.isEmpty() ? value.get(0) : value;
    }

    private static Optional<byte[]> signature(JsonNode value) {
        String text = value.asText();
        if (!value.isTextual() || !text.startsWith("z")) return Optional.empty();
        try {
            return Optional.of(Base58.decode(text.substring(1), SIGNATURE_BYTES));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // The proof is refused with words of ours.
        }
    }

    private static Optional<Instant> instant(JsonNode value) {
        try {
            return value.isTextual()
                    ? Optional.of(OffsetDateTime.parse(value.textValue()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty(); // The caller sees that the member was there.
        }
    }

    private static Verdict.Refused refused(Cause cause, String told) {
        return new Verdict.Refused(cause, told);
    }

    private static Checked outside() {
        return new Checked.Unsound(refused(Cause.OUTSIDE_TIME_WINDOW, "a proof that does not count at this time"));
    }

    private static Reading unreadable() {
        return new Reading.Refused(refused(Cause.MALFORMED_SIGNATURE, "a proof that cannot be read"));
    }
}
