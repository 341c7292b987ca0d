package dev.hob.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.Event;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Label;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Milestone;
import dev.hob.node.issue.PatchState;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.json.TimelineComment;
import dev.hob.web.api.json.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// The history of an issue in Gitea's words. Owned by one request.
final class Timeline {
    private final Call call;
    private final Repo repo;
    private final Issue issue;
    private final List<Line> lines;
    private final Cast cast;
    private final Map<String, Label> labels = new HashMap<>();
    private final Map<String, Milestone> milestones = new HashMap<>();
    private final List<TimelineComment> shapes = new ArrayList<>();
    private Optional<String> milestone = Optional.empty();
    private boolean due;

    Timeline(Node node, Call call, Repo repo, Issue issue, List<Line> lines) {
        this.call = call;
        this.repo = repo;
        this.issue = issue;
        this.lines = lines;
        for (var label : node.tracking().tracked().labels(repo.rid())) labels.put(label.name(), label);
        for (var goal : node.tracking().tracked().milestones(repo.rid()))
            milestones.put(goal.id().name(), goal);
        var keys = new HashSet<DidKey>();
        for (var line : lines) {
            keys.add(line.by());
            if (line.what() instanceof Line.What.Told(String kind, JsonNode data) && kind.equals("reviewer"))
                key(data.path("reviewer").asText()).ifPresent(keys::add);
            if (line.what() instanceof Line.What.Happened(Event.What.Assigned(var added, var removed))) {
                added.forEach(did -> key(did).ifPresent(keys::add));
                removed.forEach(did -> key(did).ifPresent(keys::add));
            }
        }
        this.cast = new Cast(node, call, keys);
    }

    private static Optional<DidKey> key(String did) {
        try {
            return Optional.of(DidKey.parse(did));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Some other node's words.
        }
    }

    List<TimelineComment> shapes() {
        for (var line : lines) {
            switch (line.what()) {
                case Line.What.Said(var comment) -> comment.ifPresent(it -> said(line, it));
                case Line.What.Revised(var text, var _) ->
                    add(line, 0, Draft.of("pull_push", text.map(Comment::body).orElse(""), line.at()));
                case Line.What.Reviewed(var text, var _) ->
                    add(line, 0, Draft.of("review", text.map(Comment::body).orElse(""), line.at()));
                case Line.What.Happened(var what) -> happened(line, what);
                case Line.What.Told(String kind, JsonNode data) -> told(line, kind, data);
            }
        }
        return List.copyOf(shapes);
    }

    /// One line that is being written.
    private record Draft(
            String type,
            String body,
            Instant updated,
            Optional<Milestone> before,
            Optional<Milestone> after,
            String oldTitle,
            String newTitle,
            Optional<Label> label,
            Optional<User> assignee,
            boolean removed) {
        static Draft of(String type, String body, Instant at) {
            return new Draft(
                    type,
                    body,
                    at,
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }

        Draft about(Label which) {
            return new Draft(
                    type, body, updated, before, after, oldTitle, newTitle, Optional.of(which), assignee, removed);
        }

        Draft about(User who, boolean gone) {
            return new Draft(type, body, updated, before, after, oldTitle, newTitle, label, Optional.of(who), gone);
        }

        Draft titles(String from, String to) {
            return new Draft(type, body, updated, before, after, from, to, label, assignee, removed);
        }

        Draft milestones(Optional<Milestone> from, Optional<Milestone> to) {
            return new Draft(type, body, updated, from, to, oldTitle, newTitle, label, assignee, removed);
        }
    }

    private void add(Line line, int part, Draft draft) {
        String page = IssueShapes.page(call, repo, issue);
        shapes.add(new TimelineComment(
                line.handle() + part,
                draft.type(),
                page + IssueShapes.place(line.entry()),
                issue.isPatch() ? page : "",
                issue.isPatch() ? "" : page,
                cast.user(line.by()),
                draft.body(),
                line.at(),
                draft.updated(),
                0,
                0,
                draft.before().map(IssueShapes::milestone),
                draft.after().map(IssueShapes::milestone),
                draft.oldTitle(),
                draft.newTitle(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                "",
                0,
                draft.label().map(it -> IssueShapes.label(call, repo, it)),
                draft.assignee(),
                draft.removed(),
                Optional.empty()));
    }

    private void said(Line line, Comment comment) {
        add(
                line,
                0,
                Draft.of(
                        comment.location().isPresent() ? "code" : "comment",
                        comment.body(),
                        comment.edits().getLast().at()));
    }

    private void happened(Line line, Event.What what) {
        switch (what) {
            case Event.What.Spoken _ -> {} // They are lines of their own kinds.
            case Event.What.Merged _ -> add(line, 0, Draft.of("merge_pull", "", line.at()));
            case Event.What.Targeted(var before, var after) ->
                add(line, 0, Draft.of("change_target_branch", before + " → " + after, line.at()));
            case Event.What.Entered(var state) ->
                add(line, 0, Draft.of(state == PatchState.ARCHIVED ? "close" : "reopen", "", line.at()));
            case Event.What.Retitled(var before, var after) ->
                add(line, 0, Draft.of("change_title", "", line.at()).titles(before, after));
            case Event.What.Turned(IssueState state) ->
                add(line, 0, Draft.of(state.isOpen() ? "reopen" : "close", "", line.at()));
            case Event.What.Labelled(var added, var removed) -> {
                int part = 0;
                for (String name : added)
                    add(line, part++, Draft.of("label", "1", line.at()).about(label(name)));
                for (String name : removed)
                    add(line, part++, Draft.of("label", "", line.at()).about(label(name)));
            }
            case Event.What.Assigned(var added, var removed) -> {
                int part = 0;
                for (String did : added) assigned(line, part++, did, false);
                for (String did : removed) assigned(line, part++, did, true);
            }
        }
    }

    private Label label(String name) {
        return labels.getOrDefault(name, Label.plain(name));
    }

    private void assigned(Line line, int part, String did, boolean removed) {
        key(did).ifPresent(key ->
                add(line, part, Draft.of("assignees", "", line.at()).about(cast.user(key), removed)));
    }

    /// What the tracker says: its actions as they are signed.
    private void told(Line line, String kind, JsonNode data) {
        boolean active = data.path("active").asBoolean();
        switch (kind) {
            case "milestone" -> {
                var after = Optional.of(data.path("milestone").asText()).filter(ObjectId::isId);
                var was = milestone.flatMap(id -> Optional.ofNullable(milestones.get(id)));
                var is = after.flatMap(id -> Optional.ofNullable(milestones.get(id)));
                milestone = after;
                add(line, 0, Draft.of("milestone", "", line.at()).milestones(was, is));
            }
            case "pin" -> add(line, 0, Draft.of(active ? "pin" : "unpin", "", line.at()));
            case "lock" ->
                add(
                        line,
                        0,
                        Draft.of(active ? "lock" : "unlock", data.path("reason").asText(), line.at()));
            case "due" -> {
                boolean has = data.path("due").isIntegralNumber();
                String type = !has ? "removed_deadline" : due ? "modified_deadline" : "added_deadline";
                due = has;
                add(line, 0, Draft.of(type, data.path("due").asText(), line.at()));
            }
            case "reviewer" ->
                key(data.path("reviewer").asText())
                        .ifPresent(key -> add(
                                line,
                                0,
                                Draft.of("review_request", "", line.at()).about(cast.user(key), !active)));
            case "dismiss" ->
                add(
                        line,
                        0,
                        Draft.of(
                                active ? "dismiss_review" : "review",
                                data.path("reason").asText(),
                                line.at()));
            case "depend" -> add(line, 0, Draft.of(active ? "add_dependency" : "remove_dependency", "", line.at()));
            default -> {
                // A kind of a later version: its own pages tell of it.
            }
        }
    }
}
