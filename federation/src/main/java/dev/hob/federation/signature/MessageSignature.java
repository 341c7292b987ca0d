package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// HTTP Message Signatures (RFC 9421) with `Content-Digest` (RFC 9530), the part that servers use. Stateless.
final class MessageSignature {
    private static final String LABEL = "sig1";
    private static final Set<String> ALGORITHMS = Set.of("", "rsa-v1_5-sha256", "ed25519");

    private MessageSignature() {}

    static Claim read(Request request, String input, Instant now) {
        var stated = SignatureInput.parse(input);
        byte[] signature = signature(request, stated.label());
        String algorithm = stated.text("alg").orElse("");
        if (!ALGORITHMS.contains(algorithm))
            throw new SignatureException(Cause.UNSUPPORTED_ALGORITHM, "an algorithm that is not taken here");
        var keyId = stated.text("keyid")
                .flatMap(Id::of)
                .orElseThrow(() -> Cavage.malformed("keyid is missing or not a URL"));
        covers(request, stated.components());
        var created = stated.seconds("created")
                .orElseThrow(() -> new SignatureException(Cause.TIME_NOT_COVERED, "no created"));
        var until = Times.until(
                Times.seconds(created), Times.SKEW, stated.seconds("expires").map(Times::seconds), now);
        if (stated.components().contains("date"))
            Times.until(Times.date(request.single("date").orElse("")), Times.DATE_AGE_MAX, Optional.empty(), now);
        var base = base(request, stated);
        return new Claim(Form.RFC9421, keyId, algorithm, List.of(base), Claim.Bytes.of(signature), until);
    }

    static List<Request.Header> sign(Request request, Id keyId, SecretKey key, Instant now) {
        var added = new ArrayList<Request.Header>();
        added.add(new Request.Header("Host", request.target().authority()));
        added.add(new Request.Header("Date", Times.date(now)));
        if (request.hasBody())
            added.add(new Request.Header("Content-Digest", Digests.contentDigest(request.bodyBytes())));
        String algorithm =
                switch (key) {
                    case SecretKey.Rsa _ -> "rsa-v1_5-sha256";
                    case SecretKey.Ed25519 _ -> "ed25519";
                };
        String components = request.hasBody()
                ? "(\"@method\" \"@target-uri\" \"content-digest\")"
                : "(\"@method\" \"@target-uri\")";
        String input = LABEL + "=" + components + ";created=" + now.getEpochSecond() + ";keyid=\"" + keyId + "\";alg=\""
                + algorithm + "\"";
        var base = base(request.with(added), SignatureInput.parse(input));
        byte[] signature = key.sign(base.getBytes(UTF_8));
        added.add(new Request.Header("Signature-Input", input));
        added.add(new Request.Header(
                "Signature", LABEL + "=:" + Base64.getEncoder().encodeToString(signature) + ":"));
        return List.copyOf(added);
    }

    /// §2.5: the text that is signed.
    static String base(Request request, SignatureInput stated) {
        var lines = new ArrayList<String>();
        for (String component : stated.components()) lines.add("\"" + component + "\": " + value(request, component));
        lines.add("\"@signature-params\": " + stated.written());
        return String.join("\n", lines);
    }

    private static String value(Request request, String component) {
        var target = request.target();
        return switch (component) {
            case "@method" -> request.method().toUpperCase(Locale.ROOT);
            case "@target-uri" -> target.value();
            case "@authority" -> target.authority();
            case "@scheme" -> target.origin().scheme();
            case "@path" -> target.path();
            case "@query" -> "?" + target.query().orElse(""); // §2.2.7: `?` alone when there is none.
            case "@request-target" ->
                target.path() + target.query().map(text -> "?" + text).orElse("");
            default -> {
                if (component.startsWith("@")) throw Cavage.malformed("a component that is not known: " + component);
                yield request.field(component)
                        .orElseThrow(() -> component.equals("content-digest")
                                ? new SignatureException(Cause.MISSING_DIGEST, "no digest of the body")
                                : Cavage.malformed("a signed field is missing: " + component));
            }
        };
    }

    private static void covers(Request request, List<String> components) {
        if (!components.contains("@method") || !components.contains("@target-uri"))
            throw new SignatureException(Cause.TARGET_NOT_COVERED, "@method and @target-uri are not both signed");
        if (new HashSet<>(components).size() < components.size()) throw Cavage.malformed("a component is signed twice");
        if (!request.hasBody()) return;
        var digest = request.field("content-digest")
                .orElseThrow(() -> new SignatureException(Cause.MISSING_DIGEST, "no digest of the body"));
        if (!components.contains("content-digest"))
            throw new SignatureException(Cause.BODY_NOT_COVERED, "content-digest is not signed");
        Digests.check(Form.RFC9421, digest, request.bodyBytes());
    }

    private static byte[] signature(Request request, String label) {
        String value = request.single("signature").orElseThrow(() -> Cavage.malformed("no Signature"));
        String begin = label + "=:";
        if (!value.startsWith(begin) || !value.endsWith(":") || value.length() <= begin.length())
            throw Cavage.malformed("no signature of the name in Signature-Input");
        return Cavage.base64(value.substring(begin.length(), value.length() - 1));
    }
}
