package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One object while it is written. Members come out in one order, whoever wrote them when. Owned by one writer.
final class Out {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // First who and what, then where and when, then the body, keys and proofs. What is not named here comes after
    // all of these, by its name.
    private static final List<String> ORDER = List.of(
            "@context",
            "id",
            "type",
            "actor",
            "attributedTo",
            "owner",
            "controller",
            "context",
            "inReplyTo",
            "preferredUsername",
            "name",
            "nameMap",
            "summary",
            "summaryMap",
            "url",
            "href",
            "rel",
            "published",
            "updated",
            "startTime",
            "endTime",
            "to",
            "cc",
            "audience",
            "capability",
            "inbox",
            "outbox",
            "followers",
            "following",
            "featured",
            "likes",
            "endpoints",
            "manuallyApprovesFollowers",
            "discoverable",
            "indexable",
            "alsoKnownAs",
            "movedTo",
            "icon",
            "image",
            "cloneUri",
            "pushUri",
            "ticketsTrackedBy",
            "tracksTicketsFor",
            "sendPatchesTo",
            "tracksPatchesFor",
            "releasesTrackedBy",
            "tracksReleasesFor",
            "forks",
            "forkedFrom",
            "isArchived",
            "origin",
            "target",
            "instrument",
            "fulfills",
            "allows",
            "delegates",
            "result",
            "hashBefore",
            "hashAfter",
            "ref",
            "hash",
            "verdict",
            "reviewIsBinding",
            "subject",
            "relationship",
            "object",
            "mediaType",
            "content",
            "contentMap",
            "source",
            "sensitive",
            "tag",
            "attachment",
            "reviewThreads",
            "replies",
            "isResolved",
            "resolvedBy",
            "resolved",
            "dependencies",
            "dependants",
            "isPreRelease",
            "totalItems",
            "first",
            "partOf",
            "next",
            "items",
            "orderedItems",
            "publicKey",
            "assertionMethod",
            "publicKeyPem",
            "publicKeyMultibase");
    private static final Map<String, Integer> RANKS = ranks();
    private static final Comparator<String> FIXED = Comparator.<String>comparingInt(
                    name -> RANKS.getOrDefault(name, ORDER.size()))
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, JsonNode> members = new HashMap<>();

    Out type(String type) {
        return set("type", NODES.textNode(type));
    }

    Out types(List<String> types) {
        if (types.isEmpty()) return this;
        return types.size() == 1 ? type(types.getFirst()) : texts("type", types);
    }

    Out set(String name, JsonNode value) {
        members.put(name, value);
        return this;
    }

    Out id(String name, Optional<Id> id) {
        id.ifPresent(value -> set(name, NODES.textNode(value.value())));
        return this;
    }

    /// One as a text, several as a list.
    Out ids(String name, List<Id> ids) {
        if (ids.size() == 1) return id(name, Optional.of(ids.getFirst()));
        return texts(name, ids.stream().map(Id::value).toList());
    }

    Out text(String name, Optional<String> text) {
        text.ifPresent(value -> set(name, NODES.textNode(value)));
        return this;
    }

    /// Always a list.
    Out texts(String name, List<String> texts) {
        if (texts.isEmpty()) return this;
        var array = NODES.arrayNode();
        texts.forEach(array::add);
        return set(name, array);
    }

    Out words(String name, Optional<Words> words) {
        words.ifPresent(value -> {
            set(name, NODES.textNode(value.text()));
            if (value.languages().isEmpty()) return;
            var map = NODES.objectNode();
            value.languages().forEach(map::put);
            set(name + "Map", map);
        });
        return this;
    }

    /// In UTC and without a fraction, which some readers do not take.
    Out time(String name, Optional<Instant> time) {
        time.ifPresent(value ->
                set(name, NODES.textNode(value.truncatedTo(ChronoUnit.SECONDS).toString())));
        return this;
    }

    Out flag(String name, Optional<Boolean> flag) {
        flag.ifPresent(value -> set(name, NODES.booleanNode(value)));
        return this;
    }

    Out count(String name, Optional<Long> count) {
        // As a parser would have it, so that what is written equals what is read.
        count.ifPresent(value -> set(
                name,
                value == value.intValue() ? NODES.numberNode(value.intValue()) : NODES.numberNode(value.longValue())));
        return this;
    }

    Out ref(String name, Optional<Ref> ref) {
        ref.ifPresent(value -> set(name, Writer.ref(value)));
        return this;
    }

    /// Always a list.
    Out refs(String name, List<Ref> refs) {
        if (refs.isEmpty()) return this;
        var array = NODES.arrayNode();
        refs.forEach(ref -> array.add(Writer.ref(ref)));
        return set(name, array);
    }

    /// What we do not know stays what it was; a type in it is one beside the usual.
    Out rest(Rest rest) {
        members.putAll(rest.members());
        return this;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    ObjectNode object() {
        var object = NODES.objectNode();
        members.keySet().stream().sorted(FIXED).forEach(name -> object.set(name, members.get(name)));
        return object;
    }

    private static Map<String, Integer> ranks() {
        var ranks = new HashMap<String, Integer>();
        for (String name : ORDER) ranks.put(name, ranks.size());
        if (ranks.size() < ORDER.size()) throw new AssertionError("a member is twice in the order");
        return ranks;
    }
}
