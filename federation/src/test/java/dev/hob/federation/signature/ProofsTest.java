package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final SigningKey KEY = SigningKey.ofSeed(HexFormat.of()
            .parseHex(Vectors.json("test-keys.json").at("/ed25519/seedHex").textValue()));

    record Vector(String name, ObjectNode document, JsonNode json) {
        static Vector of(Path file) {
            var json = Vectors.json(file);
            var document = json.has("signed") ? json.get("signed") : json.get("received");
            return new Vector(file.getFileName().toString(), (ObjectNode) document, json);
        }

        ObjectNode proof() {
            return (ObjectNode) document.get("proof");
        }

        KnownKey key() {
            return new KnownKey(
                    new Id(proof().get("verificationMethod").textValue()),
                    new Id(document.get("actor").textValue()),
                    PublicKey.ofMultibase(json.get("publicKeyMultibase").textValue())
                            .orElseThrow(),
                    true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> vectors() {
        return Vectors.in("proofs").stream().map(Vector::of).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void what_others_proved_is_believed(Vector vector) {
        assertThat(verdict(vector.document(), vector.key(), NOW)).isInstanceOf(Verdict.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void canonical_forms_and_hash_are_the_known_bytes(Vector vector) {
        var config = vector.proof().deepCopy();
        config.remove("proofValue");
        var bare = Proofs.bare(vector.document());
        var known = vector.json().get("intermediate");
        assertThat(new String(CanonicalDocument.bytes(config), UTF_8))
                .isEqualTo(known.get("canonicalProofConfig").textValue());
        assertThat(new String(CanonicalDocument.bytes(bare), UTF_8))
                .isEqualTo(known.get("canonicalDocument").textValue());
        assertThat(HexFormat.of().formatHex(Proofs.hash(config, bare)))
                .isEqualTo(known.get("hashDataHex").textValue());
    }

    /// Whatever is changed, anywhere in the document or its proof.
    @ParameterizedTest
    @MethodSource("vectors")
    void nothing_can_be_changed(Vector vector) {
        int leaves = count(vector.document());
        int tried = 0;
        for (int i = 0; i < leaves; i++) {
            var changed = vector.document().deepCopy();
            String where = change(changed, i);
            if (where.startsWith("/signature/")) continue; // The older signature, which nobody reads.
            tried++;
            assertThat(verdict(changed, vector.key(), NOW)).as(where).isInstanceOf(Verdict.Refused.class);
        }
        assertThat(tried).isGreaterThan(10);
        assertThat(verdict(vector.document().deepCopy().put("more", 1), vector.key(), NOW))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void our_own_proof_is_the_known_bytes() {
        var vector = vectors().stream()
                .filter(v -> v.name().equals("own-create-comment.json"))
                .findFirst()
                .orElseThrow();
        var created = Instant.parse(vector.proof().get("created").textValue());
        var proven = Proofs.prove(Proofs.bare(vector.document()), vector.key().id(), KEY, created);
        assertThat((JsonNode) proven).isEqualTo(vector.document());
    }

    @Test
    void a_proof_that_expired_or_is_for_something_else_does_not_count() {
        var vector = vectors().getFirst();
        var key = vector.key();
        var good = Proofs.prove(Proofs.bare(vector.document()), key.id(), KEY, NOW);
        var ours = new KnownKey(key.id(), key.owner(), new PublicKey.Ed25519(KEY.publicKey()), true);
        assertThat(verdict(good, ours, NOW)).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(good, ours, NOW.minus(Duration.ofHours(2)))).isInstanceOf(Verdict.Refused.class);
        assertThat(cause(verdict(with(good, "proofPurpose", "authentication"), ours, NOW)))
                .isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(verdict(with(good, "cryptosuite", "eddsa-rdfc-2022"), ours, NOW)))
                .isEqualTo(Cause.UNSUPPORTED_ALGORITHM);
        assertThat(cause(verdict(with(good, "expires", "2026-11-21T00:00:00Z"), ours, NOW)))
                .isEqualTo(Cause.OUTSIDE_TIME_WINDOW);
        assertThat(Proofs.read(Proofs.bare(good), NOW)).isEqualTo(new Proofs.Reading.None());
    }

    @Test
    void only_the_author_can_prove() {
        var vector = vectors().getFirst();
        var mallory = new KnownKey(
                vector.key().id(),
                new Id("https://fed.test/users/mallory"),
                vector.key().key(),
                true);
        assertThat(cause(verdict(vector.document(), mallory, NOW))).isEqualTo(Cause.KEY_NOT_OWNED_BY_ACTOR);
        var signsOnly = new KnownKey(
                vector.key().id(), vector.key().owner(), vector.key().key());
        assertThat(cause(verdict(vector.document(), signsOnly, NOW))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
        var foreign = with(vector.document(), "verificationMethod", "https://evil.test/users/amy#multikey-2");
        assertThat(Proofs.read(foreign, NOW)).isInstanceOf(Proofs.Reading.Refused.class);
        var elsewhere = vector.document().deepCopy().put("id", "https://evil.test/1");
        assertThat(Proofs.read(elsewhere, NOW)).isInstanceOf(Proofs.Reading.Refused.class);
    }

    @Test
    void a_did_says_whose_it_is() {
        var actor = new Id("https://forge-a.example/u/alice");
        var statement = IdentityStatements.make(KEY, actor, NOW);
        assertThat(IdentityStatements.proven(statement, actor, NOW)).contains(KEY.publicKey());
        assertThat(IdentityStatements.proven(statement, new Id("https://forge-a.example/u/mallory"), NOW))
                .isEmpty();
        for (int i = 0; i < count(statement); i++) {
            var changed = statement.deepCopy();
            String where = change(changed, i);
            assertThat(IdentityStatements.proven(changed, actor, NOW)).as(where).isEmpty();
        }
        var stolen = statement.deepCopy().put("subject", other().did());
        assertThat(IdentityStatements.proven(stolen, actor, NOW)).isEmpty();
    }

    private static DidKey other() {
        return SigningKey.ofSeed(new byte[32]).publicKey();
    }

    private static Verdict verdict(ObjectNode document, KnownKey key, Instant now) {
        return switch (Proofs.read(document, now)) {
            case Proofs.Reading.Claimed(var claim) ->
                claim.keyId().equals(key.id())
                        ? claim.verify(key)
                        : new Verdict.Refused(Cause.KEY_NOT_FOUND, "another key");
            case Proofs.Reading.Refused(var refused) -> refused;
            case Proofs.Reading.None() -> new Verdict.Refused(Cause.MISSING_SIGNATURE, "no proof");
        };
    }

    private static Cause cause(Verdict verdict) {
        return ((Verdict.Refused) verdict).cause();
    }

    private static ObjectNode with(ObjectNode document, String member, String value) {
        var changed = document.deepCopy();
        ((ObjectNode) changed.get("proof")).put(member, value);
        return changed;
    }

    private static int count(JsonNode node) {
        return leaves(node, "").size();
    }

    private record Leaf(JsonNode parent, Object at, String path) {}

    private static List<Leaf> leaves(JsonNode node, String path) {
        var found = new ArrayList<Leaf>();
        if (node instanceof ObjectNode object)
            object.properties().forEach(member -> {
                String at = path + "/" + member.getKey();
                if (member.getValue().isContainerNode()) found.addAll(leaves(member.getValue(), at));
                else found.add(new Leaf(object, member.getKey(), at));
            });
        if (node instanceof ArrayNode array)
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isContainerNode()) found.addAll(leaves(array.get(i), path + "/" + i));
                else found.add(new Leaf(array, i, path + "/" + i));
            }
        return found;
    }

    private static String change(ObjectNode document, int which) {
        var leaf = leaves(document, "").get(which);
        if (leaf.parent() instanceof ObjectNode object)
            object.set((String) leaf.at(), changed(object.get((String) leaf.at())));
        if (leaf.parent() instanceof ArrayNode array)
            array.set((Integer) leaf.at(), changed(array.get((Integer) leaf.at())));
        return leaf.path();
    }

    private static JsonNode changed(JsonNode value) {
        return TextNode.valueOf(value.asText() + "x");
    }
}
