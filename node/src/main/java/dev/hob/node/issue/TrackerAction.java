package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What can be said about a project's issues that their own format has no place for: an object of type
/// `dev.hob.tracker`, which delegates write. Others carry it along unread.
sealed interface TrackerAction {
    /// Makes a label known, or changes how it looks.
    ///
    /// @param color six hexadecimal digits
    record DescribeLabel(String name, String color, String description) implements TrackerAction {}

    record ForgetLabel(String name) implements TrackerAction {}

    /// Makes a milestone; the entry's id becomes its id.
    record MakeMilestone(String title, String description, Optional<Instant> due) implements TrackerAction {}

    record ChangeMilestone(ObjectId milestone, String title, String description, Optional<Instant> due, boolean open)
            implements TrackerAction {}

    record ForgetMilestone(ObjectId milestone) implements TrackerAction {}

    record SetMilestone(ObjectId issue, Optional<ObjectId> milestone) implements TrackerAction {}

    record Pin(ObjectId issue, boolean active) implements TrackerAction {}

    record Lock(ObjectId issue, boolean active, String reason) implements TrackerAction {}

    record SetDue(ObjectId issue, Optional<Instant> due) implements TrackerAction {}

    record Depend(ObjectId issue, ObjectId on, boolean active) implements TrackerAction {}

    /// Asks somebody to review a pull request, or no more.
    ///
    /// @param reviewer as a DID
    /// @param given how many versions of reviews they have given until then: more of them are the answer
    record AskReview(ObjectId issue, String reviewer, long given, boolean active) implements TrackerAction {}

    /// Says that a review counts no more, or that it counts again.
    ///
    /// @param version how often an opinion was given by it until then: a later one counts by itself
    record DismissReview(ObjectId issue, ObjectId review, long version, boolean active, String reason)
            implements TrackerAction {}

    /// Reads one; empty when it is none that we know.
    static Optional<TrackerAction> parse(JsonNode json) {
        return switch (json.path("type").asText()) {
            case "label" ->
                Optional.of(new DescribeLabel(text(json, "name"), text(json, "color"), text(json, "description")));
            case "label.delete" -> Optional.of(new ForgetLabel(text(json, "name")));
            case "milestone" ->
                Optional.of(new MakeMilestone(text(json, "title"), text(json, "description"), time(json, "due")));
            case "milestone.edit" ->
                id(json, "milestone")
                        .map(id -> new ChangeMilestone(
                                id,
                                text(json, "title"),
                                text(json, "description"),
                                time(json, "due"),
                                json.path("open").asBoolean()));
            case "milestone.delete" -> id(json, "milestone").map(ForgetMilestone::new);
            case "issue.milestone" -> id(json, "issue").map(id -> new SetMilestone(id, id(json, "milestone")));
            case "issue.pin" ->
                id(json, "issue").map(id -> new Pin(id, json.path("active").asBoolean()));
            case "issue.lock" ->
                id(json, "issue").map(id -> new Lock(id, json.path("active").asBoolean(), text(json, "reason")));
            case "issue.due" -> id(json, "issue").map(id -> new SetDue(id, time(json, "due")));
            case "issue.depend" ->
                id(json, "issue").flatMap(id -> id(json, "on")
                        .map(on -> new Depend(id, on, json.path("active").asBoolean())));
            case "issue.reviewer" ->
                id(json, "issue")
                        .map(id -> new AskReview(
                                id,
                                text(json, "reviewer"),
                                json.path("given").asLong(),
                                json.path("active").asBoolean()));
            case "review.dismiss" ->
                id(json, "issue").flatMap(id -> id(json, "review")
                        .map(review -> new DismissReview(
                                id,
                                review,
                                json.path("version").asLong(),
                                json.path("active").asBoolean(),
                                text(json, "reason"))));
            default -> Optional.empty();
        };
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }

    private static Optional<ObjectId> id(JsonNode json, String name) {
        String text = text(json, name);
        return ObjectId.isId(text) ? Optional.of(ObjectId.fromString(text)) : Optional.empty();
    }

    private static Optional<Instant> time(JsonNode json, String name) {
        var node = json.path(name);
        return node.isIntegralNumber() ? Optional.of(Instant.ofEpochSecond(node.longValue())) : Optional.empty();
    }

    /// As it is signed.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case DescribeLabel(var name, var color, var description) ->
                json.put("type", "label").put("name", name).put("color", color).put("description", description);
            case ForgetLabel(var name) -> json.put("type", "label.delete").put("name", name);
            case MakeMilestone(var title, var description, var due) -> {
                json.put("type", "milestone").put("title", title).put("description", description);
                due.ifPresent(at -> json.put("due", at.getEpochSecond()));
                yield json;
            }
            case ChangeMilestone(var id, var title, var description, var due, var open) -> {
                json.put("type", "milestone.edit").put("milestone", id.name());
                json.put("title", title).put("description", description).put("open", open);
                due.ifPresent(at -> json.put("due", at.getEpochSecond()));
                yield json;
            }
            case ForgetMilestone(var id) -> json.put("type", "milestone.delete").put("milestone", id.name());
            case SetMilestone(var issue, var milestone) -> {
                json.put("type", "issue.milestone").put("issue", issue.name());
                milestone.ifPresent(id -> json.put("milestone", id.name()));
                yield json;
            }
            case Pin(var issue, var active) ->
                json.put("type", "issue.pin").put("issue", issue.name()).put("active", active);
            case Lock(var issue, var active, var reason) ->
                json.put("type", "issue.lock")
                        .put("issue", issue.name())
                        .put("active", active)
                        .put("reason", reason);
            case SetDue(var issue, var due) -> {
                json.put("type", "issue.due").put("issue", issue.name());
                due.ifPresent(at -> json.put("due", at.getEpochSecond()));
                yield json;
            }
            case Depend(var issue, var on, var active) ->
                json.put("type", "issue.depend")
                        .put("issue", issue.name())
                        .put("on", on.name())
                        .put("active", active);
            case AskReview(var issue, var reviewer, var given, var active) ->
                json.put("type", "issue.reviewer")
                        .put("issue", issue.name())
                        .put("reviewer", reviewer)
                        .put("given", given)
                        .put("active", active);
            case DismissReview(var issue, var review, var version, var active, var reason) ->
                json.put("type", "review.dismiss")
                        .put("issue", issue.name())
                        .put("review", review.name())
                        .put("version", version)
                        .put("active", active)
                        .put("reason", reason);
        };
    }
}
