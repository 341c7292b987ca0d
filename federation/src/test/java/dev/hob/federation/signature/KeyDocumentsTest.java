package dev.hob.federation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyDocumentsTest {
    private static final Id AMY = new Id("https://fed.test/users/amy");
    private static final Id BOB = new Id("https://gts.test/users/bob");
    private static final Id BOB_KEY = new Id("https://gts.test/users/bob/main-key");

    @Test
    void an_actor_that_fedify_serves_has_three_keys() {
        var keys = KeyDocuments.of(amy());
        assertThat(keys)
                .extracting(key -> key.id().value().replace(AMY.value(), ""))
                .containsExactly("#main-key", "#multikey-1", "#multikey-2");
        assertThat(keys).allMatch(key -> key.mayActFor(AMY));
        assertThat(keys.get(0).key())
                .as("PEM and Multikey of one RSA key")
                .isEqualTo(keys.get(1).key());
        assertThat(keys.get(2).key()).isInstanceOf(PublicKey.Ed25519.class);
        assertThat(keys).extracting(KnownKey::asserts).containsExactly(false, true, true);
    }

    /// GoToSocial's key URL is not the actor's: what it serves is a stub, and only the actor itself is believed.
    @Test
    void a_key_with_a_url_of_its_own_counts_when_the_owner_lists_it() {
        var stub = bob();
        stub.retain(List.of("@context", "id", "type", "preferredUsername", "publicKey"));
        var found = KeyDocuments.find(BOB_KEY, stub);
        assertThat(found).isInstanceOf(KeyDocuments.Found.AskOwner.class);
        var candidate = ((KeyDocuments.Found.AskOwner) found).candidate();
        assertThat(candidate.owner()).isEqualTo(BOB);
        assertThat(KeyDocuments.confirm(candidate, bob())).isEqualTo(new KeyDocuments.Found.Known(candidate));
        assertThat(cause(KeyDocuments.confirm(candidate, amy()))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
        var without = bob();
        without.remove("publicKey");
        assertThat(cause(KeyDocuments.confirm(candidate, without))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
        var other = bob();
        ((ObjectNode) other.get("publicKey"))
                .put("publicKeyPem", RsaKey.generate().publicPem());
        assertThat(cause(KeyDocuments.confirm(candidate, other))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
    }

    @Test
    void a_document_of_the_key_alone_asks_for_its_owner() {
        var alone = ((ObjectNode) bob().get("publicKey"));
        assertThat(KeyDocuments.find(BOB_KEY, alone)).isInstanceOf(KeyDocuments.Found.AskOwner.class);
        assertThat(cause(KeyDocuments.find(BOB_KEY, alone.deepCopy().without("owner"))))
                .isEqualTo(Cause.KEY_OWNER_MISMATCH);
        assertThat(cause(KeyDocuments.find(BOB_KEY, alone.deepCopy().put("owner", "https://evil.test/users/bob"))))
                .isEqualTo(Cause.KEY_OWNER_MISMATCH);
    }

    @Test
    void a_key_that_names_another_owner_is_not_the_actors() {
        var key = new Id(AMY + "#main-key");
        var changed = amy();
        ((ObjectNode) changed.get("publicKey")).put("owner", "https://fed.test/users/mallory");
        assertThat(cause(KeyDocuments.find(key, changed))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
        var multikey = amy();
        ((ObjectNode) multikey.get("assertionMethod").get(1)).put("controller", "https://evil.test/users/amy");
        assertThat(cause(KeyDocuments.find(new Id(AMY + "#multikey-2"), multikey)))
                .isEqualTo(Cause.KEY_OWNER_MISMATCH);
        var elsewhere = amy().put("id", "https://evil.test/users/amy");
        assertThat(cause(KeyDocuments.find(key, elsewhere))).isEqualTo(Cause.KEY_OWNER_MISMATCH);
        assertThat(cause(KeyDocuments.find(new Id(AMY + "#other"), amy()))).isEqualTo(Cause.KEY_NOT_FOUND);
    }

    @Test
    void keys_that_are_weak_huge_or_strange_are_not_taken() {
        for (String text :
                List.of("", "z", "z6Mk", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme", "z" + "2".repeat(900)))
            assertThat(PublicKey.ofMultibase(text)).as(text).isEmpty();
        for (String pem :
                List.of("", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
            assertThat(PublicKey.ofPem(pem)).as(pem).isEmpty();
        assertThat(PublicKey.ofPem(Keys.pem(1024))).isEmpty();
        assertThat(PublicKey.ofPem(Keys.pem(2048))).isPresent();
    }

    @Test
    void nobody_acts_for_another() {
        var key = KeyDocuments.of(amy()).getFirst();
        assertThat(key.mayActFor(new Id("https://fed.test/users/mallory"))).isFalse();
        assertThat(key.mayActFor(BOB)).isFalse();
    }

    private static ObjectNode amy() {
        return (ObjectNode) Vectors.json("documents/fedify-2.3.6-actor-person.json");
    }

    private static ObjectNode bob() {
        return (ObjectNode) Vectors.json("documents/gotosocial-0.20-actor-person.json");
    }

    private static Cause cause(KeyDocuments.Found found) {
        return ((KeyDocuments.Found.Refused) found).verdict().cause();
    }

    private static final class Keys {
        static String pem(int bits) {
            try {
                var generator = java.security.KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                return "-----BEGIN PUBLIC KEY-----\n"
                        + java.util.Base64.getEncoder()
                                .encodeToString(
                                        generator.generateKeyPair().getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n";
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
