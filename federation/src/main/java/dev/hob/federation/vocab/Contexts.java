package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The contexts we write. Terms of a forge stand inline, for readers that expand JSON-LD would else have to fetch a
/// context that lacks half of them.
final class Contexts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String STREAMS = "https://www.w3.org/ns/activitystreams";
    private static final String PROOFS = "https://w3id.org/security/data-integrity/v2";
    private static final List<String> KEYS =
            List.of("https://w3id.org/security/v1", "https://w3id.org/security/multikey/v1");

    private static final List<String> TYPES = List.of(
            "Repository",
            "TicketTracker",
            "PatchTracker",
            "ReleaseTracker",
            "Team",
            "Branch",
            "Commit",
            "Push",
            "Ticket",
            "TicketDependency",
            "Patch",
            "Release",
            "Review",
            "ReviewThread",
            "CodeQuote",
            "Grant",
            "Revoke",
            "Resolve",
            "Assign",
            "Apply",
            "Edit");
    private static final List<String> IDS = List.of(
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
            "mirrors",
            "capability",
            "delegates",
            "fulfills",
            "resolvedBy",
            "committedBy",
            "dependencies",
            "dependants",
            "dependsOn",
            "mrDiff");
    private static final List<String> TEXTS = List.of("hash", "hashBefore", "hashAfter", "ref", "cqFile", "cqHunk");
    private static final List<String> FLAGS =
            List.of("isResolved", "isArchived", "isWip", "reviewIsBinding", "isPreRelease");
    private static final List<String> TIMES = List.of("resolved", "committed");
    private static final List<String> WORDS = List.of("allows", "verdict", "cqSide");
    private static final List<String> PLAIN = List.of(
            "reviewThreads",
            "description",
            "cqLine",
            "invoke",
            "visit",
            "report",
            "triage",
            "write",
            "maintain",
            "admin",
            "approve",
            "remark",
            "revise",
            "diffSideNew",
            "diffSideOld");

    private static final ArrayNode ACTIVITY = NODES.arrayNode().add(STREAMS).add(forge());
    private static final ArrayNode PROVEN_ACTIVITY =
            NODES.arrayNode().add(STREAMS).add(PROOFS).add(forge());
    private static final ArrayNode ACTOR = actor(List.of());
    private static final ArrayNode PROVEN_ACTOR = actor(List.of(PROOFS));

    private Contexts() {}

    static ArrayNode of(Thing thing) {
        return (thing instanceof Actor ? ACTOR : ACTIVITY).deepCopy();
    }

    static ArrayNode toProve(Thing thing) {
        return (thing instanceof Actor ? PROVEN_ACTOR : PROVEN_ACTIVITY).deepCopy();
    }

    private static ArrayNode actor(List<String> more) {
        var context = NODES.arrayNode().add(STREAMS);
        more.forEach(context::add);
        KEYS.forEach(context::add);
        var terms = forge();
        terms.put("manuallyApprovesFollowers", "as:manuallyApprovesFollowers");
        terms.put("toot", "http://joinmastodon.org/ns#");
        terms.put("discoverable", "toot:discoverable");
        terms.put("indexable", "toot:indexable");
        terms.set("featured", typed("toot:featured", "@id"));
        terms.put("schema", "http://schema.org#");
        terms.put("PropertyValue", "schema:PropertyValue");
        terms.put("value", "schema:value");
        return context.add(terms);
    }

    private static ObjectNode forge() {
        var terms = NODES.objectNode();
        terms.put("forge", "https://forgefed.org/ns#");
        terms.put("xsd", "http://www.w3.org/2001/XMLSchema#");
        TYPES.forEach(term -> terms.put(term, "forge:" + term));
        add(terms, IDS, "@id");
        add(terms, TEXTS, "xsd:string");
        add(terms, FLAGS, "xsd:boolean");
        add(terms, TIMES, "xsd:dateTime");
        add(terms, WORDS, "@vocab");
        PLAIN.forEach(term -> terms.put(term, "forge:" + term));
        return terms;
    }

    private static void add(ObjectNode terms, List<String> names, String type) {
        names.forEach(term -> terms.set(term, typed("forge:" + term, type)));
    }

    private static ObjectNode typed(String id, String type) {
        return NODES.objectNode().put("@id", id).put("@type", type);
    }
}
