package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Fields;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
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
            labels = Fields.ordered(labels);
        }
    }

    /// @param assignees all whom it shall have, as DIDs
    record Assign(SortedSet<String> assignees) implements IssueAction {
        public Assign {
            assignees = Fields.ordered(assignees);
        }
    }

    /// Reads one that anybody may have written; empty when it is none, and then its entry counts for nothing.
    static Optional<IssueAction> parse(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "comment" -> comment(json);
            case "comment.edit" ->
                Fields.id(json.path("id"))
                        .flatMap(id -> Fields.text(json.path("body")).flatMap(body -> Embed.list(json.path("embeds"))
                                .map(embeds -> new EditComment(id, body, embeds))));
            case "comment.redact" -> Fields.id(json.path("id")).map(RedactComment::new);
            case "comment.react" -> react(json);
            case "edit" -> Fields.text(json.path("title")).map(Retitle::new);
            case "lifecycle" -> IssueState.parse(json.path("state")).map(ChangeState::new);
            case "label" -> Fields.texts(json.path("labels")).map(Label::new);
            case "assign" -> Fields.dids(json.path("assignees")).map(Assign::new);
            default -> Optional.empty();
        };
    }

    private static Optional<IssueAction> comment(JsonNode json) {
        var replyTo = Fields.optional(json.path("replyTo"), Fields::id);
        if (replyTo.isEmpty()) return Optional.empty();
        var embeds =
                json.path("embeds").isMissingNode() ? Optional.of(List.<Embed>of()) : Embed.list(json.path("embeds"));
        return Fields.text(json.path("body"))
                .flatMap(body -> embeds.map(list -> new Comment(body, replyTo.get(), list)));
    }

    private static Optional<IssueAction> react(JsonNode json) {
        if (!json.path("active").isBoolean()) return Optional.empty();
        return Fields.text(json.path("reaction")).filter(Reactions::isOne).flatMap(sign -> Fields.id(json.path("id"))
                .map(id -> new React(id, sign, json.path("active").booleanValue())));
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
