package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Utf8Order;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/// What can be done to an `xyz.radicle.issue`.
sealed interface IssueAction {
    record Comment(String body, Optional<ObjectId> replyTo, List<Embed> embeds) implements IssueAction {
        public Comment {
            embeds = List.copyOf(embeds);
        }
    }

    record EditComment(ObjectId comment, String body, List<Embed> embeds) implements IssueAction {
        public EditComment {
            embeds = List.copyOf(embeds);
        }
    }

    record RedactComment(ObjectId comment) implements IssueAction {}

    record React(ObjectId comment, String sign, boolean active) implements IssueAction {}

    record Retitle(String title) implements IssueAction {}

    record ChangeState(IssueState state) implements IssueAction {}

    /// @param labels all that it shall have
    record Label(SortedSet<String> labels) implements IssueAction {
        public Label {
            labels = ordered(labels);
        }
    }

    /// @param assignees all whom it shall have, as DIDs
    record Assign(SortedSet<String> assignees) implements IssueAction {
        public Assign {
            assignees = ordered(assignees);
        }
    }

    private static SortedSet<String> ordered(Collection<String> texts) {
        var ordered = new TreeSet<String>(Utf8Order.UTF8);
        ordered.addAll(texts);
        return Collections.unmodifiableSortedSet(ordered);
    }

    /// Reads one that anybody may have written; empty when it is none, and then its entry counts for nothing.
    static Optional<IssueAction> parse(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "comment" -> comment(json);
            case "comment.edit" ->
                id(json.path("id"))
                        .flatMap(id -> text(json.path("body")).flatMap(body -> Embed.list(json.path("embeds"))
                                .map(embeds -> new EditComment(id, body, embeds))));
            case "comment.redact" -> id(json.path("id")).map(RedactComment::new);
            case "comment.react" -> react(json);
            case "edit" -> text(json.path("title")).map(Retitle::new);
            case "lifecycle" -> IssueState.parse(json.path("state")).map(ChangeState::new);
            case "label" -> texts(json.path("labels")).map(Label::new);
            case "assign" ->
                texts(json.path("assignees"))
                        .filter(dids -> dids.stream().allMatch(IssueAction::isDid))
                        .map(Assign::new);
            default -> Optional.empty();
        };
    }

    private static Optional<IssueAction> comment(JsonNode json) {
        var to = json.path("replyTo");
        boolean reply = !to.isMissingNode() && !to.isNull();
        var replyTo = reply ? id(to) : Optional.<ObjectId>empty();
        if (reply && replyTo.isEmpty()) return Optional.empty();
        var embeds =
                json.path("embeds").isMissingNode() ? Optional.of(List.<Embed>of()) : Embed.list(json.path("embeds"));
        return text(json.path("body")).flatMap(body -> embeds.map(list -> new Comment(body, replyTo, list)));
    }

    private static Optional<IssueAction> react(JsonNode json) {
        if (!json.path("active").isBoolean()) return Optional.empty();
        return text(json.path("reaction")).filter(Reactions::isOne).flatMap(sign -> id(json.path("id"))
                .map(id -> new React(id, sign, json.path("active").booleanValue())));
    }

    private static Optional<String> text(JsonNode json) {
        return json.isTextual() ? Optional.of(json.textValue()) : Optional.empty();
    }

    private static Optional<SortedSet<String>> texts(JsonNode json) {
        if (!json.isArray()) return Optional.empty();
        var texts = new TreeSet<String>(Utf8Order.UTF8);
        for (var item : json) {
            if (!item.isTextual()) return Optional.empty();
            texts.add(item.textValue());
        }
        return Optional.of(texts);
    }

    private static Optional<ObjectId> id(JsonNode json) {
        return text(json).filter(ObjectId::isId).map(ObjectId::fromString);
    }

    private static boolean isDid(String text) {
        try {
            return DidKey.parse(text).did().equals(text);
        } catch (IllegalArgumentException _) {
            return false; // A stranger's text that names no key.
        }
    }

    /// As it is signed.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case Comment(var body, var replyTo, var embeds) -> {
                json.put("type", "comment").put("body", body);
                replyTo.ifPresent(to -> json.put("replyTo", to.name()));
                if (!embeds.isEmpty()) put(json, embeds);
                yield json;
            }
            case EditComment(var comment, var body, var embeds) -> {
                json.put("type", "comment.edit").put("id", comment.name()).put("body", body);
                put(json, embeds);
                yield json;
            }
            case RedactComment(var comment) ->
                json.put("type", "comment.redact").put("id", comment.name());
            case React(var comment, var sign, var active) ->
                json.put("type", "comment.react")
                        .put("id", comment.name())
                        .put("reaction", sign)
                        .put("active", active);
            case Retitle(var title) -> json.put("type", "edit").put("title", title);
            case ChangeState(var state) -> json.put("type", "lifecycle").set("state", state.json());
            case Label(var labels) -> {
                var all = json.put("type", "label").putArray("labels");
                labels.forEach(all::add);
                yield json;
            }
            case Assign(var assignees) -> {
                var all = json.put("type", "assign").putArray("assignees");
                assignees.forEach(all::add);
                yield json;
            }
        };
    }

    private static void put(ObjectNode json, List<Embed> embeds) {
        var all = json.putArray("embeds");
        embeds.forEach(embed -> all.add(embed.json()));
    }
}
