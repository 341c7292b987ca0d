package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.remote.RemoteKeys.Checked;
import dev.hob.federation.signature.Cause;
import dev.hob.federation.signature.Claim;
import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import dev.hob.keys.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RemoteKeysTest {
    @TempDir
    Path folder;

    private Met met;
    private Peer peer;
    private Id amy;
    private Id key;
    private ObjectNode document;

    @BeforeEach
    void open() throws Exception {
        met = new Met(folder);
        peer = new Peer("127.0.0.1");
        document = peer.actor("amy", Met.KEY);
        amy = peer.id("/u/amy");
        key = peer.id("/u/amy#main-key");
    }

    @AfterEach
    void close() {
        peer.close();
        met.close();
    }

    private static KnownKey found(Looked<KnownKey> looked) {
        assertThat(looked).isInstanceOf(Looked.Found.class);
        return looked.found().orElseThrow();
    }

    private Claim claim(Id keyId, RsaKey secret) {
        var request = new Request("POST", new Id("http://127.0.0.9/inbox"), List.of(), "{}".getBytes(UTF_8));
        var signed = request.with(
                HttpSignatures.sign(request, Form.CAVAGE, keyId, new SecretKey.Rsa(secret), met.clock.instant()));
        return ((HttpSignatures.Reading.Claimed) HttpSignatures.read(signed, met.clock.instant())).claim();
    }

    private static void isValid(Checked checked) {
        assertThat(checked).isInstanceOf(Checked.Done.class);
        assertThat(((Checked.Done) checked).verdict()).isInstanceOf(Verdict.Valid.class);
    }

    private static void isRefused(Checked checked, Cause cause) {
        assertThat(checked).isInstanceOf(Checked.Done.class);
        assertThat(((Checked.Done) checked).verdict()).isInstanceOf(Verdict.Refused.class);
        assertThat(((Verdict.Refused) ((Checked.Done) checked).verdict()).cause())
                .isEqualTo(cause);
    }

    @Test
    void a_key_is_asked_for_once_a_day_and_after_a_restart_too() {
        assertThat(found(met.keys.key(key)).owner()).isEqualTo(amy);
        met.later(Duration.ofHours(23));
        found(met.keys.key(key));
        found(new RemoteKeys(met.database, met.remote, met.clock).key(key));
        assertThat(peer.requests).hasSize(1);
        met.later(Duration.ofHours(2));
        found(met.keys.key(key));
        assertThat(peer.requests).hasSize(2);
    }

    @Test
    void the_actor_that_came_with_its_key_is_not_asked_for_again() {
        found(met.keys.key(key));
        assertThat(met.actors.look(amy).found()).map(RemoteActor::name).contains("The amy");
        assertThat(peer.requests).hasSize(1);
    }

    @Test
    void a_burst_of_requests_by_one_stranger_asks_once() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<Looked<KnownKey>>>();
            for (int i = 0; i < 30; i++) all.add(threads.submit(() -> met.keys.key(key)));
            for (var one : all) found(one.get());
        }
        assertThat(peer.requests).hasSize(1);
    }

    @Test
    void a_stub_with_a_url_of_its_own_counts_when_the_owner_lists_it() {
        var keyUrl = peer.id("/u/bob/main-key");
        var bob = peer.actor("bob", Met.KEY);
        ((ObjectNode) bob.get("publicKey")).put("id", keyUrl.value());
        var stub = bob.deepCopy().retain(List.of("@context", "id", "type", "preferredUsername", "publicKey"));
        peer.at("/u/bob/main-key", stub);
        assertThat(found(met.keys.key(keyUrl)).owner()).isEqualTo(peer.id("/u/bob"));
        isValid(met.keys.check(claim(keyUrl, Met.KEY)));
        // The same key is learnt from the actor alone.
        met.keys.forget(peer.id("/u/bob"));
        met.keys.learn(bob);
        int before = peer.requests.size();
        found(met.keys.key(keyUrl));
        assertThat(peer.requests).hasSize(before);
    }

    @Test
    void a_key_that_its_owner_does_not_list_is_nobodys() throws Exception {
        try (var evil = new Peer("127.0.0.2")) {
            // On the owner's host, but only in an upload that says it is amy's.
            var alone = peer.document("/upload", "Key");
            alone.put("owner", amy.value()).put("publicKeyPem", Met.OTHER_KEY.publicPem());
            peer.at("/upload", alone);
            assertThat(met.keys.key(peer.id("/upload"))).isInstanceOf(Looked.Missing.class);
            // On another host, which says that it is amy's.
            var foreign = evil.document("/key", "Key");
            foreign.put("owner", amy.value()).put("publicKeyPem", Met.OTHER_KEY.publicPem());
            evil.at("/key", foreign);
            assertThat(met.keys.key(evil.id("/key"))).isInstanceOf(Looked.Missing.class);
            isRefused(met.keys.check(claim(evil.id("/key"), Met.OTHER_KEY)), Cause.KEY_NOT_FOUND);
        }
    }

    @Test
    void an_actor_of_one_host_cannot_bring_keys_for_another() throws Exception {
        try (var evil = new Peer("127.0.0.2")) {
            var forged = evil.actor("eve", Met.OTHER_KEY);
            ((ObjectNode) forged.get("publicKey")).put("id", key.value()).put("owner", amy.value());
            found(met.keys.key(key));
            met.keys.learn(forged);
            isValid(met.keys.check(claim(key, Met.KEY)));
            isRefused(met.keys.check(claim(key, Met.OTHER_KEY)), Cause.BAD_SIGNATURE);
        }
    }

    @Test
    void a_signature_that_fails_makes_us_ask_again_once_in_five_minutes() {
        isValid(met.keys.check(claim(key, Met.KEY)));
        met.later(Duration.ofMinutes(6));
        assertThat(peer.requests).hasSize(1);
        for (int i = 0; i < 5; i++) isRefused(met.keys.check(claim(key, Met.OTHER_KEY)), Cause.BAD_SIGNATURE);
        assertThat(peer.requests).hasSize(2);

        // Now the owner has another key: believed at the next asking, and the old one no more.
        peer.actor("amy", Met.OTHER_KEY);
        isRefused(met.keys.check(claim(key, Met.OTHER_KEY)), Cause.BAD_SIGNATURE);
        met.later(Duration.ofMinutes(6));
        isValid(met.keys.check(claim(key, Met.OTHER_KEY)));
        isRefused(met.keys.check(claim(key, Met.KEY)), Cause.BAD_SIGNATURE);
        assertThat(peer.requests).hasSize(3);
    }

    @Test
    void an_update_replaces_all_keys_of_an_actor() {
        found(met.keys.key(key));
        var ed25519 = SigningKey.generate(new SecureRandom()).publicKey();
        document.remove("publicKey");
        document.putArray("assertionMethod")
                .addObject()
                .put("id", amy + "#ed25519-key")
                .put("type", "Multikey")
                .put("controller", amy.value())
                .put("publicKeyMultibase", ed25519.nid());
        met.keys.learn(document);
        var learnt = found(met.keys.key(new Id(amy + "#ed25519-key")));
        assertThat(learnt.asserts()).isTrue();
        assertThat(learnt.key()).isEqualTo(new PublicKey.Ed25519(ed25519));
        // The old key is not known, and its host does not list it either.
        assertThat(met.keys.key(key)).isInstanceOf(Looked.Missing.class);
    }

    @Test
    void a_key_of_who_is_gone_is_gone_and_of_who_is_down_is_for_later() {
        peer.at("/u/amy", _ -> Peer.Reply.of(410));
        assertThat(met.keys.check(claim(key, Met.KEY))).isInstanceOf(Checked.Gone.class);
        var bob = peer.id("/u/bob#main-key");
        isRefused(met.keys.check(claim(bob, Met.KEY)), Cause.KEY_NOT_FOUND);
        var carl = peer.id("/u/carl#main-key");
        peer.at("/u/carl", _ -> Peer.Reply.of(503));
        assertThat(met.keys.check(claim(carl, Met.KEY))).isInstanceOf(Checked.Unreachable.class);
        peer.actor("carl", Met.KEY);
        isValid(met.keys.check(claim(carl, Met.KEY)));
    }

    @Test
    void who_has_no_key_is_not_asked_again_and_again() {
        var nobody = peer.id("/u/nobody#main-key");
        for (int i = 0; i < 5; i++) assertThat(met.keys.key(nobody)).isInstanceOf(Looked.Missing.class);
        assertThat(peer.requests).hasSize(1);
        met.later(Duration.ofMinutes(6));
        peer.actor("nobody", Met.KEY);
        found(met.keys.key(nobody));
    }
}
