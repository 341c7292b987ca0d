package dev.hob.node.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.Embed;
import dev.hob.node.cob.Fields;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import org.eclipse.jgit.lib.ObjectId;

/// What can be done to an `xyz.radicle.patch`.
sealed interface PatchAction {
    record Edit(String title, Target target) implements PatchAction {}

    record Label(SortedSet<String> labels) implements PatchAction {
        public Label {
            labels = Fields.ordered(labels);
        }
    }

    /// @param assignees all whom it shall have, as DIDs
    record Assign(SortedSet<String> assignees) implements PatchAction {
        public Assign {
            assignees = Fields.ordered(assignees);
        }
    }

    /// @param state never merged
    record ChangeState(PatchState state) implements PatchAction {}

    record Merge(ObjectId revision, ObjectId commit) implements PatchAction {}

    /// @param resolves comments that it answers, each by the entry of its review or revision and its own
    record Revise(String description, ObjectId base, ObjectId head, List<Answered> resolves) implements PatchAction {
        public Revise {
            resolves = List.copyOf(resolves);
        }
    }

    record Answered(ObjectId entry, ObjectId comment) {}

    /// @param embeds only where they are written; older ones lack them
    record EditRevision(ObjectId revision, String description, List<Embed> embeds) implements PatchAction {
        public EditRevision {
            embeds = List.copyOf(embeds);
        }
    }

    record RedactRevision(ObjectId revision) implements PatchAction {}

    record ReactToRevision(ObjectId revision, Optional<CodeLocation> location, String sign, boolean active)
            implements PatchAction {}

    /// Something about a comment under a revision or in a review.
    sealed interface Talk extends PatchAction {
        /// The revision or review.
        Place place();
    }

    /// Where a comment stands.
    sealed interface Place {
        record OfRevision(ObjectId id) implements Place {}

        record OfReview(ObjectId id) implements Place {}
    }

    record Comment(
            Place place, Optional<CodeLocation> location, String body, Optional<ObjectId> replyTo, List<Embed> embeds)
            implements Talk {
        public Comment {
            embeds = List.copyOf(embeds);
        }
    }

    record EditComment(Place place, ObjectId comment, String body, List<Embed> embeds) implements Talk {
        public EditComment {
            embeds = List.copyOf(embeds);
        }
    }

    record RedactComment(Place place, ObjectId comment) implements Talk {}

    record React(Place place, ObjectId comment, String sign, boolean active) implements Talk {}

    /// @param place a review: only there is anything resolved
    record Resolve(Place.OfReview place, ObjectId comment, boolean done) implements Talk {}

    record Review(ObjectId revision, Optional<String> summary, Optional<Verdict> verdict, List<String> labels)
            implements PatchAction {
        public Review {
            labels = List.copyOf(labels);
        }
    }

    /// @param version 1 or 2: they differ in what they replace
    record EditReview(
            int version,
            ObjectId review,
            Optional<String> summary,
            Optional<Verdict> verdict,
            List<String> labels,
            List<Embed> embeds)
            implements PatchAction {
        public EditReview {
            labels = List.copyOf(labels);
            embeds = List.copyOf(embeds);
        }
    }

    record RedactReview(ObjectId review) implements PatchAction {}

    record ReactToReview(ObjectId review, String sign, boolean active) implements PatchAction {}

    /// Reads one that anybody may have written; empty when it is none, and then its entry counts for nothing.
    static Optional<PatchAction> parse(JsonNode json) {
        return Optional.ofNullable(new Reader(json).action());
    }

    /// As it is signed.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case Edit(var title, var target) ->
                json.put("type", "edit").put("title", title).set("target", target.json());
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
            case ChangeState(var state) ->
                json.put("type", "lifecycle")
                        .set(
                                "state",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("status", state.name().toLowerCase(Locale.ROOT)));
            case Merge(var revision, var commit) ->
                json.put("type", "merge").put("revision", revision.name()).put("commit", commit.name());
            case Revise(var description, var base, var head, var resolves) -> {
                json.put("type", "revision").put("description", description);
                json.put("base", base.name()).put("oid", head.name());
                if (!resolves.isEmpty()) {
                    var all = json.putArray("resolves");
                    resolves.forEach(it -> all.addArray()
                            .add(it.entry().name())
                            .add(it.comment().name()));
                }
                yield json;
            }
            case EditRevision(var revision, var description, var embeds) ->
                embeds(
                        json.put("type", "revision.edit")
                                .put("revision", revision.name())
                                .put("description", description),
                        embeds,
                        false);
            case RedactRevision(var revision) ->
                json.put("type", "revision.redact").put("revision", revision.name());
            case ReactToRevision(var revision, var location, var sign, var active) -> {
                json.put("type", "revision.react").put("revision", revision.name());
                location.ifPresent(it -> json.set("location", it.json()));
                yield json.put("reaction", sign).put("active", active);
            }
            case Comment(var place, var location, var body, var replyTo, var embeds) -> {
                in(json, place, "comment").put("body", body);
                location.ifPresent(it -> json.set("location", it.json()));
                // The two spell it differently.
                String reply = place instanceof Place.OfReview ? "reply_to" : "replyTo";
                replyTo.ifPresent(it -> json.put(reply, it.name()));
                yield embeds(json, embeds, false);
            }
            case EditComment(var place, var comment, var body, var embeds) ->
                embeds(
                        in(json, place, "comment.edit")
                                .put("comment", comment.name())
                                .put("body", body),
                        embeds,
                        true);
            case RedactComment(var place, var comment) ->
                in(json, place, "comment.redact").put("comment", comment.name());
            case React(var place, var comment, var sign, var active) ->
                in(json, place, "comment.react")
                        .put("comment", comment.name())
                        .put("reaction", sign)
                        .put("active", active);
            case Resolve(var place, var comment, var done) ->
                in(json, place, done ? "comment.resolve" : "comment.unresolve").put("comment", comment.name());
            case Review(var revision, var summary, var verdict, var labels) -> {
                json.put("type", "review").put("revision", revision.name());
                summary.ifPresent(it -> json.put("summary", it));
                yield opinion(json, verdict, labels);
            }
            case EditReview(var version, var review, var summary, var verdict, var labels, var embeds) -> {
                json.put("type", version == 1 ? "review.edit" : "review.edit.v2")
                        .put("review", review.name());
                summary.filter(it -> version == 1 || !it.isEmpty()).ifPresent(it -> json.put("summary", it));
                yield embeds(opinion(json, verdict, labels), embeds, false);
            }
            case RedactReview(var review) -> json.put("type", "review.redact").put("review", review.name());
            case ReactToReview(var review, var sign, var active) ->
                json.put("type", "review.react")
                        .put("review", review.name())
                        .put("reaction", sign)
                        .put("active", active);
        };
    }

    private static ObjectNode in(ObjectNode json, Place place, String what) {
        return switch (place) {
            case Place.OfRevision(var id) ->
                json.put("type", "revision." + what).put("revision", id.name());
            case Place.OfReview(var id) -> json.put("type", "review." + what).put("review", id.name());
        };
    }

    private static ObjectNode opinion(ObjectNode json, Optional<Verdict> verdict, List<String> labels) {
        verdict.ifPresent(it -> json.put("verdict", it.name().toLowerCase(Locale.ROOT)));
        if (!labels.isEmpty()) labels.forEach(json.putArray("labels")::add);
        return json;
    }

    private static ObjectNode embeds(ObjectNode json, List<Embed> embeds, boolean always) {
        if (!always && embeds.isEmpty()) return json;
        var all = json.putArray("embeds");
        embeds.forEach(embed -> all.add(embed.json()));
        return json;
    }

    /// Reads the fields of one action; what is missing or wrong makes the whole of it none.
    final class Reader {
        /// A field is not what it must be.
        private static final class Strange extends RuntimeException {
            Strange() {
                super("no such action", null, false, false);
            }
        }

        private final JsonNode json;

        Reader(JsonNode json) {
            this.json = json;
        }

        @org.jspecify.annotations.Nullable
        PatchAction action() {
            try {
                return read();
            } catch (Strange _) {
                return null; // Strangers write these; the entry counts for nothing on every node alike.
            }
        }

        private PatchAction read() {
            return switch (json.path("type").asText()) {
                case "edit" -> new Edit(text("title"), must(Target.parse(json.path("target"))));
                case "label" -> new Label(must(Fields.texts(json.path("labels"))));
                case "assign" -> new Assign(must(Fields.dids(json.path("assignees"))));
                case "lifecycle" -> new ChangeState(state());
                case "merge" -> new Merge(id("revision"), id("commit"));
                case "revision" -> new Revise(text("description"), id("base"), id("oid"), answered());
                case "revision.edit" -> new EditRevision(id("revision"), text("description"), embeds());
                case "revision.redact" -> new RedactRevision(id("revision"));
                case "revision.react" -> new ReactToRevision(id("revision"), location(), sign(), truth("active"));
                case "revision.comment" -> comment(revision(), "replyTo");
                case "revision.comment.edit" -> editComment(revision());
                case "revision.comment.redact" -> new RedactComment(revision(), id("comment"));
                case "revision.comment.react" -> new React(revision(), id("comment"), sign(), truth("active"));
                case "review" -> new Review(id("revision"), summary(), verdict(), labels());
                case "review.edit" -> new EditReview(1, id("review"), summary(), verdict(), labels(), List.of());
                case "review.edit.v2" -> new EditReview(2, id("review"), summary(), verdict(), labels(), embeds());
                case "review.redact" -> new RedactReview(id("review"));
                case "review.react" -> new ReactToReview(id("review"), sign(), truth("active"));
                case "review.comment" -> comment(review(), "reply_to");
                case "review.comment.edit" -> editComment(review());
                case "review.comment.redact" -> new RedactComment(review(), id("comment"));
                case "review.comment.react" -> new React(review(), id("comment"), sign(), truth("active"));
                case "review.comment.resolve" -> new Resolve(review(), id("comment"), true);
                case "review.comment.unresolve" -> new Resolve(review(), id("comment"), false);
                default -> throw new Strange();
            };
        }

        private Comment comment(Place place, String replyTo) {
            return new Comment(
                    place, location(), text("body"), must(Fields.optional(json.path(replyTo), Fields::id)), embeds());
        }

        private EditComment editComment(Place place) {
            return new EditComment(place, id("comment"), text("body"), must(Embed.list(json.path("embeds"))));
        }

        private Place revision() {
            return new Place.OfRevision(id("revision"));
        }

        private Place.OfReview review() {
            return new Place.OfReview(id("review"));
        }

        private PatchState state() {
            return switch (json.path("state").path("status").asText()) {
                case "open" -> PatchState.OPEN;
                case "draft" -> PatchState.DRAFT;
                case "archived" -> PatchState.ARCHIVED;
                default -> throw new Strange();
            };
        }

        private List<Answered> answered() {
            var list = json.path("resolves");
            if (list.isMissingNode()) return List.of();
            if (!list.isArray()) throw new Strange();
            var all = new ArrayList<Answered>();
            for (var one : list) {
                if (one.size() != 2) throw new Strange();
                all.add(new Answered(must(Fields.id(one.path(0))), must(Fields.id(one.path(1)))));
            }
            return all;
        }

        private Optional<CodeLocation> location() {
            return must(Fields.optional(json.path("location"), CodeLocation::parse));
        }

        private Optional<String> summary() {
            return must(Fields.optional(json.path("summary"), Fields::text));
        }

        private Optional<Verdict> verdict() {
            return must(Fields.optional(json.path("verdict"), it -> switch (it.asText()) {
                case "accept" -> Optional.of(Verdict.ACCEPT);
                case "reject" -> Optional.of(Verdict.REJECT);
                default -> Optional.empty();
            }));
        }

        private List<String> labels() {
            var list = json.path("labels");
            return list.isMissingNode() ? List.of() : List.copyOf(must(Fields.texts(list)));
        }

        private List<Embed> embeds() {
            var list = json.path("embeds");
            return list.isMissingNode() ? List.of() : must(Embed.list(list));
        }

        private String sign() {
            return must(Fields.text(json.path("reaction")).filter(Reactions::isOne));
        }

        private boolean truth(String name) {
            return must(Fields.truth(json.path(name)));
        }

        private String text(String name) {
            return must(Fields.text(json.path(name)));
        }

        private ObjectId id(String name) {
            return must(Fields.id(json.path(name)));
        }

        private static <T> T must(Optional<T> field) {
            return field.orElseThrow(Strange::new);
        }
    }
}
