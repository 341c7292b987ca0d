package dev.hob.federation.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.Proofs;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.signature.Request;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.federation.vocab.Vocabulary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The door: what is taken, and what each kind of what is not is told.
class InboxTest {
    private static final String MIA = "https://social.example/users/mia";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Ground ground;
    private Stranger mia;

    @BeforeEach
    void build() {
        ground = new Ground(folder);
        mia = new Stranger(ground.others, MIA);
    }

    @AfterEach
    void leave() {
        ground.close();
    }

    private Inbox.Answer take(Request request) {
        return ground.reception.inbox().take(request, "192.0.2.1");
    }

    private Inbox.Answer take(byte[] body) {
        return take(mia.signed(body, ground.clock.instant()));
    }

    private long waiting() {
        return ground.reception.queue().waiting();
    }

    private ObjectNode follow() {
        return mia.activity("Follow", Ground.ADDRESS + "/u/alice");
    }

    private void refused(Inbox.Answer answer, int status) {
        assertThat(answer.status()).as(answer.sentence()).isEqualTo(status);
        assertThat(waiting()).isZero();
        assertThat(ground.reception.queue().lines("waiting", 1)).isEmpty();
    }

    @Test
    void what_is_signed_by_its_actor_is_kept_once() {
        var request = mia.signed(follow(), ground.clock.instant());
        assertThat(take(request).status()).isEqualTo(202);
        assertThat(waiting()).isEqualTo(1);
        // The same again, and the same signed anew.
        assertThat(take(request).sentence()).isEqualTo("It was here already.");
        ground.reception.drain();
        assertThat(take(request).sentence()).isEqualTo("It was here already.");
        assertThat(waiting()).isZero();
    }

    @Test
    void what_is_too_large_too_deep_too_long_or_no_activity_is_told_so() {
        refused(take(new byte[10 * 1024 * 1024]), 413);
        refused(take(new byte[Json.BYTES_MAX + 1]), 413);
        refused(take("[]".getBytes(UTF_8)), 400);
        refused(take("{".getBytes(UTF_8)), 400);
        refused(take(new byte[] {'{', (byte) 0xff, '}'}), 400);
        refused(take((follow() + "x").getBytes(UTF_8)), 400);
        var many = follow();
        for (int i = 0; i < 10_000; i++) many.withArray("cc").add("https://social.example/" + i);
        refused(take(Vocabulary.bytes(many)), 400);
        String deep = follow().toString();
        refused(
                take((deep.substring(0, deep.length() - 1) + ",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}")
                        .getBytes(UTF_8)),
                400);
        refused(
                take((deep.substring(0, deep.length() - 1) + ",\"id\":\"https://social.example/2\"}").getBytes(UTF_8)),
                400);
        var anonymous = follow();
        anonymous.remove("id");
        refused(take(Vocabulary.bytes(anonymous)), 400);
        var nobody = follow();
        nobody.remove("actor");
        refused(take(Vocabulary.bytes(nobody)), 400);
        refused(take(Vocabulary.bytes(mia.note("<p>Hello</p>"))), 400);
        refused(take(mia.signed(Vocabulary.bytes(follow()), ground.clock.instant(), "text/html")), 415);
        assertThat(ground.others.asked).as("keys were looked for").isZero();
    }

    @Test
    void another_content_type_that_is_activities_is_taken() {
        String type = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
        assertThat(take(mia.signed(Vocabulary.bytes(follow()), ground.clock.instant(), type))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void nobody_speaks_for_others() {
        var mallory = new Stranger(ground.others, "https://evil.example/users/mallory");
        refused(take(mallory.signed(follow(), ground.clock.instant())), 401);
        var neighbour = new Stranger(ground.others, "https://social.example/users/neighbour");
        refused(take(neighbour.signed(follow(), ground.clock.instant())), 401);
        var foreign = follow().put("id", "https://evil.example/1");
        refused(take(mia.signed(foreign, ground.clock.instant())), 403);
        refused(take(mia.signed(mallory.activity("Follow", Ground.ADDRESS + "/u/alice"), ground.clock.instant())), 401);
        // A key that says that it is another's.
        ground.others.keys.put(
                mia.keyId, new KnownKey(mia.keyId, neighbour.id, new PublicKey.Ed25519(mia.key.publicKey())));
        refused(take(mia.signed(follow(), ground.clock.instant())), 401);
    }

    @Test
    void what_is_old_of_tomorrow_or_unsigned_does_not_count() {
        var now = ground.clock.instant();
        refused(take(mia.signed(follow(), now.minus(Duration.ofHours(13)))), 401);
        refused(take(mia.signed(follow(), now.plus(Duration.ofMinutes(61)))), 401);
        var signed = mia.signed(follow(), now);
        var bare = new Request(
                "POST",
                signed.target(),
                signed.headers().stream()
                        .filter(header -> !header.name().startsWith("Signature"))
                        .toList(),
                signed.body());
        refused(take(bare), 401);
        refused(take(new Request("POST", signed.target(), signed.headers(), Vocabulary.bytes(follow()))), 401);
    }

    @Test
    void farewells_of_those_whom_nobody_knows_cost_no_look_at_a_key() {
        var actor = "https://far.example/users/who";
        var body = mia.activity("Delete", actor).put("actor", actor).put("id", actor + "#delete");
        assertThat(take(mia.signed(body, ground.clock.instant())).status()).isEqualTo(202);
        var update = mia.activity("Update", actor).put("actor", actor).put("id", actor + "#update");
        assertThat(take(mia.signed(update, ground.clock.instant())).status()).isEqualTo(202);
        assertThat(ground.others.asked).isZero();
        assertThat(waiting()).isZero();
    }

    @Test
    void a_farewell_is_believed_when_the_key_is_gone() {
        ground.others.gone.add(mia.keyId);
        assertThat(take(mia.signed(mia.activity("Delete", MIA), ground.clock.instant()))
                        .sentence())
                .startsWith("It is kept");
        refusedLater(take(mia.signed(follow(), ground.clock.instant())));
    }

    private void refusedLater(Inbox.Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void whoever_is_shut_out_is_told_so_before_anything_is_looked_for() {
        ground.others.rules.put("social.example", Rule.BLOCKED);
        refused(take(mia.signed(follow(), ground.clock.instant())), 403);
        assertThat(ground.others.asked).isZero();
    }

    @Test
    void a_key_that_cannot_be_fetched_now_brings_the_sender_back() {
        ground.others.down.add("social.example");
        var answer = take(mia.signed(follow(), ground.clock.instant()));
        refused(answer, 503);
        assertThat(answer.retryAfter()).isPresent();
        ground.others.down.clear();
        assertThat(take(mia.signed(follow(), ground.clock.instant())).status()).isEqualTo(202);
    }

    @Test
    void a_proof_is_believed_whoever_brings_it_and_a_bad_one_spoils_a_good_signature() {
        var relay = new Stranger(ground.others, "https://relay.example/actor");
        var proven = Proofs.prove(follow(), mia.keyId, mia.key, ground.clock.instant());
        var spoiled = Proofs.prove(follow(), mia.keyId, mia.key, ground.clock.instant())
                .put("object", Ground.ADDRESS + "/u/bob");
        refused(take(relay.signed(spoiled, ground.clock.instant())), 401);
        refused(take(mia.signed(spoiled, ground.clock.instant())), 401);
        var others = Proofs.prove(follow(), relay.keyId, relay.key, ground.clock.instant());
        refused(take(relay.signed(others, ground.clock.instant())), 401);
        assertThat(take(relay.signed(proven, ground.clock.instant())).status()).isEqualTo(202);
    }

    @Test
    void an_address_that_only_fails_is_left_alone_for_a_while() {
        var mallory = new Stranger(ground.others, "https://evil.example/users/mallory");
        for (int i = 0; i < 30; i++) refused(take(mallory.signed(follow(), ground.clock.instant())), 401);
        var answer = take(mia.signed(follow(), ground.clock.instant()));
        refused(answer, 429);
        assertThat(answer.retryAfter()).isPresent();
        assertThat(ground.reception
                        .inbox()
                        .take(mia.signed(follow(), ground.clock.instant()), "192.0.2.2")
                        .status())
                .isEqualTo(202);
        ground.pass(Duration.ofMinutes(6));
        assertThat(take(mia.signed(follow(), ground.clock.instant())).status()).isEqualTo(202);
    }

    @Test
    void a_server_of_which_too_much_waits_is_told_to_come_again() {
        ground.close();
        ground = new Ground(folder.resolve("small"), new Limits(1_000, 30, 5, 8, 200));
        mia = new Stranger(ground.others, MIA);
        for (int i = 0; i < 5; i++)
            assertThat(take(mia.signed(follow(), ground.clock.instant())).status())
                    .isEqualTo(202);
        assertThat(take(mia.signed(follow(), ground.clock.instant())).status()).isEqualTo(429);
        var luke = new Stranger(ground.others, "https://forge-b.example/u/luke");
        for (int i = 0; i < 3; i++)
            assertThat(take(luke.signed(luke.activity("Follow", Ground.ADDRESS + "/u/alice"), ground.clock.instant()))
                            .status())
                    .isEqualTo(202);
        assertThat(take(luke.signed(luke.activity("Follow", Ground.ADDRESS + "/u/alice"), ground.clock.instant()))
                        .status())
                .isEqualTo(503);
        ground.reception.drain();
        assertThat(take(mia.signed(follow(), ground.clock.instant())).status()).isEqualTo(202);
    }

    /// What real servers sent.
    private record Capture(String name, Request request, String keyId, String pem, Instant sent) {
        static List<Capture> posts() {
            return Vectors.in("http-signatures").stream()
                    .filter(file -> file.getFileName().toString().contains("-post-"))
                    .map(Capture::of)
                    .toList();
        }

        private static Capture of(Path file) {
            var json = Vectors.json(file);
            var headers = new ArrayList<Request.Header>();
            for (JsonNode header : json.at("/request/headers"))
                headers.add(new Request.Header(
                        header.get(0).textValue(), header.get(1).textValue()));
            var request = new Request(
                    "POST",
                    new Id(json.at("/request/targetUri").textValue()),
                    headers,
                    json.at("/request/body").textValue().getBytes(UTF_8));
            var created = Pattern.compile("created=(\\d+)").matcher(field(request, "Signature-Input"));
            return new Capture(
                    file.getFileName().toString(),
                    request,
                    json.get("keyId").textValue(),
                    json.get("publicKeyPem").textValue(),
                    created.find()
                            ? Instant.ofEpochSecond(Long.parseLong(created.group(1)))
                            : DATE.parse(field(request, "Date"), Instant::from));
        }

        private static String field(Request request, String name) {
            return request.headers().stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Request.Header::value)
                    .findFirst()
                    .orElse("");
        }

        Capture with(String name, String value) {
            return new Capture(this.name, request.with(List.of(new Request.Header(name, value))), keyId, pem, sent);
        }

        Capture without(String... names) {
            var headers = request.headers().stream()
                    .filter(header -> List.of(names).stream().noneMatch(header.name()::equalsIgnoreCase))
                    .toList();
            return new Capture(name, new Request("POST", request.target(), headers, request.body()), keyId, pem, sent);
        }

        boolean isCavage() {
            return field(request, "Signature-Input").isEmpty();
        }
    }

    private void know(Capture capture) {
        var id = new Id(capture.keyId());
        var owner = new Id(capture.keyId().replaceAll("(#|/main-key).*", ""));
        ground.others.keys.put(
                id, new KnownKey(id, owner, PublicKey.ofPem(capture.pem()).orElseThrow(), true));
        // Fedify's proofs are by another key of the same actor, which the captures do not hold.
        ground.pass(Duration.between(ground.clock.instant(), capture.sent()));
    }

    @Test
    void captured_requests_are_taken_once() {
        int taken = 0;
        for (var capture : Capture.posts()) {
            know(capture);
            boolean proven = new String(capture.request().body(), UTF_8).contains("DataIntegrityProof");
            boolean ours = capture.keyId().contains("#ed25519-key");
            var answer = take(capture.request());
            if (proven && !ours) {
                assertThat(answer.status()).as(capture.name()).isEqualTo(401);
                continue;
            }
            assertThat(answer.status())
                    .as(capture.name() + ": " + answer.sentence())
                    .isEqualTo(202);
            assertThat(take(capture.request()).sentence()).as(capture.name()).isEqualTo("It was here already.");
            taken++;
        }
        assertThat(taken).isGreaterThanOrEqualTo(9);
    }

    @Test
    void every_mutation_of_the_list_is_refused() {
        var list = Vectors.json("http-signatures/negative-mutations.json").get("mutations");
        int tried = 0;
        for (var capture : Capture.posts()) {
            for (JsonNode mutation : list) {
                var spoiled = spoiled(capture, mutation.get("apply").textValue());
                if (spoiled.isEmpty()) continue;
                ground.close();
                ground = new Ground(folder.resolve("m" + ++tried));
                know(spoiled.get());
                var answer = take(spoiled.get().request());
                assertThat(answer.status())
                        .as(capture.name() + ": " + mutation + ": " + answer.sentence())
                        .isBetween(400, 403);
                assertThat(waiting()).isZero();
            }
            if (tried > 30) break; // Each opens a node; a few captures have all shapes.
        }
        assertThat(tried).isGreaterThan(20);
    }

    /// A capture with one thing wrong; empty when it cannot be spoiled so without its private key.
    private static Optional<Capture> spoiled(Capture capture, String how) {
        var request = capture.request();
        if (how.startsWith("flip one byte")) {
            byte[] body = request.body();
            int at = new String(body, UTF_8).indexOf("https://") + 10;
            body[at] ^= 1;
            return Optional.of(new Capture(
                    capture.name(),
                    new Request("POST", request.target(), request.headers(), body),
                    capture.keyId(),
                    capture.pem(),
                    capture.sent()));
        }
        if (how.startsWith("remove the Digest")) return Optional.of(capture.without("Digest", "Content-Digest"));
        if (how.startsWith("change the path"))
            return Optional.of(new Capture(
                    capture.name(),
                    new Request("POST", new Id(request.target().value() + "x"), request.headers(), request.body()),
                    capture.keyId(),
                    capture.pem(),
                    capture.sent()));
        if (how.startsWith("change the Host")) return Optional.of(capture.with("Host", "other.example"));
        if (how.startsWith("set the clock 13 h")) return Optional.of(at(capture, Duration.ofMinutes(13 * 60 + 1)));
        if (how.startsWith("set the clock 1 h")) return Optional.of(at(capture, Duration.ofMinutes(-61)));
        String signature = Capture.field(request, "Signature");
        if (how.startsWith("duplicate the keyId") && capture.isCavage())
            return Optional.of(capture.with("Signature", "keyId=\"" + capture.keyId() + "\"," + signature));
        if (how.startsWith("algorithm=") && capture.isCavage())
            return Optional.of(capture.with(
                    "Signature", signature.replaceAll("algorithm=\"[^\"]*\"", "algorithm=\"hmac-sha256\"")));
        if (how.startsWith("headers list without") && capture.isCavage())
            return Optional.of(capture.with("Signature", signature.replace("(request-target) ", "")));
        if (how.startsWith("Signature-Input present") && !capture.isCavage())
            return Optional.of(capture.with("Signature", signature.replace("sig1=", "other=")));
        if (how.startsWith("alg=") && !capture.isCavage())
            return Optional.of(capture.with(
                    "Signature-Input",
                    Capture.field(request, "Signature-Input").replaceAll("alg=\"[^\"]*\"", "alg=\"ed25519\"")));
        return Optional.empty();
    }

    private static Capture at(Capture capture, Duration later) {
        return new Capture(
                capture.name(),
                capture.request(),
                capture.keyId(),
                capture.pem(),
                capture.sent().plus(later));
    }
}
