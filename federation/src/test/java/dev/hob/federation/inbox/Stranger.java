package dev.hob.federation.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.signature.Form;
import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.signature.Request;
import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.keys.SigningKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Somebody on another server, who writes as Mastodon does.
final class Stranger {
    static final Id HERE = new Id("https://forge-a.example/inbox");
    private static final SecureRandom RANDOM = new SecureRandom();

    final Id id;
    final Id keyId;
    final SigningKey key = SigningKey.generate(RANDOM);
    private final Others others;
    private int said;

    Stranger(Others others, String actor) {
        this.others = others;
        this.id = new Id(actor);
        this.keyId = new Id(actor + "#main-key");
        others.keys.put(keyId, new KnownKey(keyId, id, new PublicKey.Ed25519(key.publicKey()), true));
        String name = actor.substring(actor.lastIndexOf('/') + 1);
        others.actors.put(
                id,
                new RemoteActor(
                        id,
                        new Handle(name, id.origin().host()),
                        name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                        List.of("Person"),
                        new Id(actor + "/inbox"),
                        Optional.empty(),
                        Optional.of("https://" + id.origin().host() + "/@" + name),
                        Optional.empty(),
                        Instant.EPOCH,
                        JsonNodeFactory.instance.objectNode()));
    }

    /// An activity to everybody.
    ObjectNode activity(String type) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("@context", "https://www.w3.org/ns/activitystreams");
        json.put("id", id.value() + "/activities/" + ++said);
        json.put("type", type);
        json.put("actor", id.value());
        json.putArray("to").add(Vocabulary.PUBLIC);
        return json;
    }

    ObjectNode activity(String type, String object) {
        return activity(type).put("object", object);
    }

    ObjectNode activity(String type, ObjectNode object) {
        var json = activity(type);
        json.set("object", object);
        return json;
    }

    /// A note for everybody.
    ObjectNode note(String html) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.value() + "/notes/" + ++said);
        json.put("type", "Note");
        json.put("attributedTo", id.value());
        json.put("content", html);
        json.putArray("to").add(Vocabulary.PUBLIC);
        return json;
    }

    ObjectNode reply(String to, String html) {
        return note(html).put("inReplyTo", to);
    }

    Request signed(ObjectNode activity, Instant now) {
        return signed(Vocabulary.bytes(activity), now);
    }

    Request signed(byte[] body, Instant now) {
        return signed(body, now, "application/activity+json");
    }

    Request signed(byte[] body, Instant now, String type) {
        var bare = new Request(
                "POST",
                HERE,
                List.of(new Request.Header("Host", HERE.authority()), new Request.Header("Content-Type", type)),
                body);
        return bare.with(HttpSignatures.sign(bare, Form.RFC9421, keyId, new SecretKey.Ed25519(key), now));
    }

    Request signed(String body, Instant now) {
        return signed(body.getBytes(UTF_8), now);
    }

    Others others() {
        return others;
    }
}
