package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `draft-cavage-http-signatures-12`, as Mastodon, GoToSocial, Fedify and Forgejo speak it. Stateless.
final class Cavage {
    private static final int HEADER_MAX = 8 * 1024;
    private static final int FIELDS_MAX = 32;
    private static final Set<String> ALGORITHMS = Set.of("", "hs2019", "rsa-sha256");
    private static final Pattern PARAMETER = Pattern.compile("\\s*([A-Za-z]+)=(?:\"([^\"\\\\]*+)\"|([0-9]+))\\s*(,|$)");

    private Cavage() {}

    static Claim read(Request request, String header, Instant now) {
        var parameters = parameters(header);
        String algorithm = parameters.getOrDefault("algorithm", "").toLowerCase(Locale.ROOT);
        if (!ALGORITHMS.contains(algorithm))
            throw new SignatureException(Cause.UNSUPPORTED_ALGORITHM, "an algorithm that is not taken here");
        var keyId = Id.of(needed(parameters, "keyId")).orElseThrow(() -> malformed("keyId is not a URL"));
        byte[] signature = base64(needed(parameters, "signature"));
        var fields = fields(parameters, algorithm);
        covers(request, fields);
        var until = until(request, fields, parameters, now);
        var bases = new ArrayList<String>();
        bases.add(base(request, fields, parameters, true));
        // Fedify and older servers sign the target without its query.
        if (request.target().query().isPresent()) bases.add(base(request, fields, parameters, false));
        return new Claim(Form.CAVAGE, keyId, algorithm, bases, Claim.Bytes.of(signature), until);
    }

    static List<Request.Header> sign(Request request, Id keyId, SecretKey key, Instant now) {
        var added = new ArrayList<Request.Header>();
        added.add(new Request.Header("Host", request.target().authority()));
        added.add(new Request.Header("Date", Times.date(now)));
        if (request.hasBody()) added.add(new Request.Header("Digest", Digests.digest(request.bodyBytes())));
        var complete = request.with(added);
        var fields = new ArrayList<>(List.of("(request-target)", "host", "date"));
        if (request.hasBody()) fields.add("digest");
        if (request.hasBody() && complete.field("content-type").isPresent()) fields.add("content-type");
        String algorithm =
                switch (key) {
                    case SecretKey.Rsa _ -> "rsa-sha256"; // Forgejo and older servers want it by name.
                    case SecretKey.Ed25519 _ -> "hs2019";
                };
        byte[] signature = key.sign(base(complete, fields, Map.of(), true).getBytes(UTF_8));
        added.add(new Request.Header(
                "Signature",
                "keyId=\"" + keyId + "\",algorithm=\"" + algorithm + "\",headers=\"" + String.join(" ", fields)
                        + "\",signature=\"" + Base64.getEncoder().encodeToString(signature) + "\""));
        return List.copyOf(added);
    }

    /// The text that is signed: one line per field, in the order of the list.
    static String base(Request request, List<String> fields, Map<String, String> parameters, boolean query) {
        var lines = new ArrayList<String>();
        for (String field : fields) lines.add(field + ": " + value(request, field, parameters, query));
        return String.join("\n", lines);
    }

    private static String value(Request request, String field, Map<String, String> parameters, boolean query) {
        return switch (field) {
            case "(request-target)" -> request.method().toLowerCase(Locale.ROOT) + " " + path(request.target(), query);
            case "(created)" -> needed(parameters, "created");
            case "(expires)" -> needed(parameters, "expires");
            default ->
                request.field(field)
                        .orElseThrow(() -> field.equals("digest")
                                ? new SignatureException(Cause.MISSING_DIGEST, "no digest of the body")
                                : malformed("a signed field is missing: " + field));
        };
    }

    private static String path(Id target, boolean query) {
        return target.path() + (query ? target.query().map(text -> "?" + text).orElse("") : "");
    }

    /// What must be signed, else the rest could be anybody's.
    private static void covers(Request request, List<String> fields) {
        if (!fields.contains("(request-target)"))
            throw new SignatureException(Cause.TARGET_NOT_COVERED, "(request-target) is not signed");
        if (!fields.contains("host")) throw new SignatureException(Cause.HOST_NOT_COVERED, "host is not signed");
        if (!fields.contains("date") && !fields.contains("(created)"))
            throw new SignatureException(Cause.TIME_NOT_COVERED, "neither date nor (created) is signed");
        if (!request.hasBody()) return;
        var digest = request.single("digest")
                .orElseThrow(() -> new SignatureException(Cause.MISSING_DIGEST, "no digest of the body"));
        if (!fields.contains("digest")) throw new SignatureException(Cause.BODY_NOT_COVERED, "digest is not signed");
        Digests.check(Form.CAVAGE, digest, request.bodyBytes());
    }

    private static Instant until(Request request, List<String> fields, Map<String, String> parameters, Instant now) {
        var expires = fields.contains("(expires)")
                ? Optional.of(Times.seconds(seconds(needed(parameters, "expires"))))
                : Optional.<Instant>empty();
        Optional<Instant> until = Optional.empty();
        if (fields.contains("(created)"))
            until = Optional.of(
                    Times.until(Times.seconds(seconds(needed(parameters, "created"))), Times.SKEW, expires, now));
        if (fields.contains("date")) {
            String date = request.single("date").orElseThrow(() -> malformed("a signed field is missing: date"));
            var ofDate = Times.until(Times.date(date), Times.DATE_AGE_MAX, expires, now);
            until = until.filter(ofDate::isAfter).or(() -> Optional.of(ofDate));
        }
        return until.orElseThrow(() -> new AssertionError("a signature without a time was let through"));
    }

    private static List<String> fields(Map<String, String> parameters, String algorithm) {
        String listed = parameters.getOrDefault("headers", algorithm.equals("hs2019") ? "(created)" : "date");
        var fields = List.of(listed.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        if (fields.size() > FIELDS_MAX) throw malformed("more than " + FIELDS_MAX + " signed fields");
        if (new HashSet<>(fields).size() < fields.size()) throw malformed("a field is signed twice");
        // §2.3: (created) and (expires) are none for the algorithms with a name of their own.
        if (algorithm.equals("rsa-sha256") && (fields.contains("(created)") || fields.contains("(expires)")))
            throw malformed("(created) does not go with rsa-sha256");
        return fields;
    }

    private static Map<String, String> parameters(String header) {
        if (header.length() > HEADER_MAX) throw malformed("a signature that is too long");
        var parameters = new LinkedHashMap<String, String>();
        // Some servers repeat the scheme of an Authorization header.
        String text = header.regionMatches(true, 0, "Signature ", 0, 10) ? header.substring(10) : header;
        var matcher = PARAMETER.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) throw malformed("a signature that cannot be read");
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (parameters.put(matcher.group(1), value) != null) throw malformed(matcher.group(1) + " is there twice");
            at = matcher.end();
            if (at == text.length() && ",".equals(matcher.group(4))) throw malformed("a signature that is cut short");
        }
        return parameters;
    }

    private static String needed(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow(() -> malformed("no " + name));
    }

    private static long seconds(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw malformed("a time that is none");
        }
    }

    static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw malformed("a signature that is not base64");
        }
    }

    static SignatureException malformed(String told) {
        return new SignatureException(Cause.MALFORMED_SIGNATURE, told);
    }
}
