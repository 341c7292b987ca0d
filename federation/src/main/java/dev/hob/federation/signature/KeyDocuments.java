package dev.hob.federation.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds a key, and who owns it, in what a host answers for the key's id. Stateless.
///
/// A key counts only when both say so: the key names its owner, and the owner's own document lists the key. Key and
/// owner share an origin.
public final class KeyDocuments {
    /// More keys than Mastodon reads of one actor.
    public static final int KEYS_MAX = 10;

    private KeyDocuments() {}

    /// What a document says of a key.
    public sealed interface Found {
        /// The owner's own document lists the key.
        record Known(KnownKey key) implements Found {}

        /// A document of its own for the key, or GoToSocial's stub of an actor: fetch the owner and [#confirm].
        record AskOwner(KnownKey candidate) implements Found {}

        /// No key for that id.
        record Refused(Verdict.Refused verdict) implements Found {}
    }

    /// Looks for a key in the document that was fetched for its id, without the fragment.
    public static Found find(Id keyId, ObjectNode document) {
        var documentId = id(document.get("id"));
        boolean isKey = documentId.filter(keyId::equals).isPresent() && holdsKey(document);
        var entries = isKey ? List.<JsonNode>of(document) : entries(document);
        var entry = entries.stream().filter(e -> names(e, keyId)).findFirst();
        if (entry.isEmpty()) return refused(Cause.KEY_NOT_FOUND, "no key of that id");
        var owner = owner(entry.get()).or(() -> isKey ? Optional.empty() : documentId);
        if (owner.isEmpty()) return refused(Cause.KEY_OWNER_MISMATCH, "a key without an owner");
        if (!isKey && !documentId.equals(owner)) return refused(Cause.KEY_OWNER_MISMATCH, "the key is another actor's");
        if (!owner.get().sameOrigin(keyId))
            return refused(Cause.KEY_OWNER_MISMATCH, "the key is not on the host of its owner");
        var key = key(entry.get());
        if (key.isEmpty()) return refused(Cause.UNUSABLE_KEY, "a key that is not taken here");
        var known = new KnownKey(keyId, owner.get(), key.get(), !isKey && asserts(document, keyId));
        return !isKey && owner.get().equals(keyId.document()) ? new Found.Known(known) : new Found.AskOwner(known);
    }

    /// Looks whether the owner's own document, fetched from the owner's id, lists the very key.
    public static Found confirm(KnownKey candidate, ObjectNode owner) {
        if (!id(owner.get("id")).equals(Optional.of(candidate.owner())))
            return refused(Cause.KEY_OWNER_MISMATCH, "the owner's document is another actor's");
        boolean listed = entries(owner).stream()
                .filter(entry -> names(entry, candidate.id()))
                .anyMatch(entry -> entry.isTextual() || isSame(entry, candidate));
        return listed
                ? new Found.Known(new KnownKey(
                        candidate.id(), candidate.owner(), candidate.key(), asserts(owner, candidate.id())))
                : refused(Cause.KEY_OWNER_MISMATCH, "the owner does not list the key");
    }

    /// All usable keys that an actor's own document lists: what a cache keeps after an `Update`.
    public static List<KnownKey> of(ObjectNode actor) {
        var keys = new ArrayList<KnownKey>();
        for (var entry : entries(actor))
            id(entry.get("id")).flatMap(keyId -> listed(keyId, actor)).ifPresent(keys::add);
        return List.copyOf(keys);
    }

    /// The actor's own document is both the key's and its owner's, also when the key has a URL of its own.
    private static Optional<KnownKey> listed(Id keyId, ObjectNode actor) {
        var found = find(keyId, actor);
        if (found instanceof Found.AskOwner(var candidate)) found = confirm(candidate, actor);
        return found instanceof Found.Known(var key) ? Optional.of(key) : Optional.empty();
    }

    private static boolean isSame(JsonNode entry, KnownKey candidate) {
        return owner(entry).filter(candidate.owner()::equals).isPresent()
                && key(entry).filter(candidate.key()::equals).isPresent();
    }

    private static List<JsonNode> entries(ObjectNode document) {
        var entries = new ArrayList<JsonNode>();
        for (String member : List.of("publicKey", "assertionMethod")) {
            var value = document.path(member);
            int before = entries.size();
            if (value.isArray())
                value.forEach(entry -> {
                    if (entries.size() - before < KEYS_MAX) entries.add(entry);
                });
            else if (!value.isMissingNode()) entries.add(value);
        }
        return entries;
    }

    private static boolean asserts(ObjectNode owner, Id keyId) {
        var methods = owner.path("assertionMethod");
        if (!methods.isArray()) return names(methods, keyId);
        for (var method : methods) if (names(method, keyId)) return true;
        return false;
    }

    private static boolean holdsKey(JsonNode entry) {
        return entry.path("publicKeyPem").isTextual()
                || entry.path("publicKeyMultibase").isTextual();
    }

    private static boolean names(JsonNode entry, Id keyId) {
        return keyId.value()
                .equals(entry.isTextual() ? entry.textValue() : entry.path("id").textValue());
    }

    /// `owner` of a `publicKeyPem`, `controller` of a Multikey; when both are there they must agree.
    private static Optional<Id> owner(JsonNode entry) {
        var owner = id(entry.get("owner"));
        var controller = id(entry.get("controller"));
        if (owner.isPresent() && controller.isPresent() && !owner.equals(controller)) return Optional.empty();
        return owner.or(() -> controller);
    }

    private static Optional<PublicKey> key(JsonNode entry) {
        var multibase = Optional.ofNullable(entry.path("publicKeyMultibase").textValue());
        if (multibase.isPresent()) return multibase.flatMap(PublicKey::ofMultibase);
        return Optional.ofNullable(entry.path("publicKeyPem").textValue()).flatMap(PublicKey::ofPem);
    }

    static Optional<Id> id(@Nullable JsonNode value) {
        if (value == null) return Optional.empty();
        var text = value.isObject() ? value.path("id").textValue() : value.textValue();
        return Optional.ofNullable(text).flatMap(Id::of);
    }

    private static Found.Refused refused(Cause cause, String told) {
        return new Found.Refused(new Verdict.Refused(cause, told));
    }
}
