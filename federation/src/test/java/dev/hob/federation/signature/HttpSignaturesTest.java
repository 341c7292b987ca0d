package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.Vectors;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.RsaKey;
import dev.hob.keys.Secret;
import dev.hob.keys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpSignaturesTest {
    private static final RsaKey RSA = RsaKey.ofPem(Secret.of(new String(
            Base64.getDecoder()
                    .decode(Vectors.json("test-keys.json")
                            .at("/rsa/privateKeyPem_base64")
                            .textValue()),
            UTF_8)));
    private static final SigningKey ED25519 = SigningKey.ofSeed(HexFormat.of()
            .parseHex(Vectors.json("test-keys.json").at("/ed25519/seedHex").textValue()));

    private static final PublicKey OTHER =
            PublicKey.ofPem(RsaKey.generate().publicPem()).orElseThrow();

    static List<SignedVector> taken() {
        return SignedVector.taken();
    }

    @Test
    void the_captures_are_all_there() {
        assertThat(taken()).hasSizeGreaterThanOrEqualTo(19);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void what_real_servers_signed_is_believed(SignedVector vector) {
        assertThat(vector.verdict()).isInstanceOf(Verdict.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void the_text_that_was_signed_is_found_byte_for_byte(SignedVector vector) {
        var reading = HttpSignatures.read(vector.request(), vector.sent());
        assertThat(reading).isInstanceOf(HttpSignatures.Reading.Claimed.class);
        var claim = ((HttpSignatures.Reading.Claimed) reading).claim();
        assertThat(claim.bases()).contains(vector.base());
        assertThat(claim.form()).isEqualTo(vector.isCavage() ? Form.CAVAGE : Form.RFC9421);
    }

    /// The RFC's own example covers components that servers do not use, and not its body: right, and not enough.
    @Test
    void the_example_of_the_rfc_verifies_and_is_still_not_enough() {
        var example = SignedVector.named("rfc9421-b26-ed25519");
        var stated = SignatureInput.parse(example.header("Signature-Input"));
        String base = MessageSignature.base(example.request(), stated);
        assertThat(base).isEqualTo(example.base());
        byte[] signature =
                Base64.getDecoder().decode(example.header("Signature").replaceAll("sig-b26=:|:$", ""));
        assertThat(example.publicKey().verify(base.getBytes(UTF_8), signature)).isTrue();
        assertThat(cause(example.verdict())).isEqualTo(Cause.MALFORMED_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void no_signed_field_can_be_changed(SignedVector vector) {
        for (String field : signed(vector)) {
            String value = vector.header(field);
            for (String changed : List.of(value + "x", flipped(value)))
                assertThat(vector.withHeader(field, changed).verdict(vector.sent()))
                        .as(field + ": " + changed)
                        .isInstanceOf(Verdict.Refused.class);
            assertThat(vector.withoutHeader(field).verdict(vector.sent()))
                    .as("without " + field)
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("taken")
    void neither_method_nor_target_can_be_changed(SignedVector vector) {
        var request = vector.request();
        var put = new Request("PUT", request.target(), request.headers(), request.body());
        assertThat(cause(vector.with(put).verdict())).isEqualTo(Cause.BAD_SIGNATURE);
        assertThat(cause(vector.withTarget(request.target().value().replaceFirst("(\\?|$)", "/x$1"))
                        .verdict()))
                .isEqualTo(Cause.BAD_SIGNATURE);
        assertThat(cause(vector.withTarget(request.target().value().replace("https://", "https://evil."))
                        .verdict()))
                .isEqualTo(Cause.BAD_SIGNATURE);
    }

    /// Each parameter, and each character of the signature's own line, is either checked or signed.
    @ParameterizedTest
    @MethodSource("taken")
    void no_parameter_of_the_signature_can_be_changed(SignedVector vector) {
        String header = vector.isCavage() ? "Signature" : "Signature-Input";
        String line = vector.header(header);
        for (String parameter :
                vector.isCavage() ? List.of("keyId", "headers", "signature") : List.of("keyid", "alg")) {
            String changed = line.replaceFirst("(" + parameter + "=\")(.)", "$1x$2");
            assertThat(changed).isNotEqualTo(line);
            assertThat(vector.withHeader(header, changed).verdict()).as(changed).isInstanceOf(Verdict.Refused.class);
        }
        if (vector.isCavage()) return;
        assertThat(cause(vector.withHeader(header, line.replaceFirst("(created=\\d+)\\d", "$10"))
                        .verdict(vector.sent())))
                .isEqualTo(line.matches(".*created=\\d+0\\b.*") ? null : Cause.BAD_SIGNATURE);
        String signature = vector.header("Signature");
        assertThat(cause(vector.withHeader("Signature", signature.replaceFirst("=:(.)", "=:" + other(signature)))
                        .verdict()))
                .isEqualTo(Cause.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void another_key_of_the_same_id_is_not_believed(SignedVector vector) {
        var other = PublicKey.ofPem(RSA.publicPem()).orElseThrow();
        if (other.equals(vector.publicKey())) other = OTHER;
        var reading = (HttpSignatures.Reading.Claimed) HttpSignatures.read(vector.request(), vector.sent());
        var key = new KnownKey(vector.key().id(), vector.key().owner(), other);
        assertThat(cause(reading.claim().verify(key))).isIn(Cause.BAD_SIGNATURE, Cause.ALGORITHM_KEY_MISMATCH);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void it_counts_for_a_while_and_not_before(SignedVector vector) {
        var sent = vector.sent();
        assertThat(vector.verdict(sent.minus(Duration.ofMinutes(59)))).isInstanceOf(Verdict.Valid.class);
        assertThat(cause(vector.verdict(sent.minus(Duration.ofMinutes(61))))).isEqualTo(Cause.OUTSIDE_TIME_WINDOW);
        assertThat(cause(vector.verdict(sent.plus(Duration.ofMinutes(781))))).isEqualTo(Cause.OUTSIDE_TIME_WINDOW);
        var valid = (Verdict.Valid) vector.verdict();
        assertThat(vector.verdict(valid.until())).isInstanceOf(Verdict.Valid.class);
        assertThat(cause(vector.verdict(valid.until().plusSeconds(1)))).isEqualTo(Cause.OUTSIDE_TIME_WINDOW);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void a_body_is_what_its_digest_says(SignedVector vector) {
        byte[] body = vector.request().body();
        if (body.length == 0) return;
        for (int at = 0; at < body.length; at += Math.max(1, body.length / 50)) {
            byte[] flipped = body.clone();
            flipped[at] ^= 1;
            assertThat(cause(vector.withBody(flipped).verdict())).isEqualTo(Cause.DIGEST_MISMATCH);
        }
        assertThat(cause(vector.withBody(new byte[0]).verdict())).isEqualTo(Cause.DIGEST_MISMATCH);
        String digest = vector.isCavage() ? "Digest" : "Content-Digest";
        assertThat(cause(vector.withoutHeader(digest).verdict())).isEqualTo(Cause.MISSING_DIGEST);
    }

    @Test
    void what_is_not_covered_is_not_believed_even_from_the_right_key() {
        var taken = request();
        for (var missing : Map.of(
                        "(request-target)", Cause.TARGET_NOT_COVERED,
                        "host", Cause.HOST_NOT_COVERED,
                        "date", Cause.TIME_NOT_COVERED,
                        "digest", Cause.BODY_NOT_COVERED)
                .entrySet()) {
            var fields = new ArrayList<>(List.of("(request-target)", "host", "date", "digest"));
            fields.remove(missing.getKey());
            assertThat(cause(verdict(cavage(taken, fields)))).isEqualTo(missing.getValue());
        }
        assertThat(verdict(cavage(taken, List.of("(request-target)", "host", "date", "digest"))))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void what_cannot_be_read_is_refused_with_its_reason() {
        var vector = SignedVector.named("gts-cavage-post-follow");
        String line = vector.header("Signature");
        assertThat(cause(vector.withHeader("Signature", "keyId=\"https://gts.test/x\"," + line)
                        .verdict()))
                .isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withHeader("Signature", line.replace("hs2019", "hmac-sha256"))
                        .verdict()))
                .isEqualTo(Cause.UNSUPPORTED_ALGORITHM);
        assertThat(cause(vector.withHeader("Signature", line + ",").verdict())).isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withHeader("Signature", "x".repeat(100_000)).verdict()))
                .isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withoutHeader("Signature").verdict())).isEqualTo(Cause.MISSING_SIGNATURE);
        var twice = new ArrayList<>(vector.request().headers());
        twice.add(new Request.Header("digest", vector.header("Digest")));
        var request = new Request(
                "POST", vector.request().target(), twice, vector.request().body());
        assertThat(cause(vector.with(request).verdict())).isEqualTo(Cause.MALFORMED_SIGNATURE);
        var scheme = vector.withHeader("Signature", "Signature " + line);
        assertThat(scheme.verdict()).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void times_that_no_clock_shows_are_refused() {
        for (String seconds : List.of("-31557014167219200", "-1", "31556889864403199", "9".repeat(30), ""))
            for (String time :
                    List.of("created=\"" + seconds + "\"", "created=1772524800,expires=\"" + seconds + "\"")) {
                var request = request()
                        .with(List.of(new Request.Header(
                                "Signature",
                                "keyId=\"https://forge-a.example/actor#main-key\"," + time
                                        + ",headers=\"(request-target) host digest (created)"
                                        + (time.contains("expires") ? " (expires)" : "") + "\",signature=\"AAAA\"")));
                assertThat(cause(verdict(request))).as(time).isEqualTo(Cause.MALFORMED_SIGNATURE);
            }
        var vector = SignedVector.named("own-rfc9421-post-ed25519");
        String input = vector.header("Signature-Input");
        for (String seconds : List.of("-1", "999999999999999"))
            assertThat(cause(vector.withHeader(
                                    "Signature-Input", input.replaceFirst("created=\\d+", "created=" + seconds))
                            .verdict(vector.sent())))
                    .isEqualTo(Cause.MALFORMED_SIGNATURE);
        for (String date : List.of("", "now", "Tue, 3 Mar 2026 08:00:00 GMT", "Wed, 03 Mar 2026 08:00:00 GMT"))
            assertThat(cause(SignedVector.named("own-cavage-post-accept")
                            .withHeader("Date", date)
                            .verdict(vector.sent())))
                    .as(date)
                    .isEqualTo(Cause.MALFORMED_SIGNATURE);
    }

    @Test
    void a_message_signature_that_cannot_be_read_is_refused_with_its_reason() {
        var vector = SignedVector.named("own-rfc9421-post-rsa-v1_5-sha256");
        String input = vector.header("Signature-Input");
        assertThat(cause(vector.withHeader("Signature", "other=:AAAA:").verdict()))
                .isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withoutHeader("Signature").verdict())).isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withHeader("Signature-Input", input.replace("rsa-v1_5-sha256", "ed25519"))
                        .verdict()))
                .isEqualTo(Cause.ALGORITHM_KEY_MISMATCH);
        assertThat(cause(vector.withHeader("Signature-Input", input.replace("rsa-v1_5-sha256", "hmac-sha256"))
                        .verdict()))
                .isEqualTo(Cause.UNSUPPORTED_ALGORITHM);
        for (String bad : List.of(
                input + ", sig2=();created=1",
                input + ";keyid=\"https://forge-a.example/r/8f3k2m#main-key\"",
                input.replace("\"@method\"", "\"@method\" \"@method\""),
                input.replace("\"@method\"", "\"@method\";req"),
                input.replace("created=", "created=\"x\";x="),
                "sig1",
                ""))
            assertThat(cause(vector.withHeader("Signature-Input", bad).verdict()))
                    .as(bad)
                    .isEqualTo(Cause.MALFORMED_SIGNATURE);
        assertThat(cause(vector.withHeader("Signature-Input", input.replace(" \"content-digest\"", ""))
                        .verdict()))
                .isEqualTo(Cause.BODY_NOT_COVERED);
        assertThat(cause(vector.withHeader("Signature-Input", input.replace("\"@target-uri\" ", ""))
                        .verdict()))
                .isEqualTo(Cause.TARGET_NOT_COVERED);
    }

    @Test
    void our_own_signatures_are_the_known_bytes() {
        var cavage = SignedVector.named("own-cavage-post-accept");
        assertThat(resigned(cavage, Form.CAVAGE, new SecretKey.Rsa(RSA))).isEqualTo(cavage.header("Signature"));
        var get = SignedVector.named("own-cavage-get-query");
        assertThat(resigned(get, Form.CAVAGE, new SecretKey.Rsa(RSA)).replace("rsa-sha256", "hs2019"))
                .isEqualTo(get.header("Signature"));
        var rsa = SignedVector.named("own-rfc9421-post-rsa-v1_5-sha256");
        assertThat(resigned(rsa, Form.RFC9421, new SecretKey.Rsa(RSA))).isEqualTo(rsa.header("Signature"));
        var ed25519 = SignedVector.named("own-rfc9421-post-ed25519");
        assertThat(resigned(ed25519, Form.RFC9421, new SecretKey.Ed25519(ED25519)))
                .isEqualTo(ed25519.header("Signature"));
    }

    @Test
    void only_the_owner_of_the_key_has_acted() {
        var valid = SignedVector.named("gts-cavage-post-follow").verdict();
        assertThat(valid.by(new Id("https://gts.test/users/bob"))).isEqualTo(valid);
        for (String other : List.of("https://gts.test/users/mallory", "https://evil.test/users/bob"))
            assertThat(cause(valid.by(new Id(other)))).isEqualTo(Cause.KEY_NOT_OWNED_BY_ACTOR);
    }

    @Test
    void a_second_post_with_the_same_signature_shows_itself() {
        var vector = SignedVector.named("gts-cavage-post-like");
        assertThat(replay(vector)).isEqualTo(replay(vector));
        var keys = SignedVector.taken().stream().map(HttpSignaturesTest::replay).toList();
        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void a_failing_signature_leads_to_exactly_one_fetch_of_the_key() {
        var vector = SignedVector.named("gts-cavage-post-like");
        var old = new KnownKey(
                vector.key().id(),
                vector.key().owner(),
                PublicKey.ofPem(RSA.publicPem()).orElseThrow());
        var claim = ((HttpSignatures.Reading.Claimed) HttpSignatures.read(vector.request(), vector.sent())).claim();
        assertThat(claim.check(vector.key())).isInstanceOf(Claim.Check.Done.class);
        var check = claim.check(old);
        assertThat(check).isInstanceOf(Claim.Check.Refetch.class);
        var refetch = (Claim.Check.Refetch) check;
        assertThat(refetch.with(vector.key())).isInstanceOf(Verdict.Valid.class);
        assertThat(refetch.with(old)).isEqualTo(refetch.otherwise());
    }

    @Test
    void a_peer_that_refuses_one_form_is_asked_in_the_other_once() {
        assertThat(Knock.first(Optional.empty())).isEqualTo(Form.CAVAGE);
        assertThat(Knock.first(Form.CAVAGE, 401)).isEqualTo(new Knock.Again(Form.RFC9421));
        assertThat(Knock.first(Form.RFC9421, 400)).isEqualTo(new Knock.Again(Form.CAVAGE));
        assertThat(Knock.first(Form.CAVAGE, 202)).isEqualTo(new Knock.Answered(Optional.of(Form.CAVAGE)));
        for (int status : new int[] {403, 404, 410, 429, 500, 503})
            assertThat(Knock.first(Form.CAVAGE, status)).isEqualTo(new Knock.Answered(Optional.empty()));
        assertThat(Knock.second(Form.RFC9421, 401)).isEqualTo(new Knock.Answered(Optional.empty()));
        assertThat(Knock.second(Form.RFC9421, 200)).isEqualTo(new Knock.Answered(Optional.of(Form.RFC9421)));
        assertThat(Knock.first(Optional.of(Form.RFC9421))).isEqualTo(Form.RFC9421);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void what_we_sign_we_believe(Form form) {
        var now = Instant.parse("2026-03-03T08:00:00Z");
        var keyId = new Id("https://forge-a.example/actor#main-key");
        var owner = new Id("https://forge-a.example/actor");
        var get = new Request("GET", new Id("https://social.example:8443/users/mia?page=1"), List.of(), new byte[0]);
        for (var request : List.of(get, request())) {
            var rsa = request.with(HttpSignatures.sign(request, form, keyId, new SecretKey.Rsa(RSA), now));
            var ed25519 = request.with(HttpSignatures.sign(request, form, keyId, new SecretKey.Ed25519(ED25519), now));
            assertThat(verdict(
                            rsa,
                            new KnownKey(
                                    keyId,
                                    owner,
                                    PublicKey.ofPem(RSA.publicPem()).orElseThrow()),
                            now))
                    .isInstanceOf(Verdict.Valid.class);
            assertThat(verdict(ed25519, new KnownKey(keyId, owner, new PublicKey.Ed25519(ED25519.publicKey())), now))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    private static Request request() {
        byte[] body = "{\"id\":\"https://forge-a.example/1\"}".getBytes(UTF_8);
        return new Request(
                "POST",
                new Id("https://forge-b.example/inbox"),
                List.of(
                        new Request.Header("Host", "forge-b.example"),
                        new Request.Header("Date", "Tue, 03 Mar 2026 08:00:00 GMT"),
                        new Request.Header("Digest", Digests.digest(body)),
                        new Request.Header("Content-Type", "application/activity+json")),
                body);
    }

    private static Request cavage(Request request, List<String> fields) {
        byte[] signature = RSA.sign(Cavage.base(request, fields, Map.of(), true).getBytes(UTF_8));
        return request.with(List.of(new Request.Header(
                "Signature",
                "keyId=\"https://forge-a.example/actor#main-key\",headers=\"" + String.join(" ", fields)
                        + "\",signature=\"" + Base64.getEncoder().encodeToString(signature) + "\"")));
    }

    private static Verdict verdict(Request request) {
        var key = new KnownKey(
                new Id("https://forge-a.example/actor#main-key"),
                new Id("https://forge-a.example/actor"),
                PublicKey.ofPem(RSA.publicPem()).orElseThrow());
        return verdict(request, key, Instant.parse("2026-03-03T08:00:00Z"));
    }

    private static Verdict verdict(Request request, KnownKey key, Instant now) {
        return switch (HttpSignatures.read(request, now)) {
            case HttpSignatures.Reading.Claimed(var claim) -> claim.verify(key);
            case HttpSignatures.Reading.Refused(var refused) -> refused;
        };
    }

    private static String resigned(SignedVector vector, Form form, SecretKey key) {
        var bare = vector.withoutHeader("Signature")
                .withoutHeader("Signature-Input")
                .withoutHeader("Date");
        var headers = HttpSignatures.sign(bare.request(), form, new Id(vector.keyId()), key, vector.sent());
        return bare.request().with(headers).field("signature").orElseThrow();
    }

    private static String replay(SignedVector vector) {
        return ((Verdict.Valid) vector.verdict()).replay();
    }

    private static List<String> signed(SignedVector vector) {
        String line = vector.isCavage() ? vector.header("Signature") : vector.header("Signature-Input");
        var list = Pattern.compile(vector.isCavage() ? "headers=\"([^\"]*)\"" : "\\(([^)]*)\\)")
                .matcher(line);
        assertThat(list.find()).isTrue();
        return List.of(list.group(1).replace("\"", "").split(" ")).stream()
                .filter(field -> !field.startsWith("@") && !field.startsWith("("))
                .toList();
    }

    private static String flipped(String value) {
        int at = value.length() / 2;
        return value.substring(0, at) + (value.charAt(at) == 'a' ? 'b' : 'a') + value.substring(at + 1);
    }

    private static String other(String signature) {
        return signature.charAt(signature.indexOf("=:") + 2) == 'A' ? "B" : "A";
    }

    private static @Nullable Cause cause(Verdict verdict) {
        return verdict instanceof Verdict.Refused refused ? refused.cause() : null;
    }
}
