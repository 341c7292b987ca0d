package dev.hob.node.issue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.CanonicalJson;
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
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LineJson() {}

    static String kind(Event.What what) {
        return switch (what) {
            case Event.What.Said _ -> SAID;
            case Event.What.Retitled _ -> "title";
            case Event.What.Turned _ -> "state";
            case Event.What.Labelled _ -> "labels";
            case Event.What.Assigned _ -> "assignees";
        };
    }

    static String write(Event.What what) {
        var json = JsonNodeFactory.instance.objectNode();
        switch (what) {
            case Event.What.Said _ -> {}
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

    static String write(Optional<Comment> comment) {
        if (comment.isEmpty()) return text(JsonNodeFactory.instance.objectNode().put("redacted", true));
        var json = JsonNodeFactory.instance.objectNode();
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
        return text(json);
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
        return Optional.of(new Comment(edits.getFirst().author(), replyTo, edits, reactions));
    }
}
