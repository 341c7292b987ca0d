package dev.hob.node.issue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.Comment;
import dev.hob.node.cob.Embed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// How lines of a history are kept in their rows: one form for one value, so that rows can be compared.
final class LineJson {
    static final String SAID = "comment";
    private static final String REVISED = "revision";
    private static final String REVIEWED = "review";
    /// The kinds of lines that have a text.
    static final List<String> SPOKEN = List.of(SAID, REVISED, REVIEWED);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LineJson() {}

    static String kind(Event.What what) {
        return switch (what) {
            case Event.What.Said _ -> SAID;
            case Event.What.Revised _ -> REVISED;
            case Event.What.Reviewed _ -> REVIEWED;
            case Event.What.Entered _ -> "phase";
            case Event.What.Targeted _ -> "target";
            case Event.What.Merged _ -> "merge";
            case Event.What.Retitled _ -> "title";
            case Event.What.Turned _ -> "state";
            case Event.What.Labelled _ -> "labels";
            case Event.What.Assigned _ -> "assignees";
        };
    }

    /// What a row holds besides its text.
    ///
    /// @param comment of an event that is spoken, unless it was redacted
    static String write(Event.What what, Optional<Comment> comment) {
        var json = JsonNodeFactory.instance.objectNode();
        if (what instanceof Event.What.Spoken) put(json, comment);
        switch (what) {
            case Event.What.Said _ -> {}
            case Event.What.Revised(var base, var head) ->
                json.put("base", base.name()).put("head", head.name());
            case Event.What.Reviewed(var revision, var verdict) -> {
                json.put("revision", revision.name());
                verdict.ifPresent(it -> json.put("verdict", it.name()));
            }
            case Event.What.Entered(var state) -> json.put("state", state.name());
            case Event.What.Targeted(var before, var after) ->
                json.put("before", before).put("after", after);
            case Event.What.Merged(var revision, var commit) ->
                json.put("revision", revision.name()).put("commit", commit.name());
            case Event.What.Retitled(var before, var after) ->
                json.put("before", before).put("after", after);
            case Event.What.Turned(var state) -> json.put("state", state.name());
            case Event.What.Labelled(var added, var removed) -> put(json, added, removed);
            case Event.What.Assigned(var added, var removed) -> put(json, added, removed);
        }
        return text(json);
    }

    private static void put(ObjectNode json, List<String> added, List<String> removed) {
        added.forEach(json.putArray("added")::add);
        removed.forEach(json.putArray("removed")::add);
    }

    private static void put(ObjectNode json, Optional<Comment> comment) {
        if (comment.isEmpty()) {
            json.put("redacted", true);
            return;
        }
        comment.get().replyTo().ifPresent(to -> json.put("replyTo", to.name()));
        var edits = json.putArray("edits");
        var all = comment.get().edits();
        for (int i = 0; i < all.size(); i++) {
            var edit = all.get(i);
            var one = edits.addObject()
                    .put("author", edit.author().nid())
                    .put("at", edit.at().getEpochSecond());
            if (i < all.size() - 1) one.put("body", edit.body()); // The last one has a column of its own.
            if (!edit.embeds().isEmpty())
                edit.embeds().forEach(embed -> one.withArray("embeds").add(embed.json()));
        }
        if (!comment.get().reactions().isEmpty()) {
            ArrayNode reactions = json.putArray("reactions");
            for (var reaction : comment.get().reactions())
                reactions.addArray().add(reaction.author().nid()).add(reaction.sign());
        }
        comment.get().location().ifPresent(place -> json.set("location", place.json()));
        if (comment.get().resolved()) json.put("resolved", true);
    }

    private static String text(JsonNode json) {
        return new String(CanonicalJson.bytes(json), StandardCharsets.UTF_8);
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a row that we wrote is no JSON", e);
        }
    }

    static Line.What read(String kind, String body, String data) {
        var json = parse(data);
        return switch (kind) {
            case SAID -> new Line.What.Said(comment(body, json));
            case REVISED ->
                new Line.What.Revised(comment(body, json), new Event.What.Revised(id(json, "base"), id(json, "head")));
            case REVIEWED ->
                new Line.What.Reviewed(
                        comment(body, json),
                        new Event.What.Reviewed(
                                id(json, "revision"),
                                Optional.ofNullable(json.path("verdict").textValue())
                                        .map(Verdict::valueOf)));
            case "phase" ->
                new Line.What.Happened(new Event.What.Entered(
                        PatchState.valueOf(json.path("state").asText())));
            case "target" ->
                new Line.What.Happened(new Event.What.Targeted(
                        json.path("before").asText(), json.path("after").asText()));
            case "merge" -> new Line.What.Happened(new Event.What.Merged(id(json, "revision"), id(json, "commit")));
            case "title" ->
                new Line.What.Happened(new Event.What.Retitled(
                        json.path("before").asText(), json.path("after").asText()));
            case "state" ->
                new Line.What.Happened(new Event.What.Turned(
                        IssueState.valueOf(json.path("state").asText())));
            case "labels" ->
                new Line.What.Happened(new Event.What.Labelled(texts(json, "added"), texts(json, "removed")));
            case "assignees" ->
                new Line.What.Happened(new Event.What.Assigned(texts(json, "added"), texts(json, "removed")));
            default -> new Line.What.Told(kind, json);
        };
    }

    private static ObjectId id(JsonNode json, String name) {
        return ObjectId.fromString(json.path(name).asText());
    }

    private static List<String> texts(JsonNode json, String name) {
        var texts = new ArrayList<String>();
        json.path(name).forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Optional<Comment> comment(String body, JsonNode json) {
        if (json.path("redacted").asBoolean()) return Optional.empty();
        var edits = new ArrayList<Comment.Edit>();
        for (var edit : json.path("edits"))
            edits.add(new Comment.Edit(
                    DidKey.parse(edit.path("author").asText()),
                    Instant.ofEpochSecond(edit.path("at").asLong()),
                    edit.path("body").asText(body),
                    Embed.list(edit.path("embeds")).orElse(List.of())));
        var reactions = new ArrayList<Comment.Reaction>();
        for (var reaction : json.path("reactions"))
            reactions.add(new Comment.Reaction(
                    DidKey.parse(reaction.path(0).asText()), reaction.path(1).asText()));
        var replyTo = json.path("replyTo").isTextual()
                ? Optional.of(ObjectId.fromString(json.path("replyTo").asText()))
                : Optional.<ObjectId>empty();
        return Optional.of(new Comment(
                edits.getFirst().author(),
                replyTo,
                edits,
                reactions,
                CodeLocation.parse(json.path("location")),
                json.path("resolved").asBoolean()));
    }
}
