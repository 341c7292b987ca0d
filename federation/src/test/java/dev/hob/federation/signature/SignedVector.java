package dev.hob.federation.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.federation.Vectors;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A signed request that some program sent, with the key that proves it.
record SignedVector(String name, Request request, String keyId, String publicKeyPem, String base) {
    static List<SignedVector> all() {
        return Vectors.in("http-signatures").stream()
                .filter(file -> !file.endsWith("negative-mutations.json"))
                .map(SignedVector::of)
                .toList();
    }

    /// Those that our rules take: all but the RFC's example, whose signature says nothing of the body.
    static List<SignedVector> taken() {
        return all().stream()
                .filter(vector -> vector.keyId.startsWith("https://"))
                .toList();
    }

    static SignedVector named(String name) {
        return all().stream()
                .filter(vector -> vector.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static SignedVector of(Path file) {
        var json = Vectors.json(file);
        var written = json.get("request");
        var headers = new ArrayList<Request.Header>();
        for (JsonNode header : written.get("headers"))
            headers.add(
                    new Request.Header(header.get(0).textValue(), header.get(1).textValue()));
        var request = new Request(
                written.get("method").textValue(),
                new Id(written.get("targetUri").textValue()),
                headers,
                written.path("body").asText("").getBytes(UTF_8));
        return new SignedVector(
                file.getFileName().toString().replace(".json", ""),
                request,
                json.get("keyId").textValue(),
                json.get("publicKeyPem").textValue(),
                json.get("expect").get("signatureBase").textValue());
    }

    PublicKey publicKey() {
        return PublicKey.ofPem(publicKeyPem).orElseThrow();
    }

    KnownKey key() {
        var id = new Id(keyId);
        return new KnownKey(id, new Id(keyId.replaceAll("(#|/main-key).*", "")), publicKey());
    }

    boolean isCavage() {
        return request.field("signature-input").isEmpty();
    }

    /// When it was sent.
    Instant sent() {
        var created = Pattern.compile("created=(\\d+)").matcher(header("Signature-Input"));
        return created.find()
                ? Instant.ofEpochSecond(Long.parseLong(created.group(1)))
                : Times.date(request.field("date").orElseThrow());
    }

    String header(String name) {
        return request.field(name).orElse("");
    }

    SignedVector with(Request changed) {
        return new SignedVector(name, changed, keyId, publicKeyPem, base);
    }

    SignedVector withHeader(String header, String value) {
        return with(request.with(List.of(new Request.Header(header, value))));
    }

    SignedVector withoutHeader(String header) {
        return with(new Request(
                request.method(),
                request.target(),
                request.headers().stream()
                        .filter(line -> !line.name().equalsIgnoreCase(header))
                        .toList(),
                request.body()));
    }

    SignedVector withTarget(String target) {
        return with(new Request(request.method(), new Id(target), request.headers(), request.body()));
    }

    SignedVector withBody(byte[] body) {
        return with(new Request(request.method(), request.target(), request.headers(), body));
    }

    Verdict verdict() {
        return verdict(sent());
    }

    Verdict verdict(Instant now) {
        return switch (HttpSignatures.read(request, now)) {
            case HttpSignatures.Reading.Claimed(var claim) ->
                claim.keyId().value().equals(keyId)
                        ? claim.verify(key())
                        : new Verdict.Refused(Cause.KEY_NOT_FOUND, "another key id: " + claim.keyId());
            case HttpSignatures.Reading.Refused(var refused) -> refused;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
