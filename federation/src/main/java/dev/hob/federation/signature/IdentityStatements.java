package dev.hob.federation.signature;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import java.time.Instant;
import java.util.Optional;

/// The word of a `did:key` that it belongs to an actor (FEP-c390), shown in the actor's `attachment`. Stateless.
///
/// It holds in one direction; the other is that the actor's own document shows it.
public final class IdentityStatements {
    private static final String TYPE = "VerifiableIdentityStatement";

    private IdentityStatements() {}

    /// The key's word that it is the actor's.
    public static ObjectNode make(SigningKey key, Id actor, Instant created) {
        String did = key.publicKey().did();
        var statement = JsonNodeFactory.instance.objectNode();
        statement.put("type", TYPE);
        statement.put("subject", did);
        statement.put("alsoKnownAs", actor.value());
        return Proofs.prove(statement, did, key, created);
    }

    /// The key that a statement, found in the document of this actor, proves to be the actor's.
    public static Optional<DidKey> proven(ObjectNode statement, Id actor, Instant now) {
        if (!TYPE.equals(statement.path("type").textValue())) return Optional.empty();
        if (!actor.value().equals(statement.path("alsoKnownAs").textValue())) return Optional.empty();
        String subject = statement.path("subject").asText();
        if (!subject.startsWith("did:key:")) return Optional.empty();
        try {
            var key = DidKey.parse(subject);
            return Proofs.isBy(key, statement, now) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Another kind of key, which proves nothing here.
        }
    }
}
