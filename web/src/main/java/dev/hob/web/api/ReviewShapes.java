package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.cob.CodeRange;
import dev.hob.node.cob.Comment;
import dev.hob.node.code.Diffs;
import dev.hob.node.issue.Handles;
import dev.hob.node.issue.Line;
import dev.hob.node.patch.PatchReading.Placed;
import dev.hob.node.patch.PatchReading.Reviewed;
import dev.hob.node.patch.PatchReading.Revised;
import dev.hob.node.patch.Patches.Remark;
import dev.hob.node.patch.PendingReviews.Pending;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.PullReview;
import dev.hob.web.api.json.PullReviewComment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Reviews and their remarks as the API shows them. Shared between threads.
final class ReviewShapes {
    private static final int LINES_MAX = 10_000;

    private final Node node;
    private final Code code;

    ReviewShapes(Node node, Code code) {
        this.node = node;
        this.code = code;
    }

    /// All that was said of one pull request, as it is now.
    Told told(Call call, PullFinder.Pull pull) {
        return new Told(call, pull);
    }

    /// Somebody is asked for a review.
    private record Request(Line line, DidKey reviewer) {}

    /// All that was said of one pull request, read together. Owned by one request.
    final class Told {
        private final Call call;
        private final PullFinder.Pull pull;
        private final String page;
        private final List<Reviewed> reviews;
        private final List<Placed> placed;
        private final Map<ObjectId, Line> lines = new HashMap<>();
        private final Map<ObjectId, Revised> revisions = new HashMap<>();
        private final Optional<Pending> pending;
        private final List<Request> requests;
        private final Cast cast;

        private Told(Call call, PullFinder.Pull pull) {
            this.call = call;
            this.pull = pull;
            this.page = IssueShapes.page(call, call.repo(), pull.issue());
            var rid = call.repo().rid();
            var id = pull.issue().id();
            var reading = node.pulls().reading();
            for (var revision : reading.revisions(rid, id)) revisions.put(revision.id(), revision);
            reviews = reading.reviews(rid, id).stream()
                    .filter(it -> !it.redacted() && revisions.containsKey(it.revision()))
                    .toList();
            placed = reading.comments(rid, id);
            var history = node.tracking().talks().history(rid, id, -1, LINES_MAX);
            for (var line : history) lines.put(line.entry(), line);
            pending = call.perhaps().flatMap(it -> node.pulls().pending().of(rid, id, it));
            requests = requests(reading.asked(rid, List.of(id)).getOrDefault(id, List.of()), history);
            var keys = new HashSet<DidKey>();
            requests.forEach(it -> keys.add(it.reviewer()));
            reviews.forEach(it -> keys.add(it.by()));
            lines.values().forEach(it -> keys.add(it.by()));
            cast = new Cast(node, call, keys);
        }

        /// The lines by which those are asked who still are.
        private static List<Request> requests(List<DidKey> asked, List<Line> history) {
            var requests = new HashMap<String, Request>();
            for (var line : history)
                if (line.what() instanceof Line.What.Told(String kind, var data) && kind.equals("reviewer"))
                    asked.stream()
                            .filter(key ->
                                    key.did().equals(data.path("reviewer").asText()))
                            .findFirst()
                            .ifPresent(key -> requests.put(key.did(), new Request(line, key)));
            return requests.values().stream()
                    .sorted(java.util.Comparator.comparing(
                                    (Request it) -> it.line().at())
                            .thenComparing(it -> it.line().entry().name()))
                    .toList();
        }

        /// All reviews, the first one first, then those that are asked for; the caller's pending one comes last.
        List<PullReview> reviews() {
            var all = new ArrayList<PullReview>();
            reviews.forEach(it -> all.add(shape(it)));
            requests.forEach(it -> all.add(shape(it)));
            pending.ifPresent(it -> all.add(shape(it)));
            return all;
        }

        /// A review by its number.
        Optional<Reviewed> given(long number) {
            return reviews.stream().filter(it -> Handles.of(it.id()) == number).findFirst();
        }

        /// The caller's pending review, if that is its number.
        Optional<Pending> pending(long number) {
            return pending.filter(it -> Handles.of(it.id()) == number);
        }

        /// A review that is asked for, by its number.
        Optional<PullReview> request(long number) {
            return requests.stream()
                    .filter(it -> Handles.of(it.line().entry()) == number)
                    .findFirst()
                    .map(this::shape);
        }

        PullReview review(ObjectId id) {
            return reviews.stream()
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .map(this::shape)
                    .or(() -> pending.filter(it -> it.id().equals(id)).map(this::shape))
                    .orElseThrow(Call::missing);
        }

        private Optional<Comment> said(ObjectId entry) {
            return Optional.ofNullable(lines.get(entry)).flatMap(Line::said);
        }

        private List<Placed> remarks(ObjectId review) {
            return placed.stream()
                    .filter(it -> it.review().filter(review::equals).isPresent())
                    .filter(it -> said(it.entry()).isPresent())
                    .sorted(java.util.Comparator.comparingLong(it -> Optional.ofNullable(lines.get(it.entry()))
                            .map(Line::position)
                            .orElse(0L)))
                    .toList();
        }

        private Revised revision(ObjectId id) {
            return Optional.ofNullable(revisions.get(id)).orElseThrow(Call::missing);
        }

        private boolean isStale(ObjectId revision) {
            return !revision.equals(pull.patch().revision());
        }

        private boolean isOfficial(DidKey by) {
            return node.people()
                    .byKey(by)
                    .filter(it -> node.access().may(Viewer.of(it), Right.WRITE, call.repo()))
                    .isPresent();
        }

        private PullReview shape(Reviewed it) {
            var said = said(it.id());
            String state = it.verdict()
                    .map(verdict -> switch (verdict) {
                        case ACCEPT -> "APPROVED";
                        case REJECT -> "REQUEST_CHANGES";
                    })
                    .orElse("COMMENT");
            return new PullReview(
                    Handles.of(it.id()),
                    cast.user(it.by()),
                    Optional.empty(),
                    state,
                    said.map(Comment::body).orElse(""),
                    revision(it.revision()).head().name(),
                    isStale(it.revision()),
                    isOfficial(it.by()),
                    it.dismissed().isPresent(),
                    it.dismissed(),
                    remarks(it.id()).size(),
                    it.at(),
                    said.map(text -> text.edits().getLast().at()).orElse(it.at()),
                    page + IssueShapes.place(it.id()),
                    page,
                    it.id().name());
        }

        private PullReview shape(Request it) {
            var entry = it.line().entry();
            return new PullReview(
                    Handles.of(entry),
                    cast.user(it.reviewer()),
                    Optional.empty(),
                    "REQUEST_REVIEW",
                    "",
                    pull.patch().head().name(),
                    false,
                    isOfficial(it.reviewer()),
                    false,
                    Optional.empty(),
                    0,
                    it.line().at(),
                    it.line().at(),
                    page + IssueShapes.place(entry),
                    page,
                    entry.name());
        }

        private PullReview shape(Pending it) {
            var by = call.person();
            return new PullReview(
                    Handles.of(it.id()),
                    PeopleShapes.user(by, call.viewer(), call.links()),
                    Optional.empty(),
                    "PENDING",
                    it.body(),
                    revision(it.revision()).head().name(),
                    isStale(it.revision()),
                    isOfficial(by.key()),
                    false,
                    Optional.empty(),
                    it.remarks().size(),
                    it.at(),
                    it.at(),
                    page + "/files",
                    page,
                    "");
        }

        /// The remarks of a review, the first one first.
        List<PullReviewComment> comments(Reviewed review) {
            return remarks(review.id()).stream().map(this::shape).toList();
        }

        /// One remark by its number, in whichever review.
        Optional<Placed> remark(long number) {
            return placed.stream()
                    .filter(it -> it.review().isPresent()
                            && Handles.of(it.entry()) == number
                            && said(it.entry()).isPresent())
                    .findFirst();
        }

        PullReviewComment comment(ObjectId entry) {
            return placed.stream()
                    .filter(it -> it.entry().equals(entry))
                    .findFirst()
                    .map(this::shape)
                    .orElseThrow(Call::missing);
        }

        /// An answer stands where that stands which it answers.
        private Placed root(Placed it) {
            var at = it;
            for (int i = 0;
                    i < placed.size() && at.location().isEmpty() && at.replyTo().isPresent();
                    i++) {
                var to = at.replyTo().get();
                var above = placed.stream()
                        .filter(other -> other.entry().equals(to))
                        .findFirst();
                if (above.isEmpty()) break;
                at = above.get();
            }
            return at;
        }

        private PullReviewComment shape(Placed it) {
            var line = Optional.ofNullable(lines.get(it.entry())).orElseThrow(Call::missing);
            var said = line.said().orElseThrow(Call::missing);
            var root = root(it);
            var spot = Spot.of(root.location());
            var revision = revision(root.revision());
            return new PullReviewComment(
                    Handles.of(it.entry()),
                    said.body(),
                    cast.user(line.by()),
                    Optional.empty(),
                    root.resolved(),
                    it.review().map(Handles::of).orElse(0L),
                    line.at(),
                    said.edits().getLast().at(),
                    root.location().map(CodeLocation::path).orElse(""),
                    pull.patch().head().name(),
                    revision.head().name(),
                    root.location().map(place -> hunk(revision, place, spot)).orElse(""),
                    spot.old() ? 0 : spot.last(),
                    spot.old() ? spot.last() : 0,
                    spot.first(),
                    spot.lastLine(),
                    spot.side(),
                    it.replyTo().map(Handles::of),
                    page + IssueShapes.place(it.entry()),
                    page,
                    it.entry().name());
        }

        /// The remarks of the caller's pending review; their numbers are their places.
        List<PullReviewComment> comments(Pending review) {
            var by = PeopleShapes.user(call.person(), call.viewer(), call.links());
            var revision = revision(review.revision());
            var shapes = new ArrayList<PullReviewComment>();
            for (Remark remark : review.remarks()) {
                var spot = Spot.of(remark.location());
                shapes.add(new PullReviewComment(
                        Handles.of(review.id()) + shapes.size() + 1,
                        remark.body(),
                        by,
                        Optional.empty(),
                        false,
                        Handles.of(review.id()),
                        review.at(),
                        review.at(),
                        remark.location().map(CodeLocation::path).orElse(""),
                        pull.patch().head().name(),
                        revision.head().name(),
                        remark.location()
                                .map(place -> hunk(revision, place, spot))
                                .orElse(""),
                        spot.old() ? 0 : spot.last(),
                        spot.old() ? spot.last() : 0,
                        spot.first(),
                        spot.lastLine(),
                        spot.side(),
                        Optional.empty(),
                        page + "/files",
                        page,
                        ""));
            }
            return shapes;
        }

        private String hunk(Revised revision, CodeLocation place, Spot spot) {
            try (var opened = code.open(call.repo())) {
                return code.diffs()
                        .between(opened.git(), revision.base(), revision.head())
                        .flatMap(diff -> diff.files().stream()
                                .filter(it -> (spot.old() ? it.oldPath() : it.newPath()).equals(place.path()))
                                .findFirst())
                        .map(file -> hunk(file, spot))
                        .orElse("");
            }
        }

        private static String hunk(Diffs.File file, Spot spot) {
            var text = new StringBuilder();
            for (var line : file.lines()) {
                if (line.kind() == Diffs.Kind.HUNK) text.setLength(0);
                text.append(sign(line.kind())).append(line.text()).append('\n');
                if (spot.isAt(line)) return text.substring(0, text.length() - 1);
            }
            return "";
        }

        private static String sign(Diffs.Kind kind) {
            return switch (kind) {
                case HUNK -> "";
                case CONTEXT -> " ";
                case ADDED -> "+";
                case REMOVED -> "-";
                case NOTE -> "\\ ";
            };
        }
    }

    /// Some lines on one side, counted from 1.
    ///
    /// @param last 0 for no lines
    record Spot(boolean old, Optional<Long> first, long last) {
        static Spot of(Optional<CodeLocation> location) {
            var after = location.flatMap(CodeLocation::after);
            var range = after.or(() -> location.flatMap(CodeLocation::before));
            if (range.isEmpty()) return new Spot(false, Optional.empty(), 0);
            boolean old = after.isEmpty();
            return switch (range.get()) {
                case CodeRange.Lines(int start, int end) -> new Spot(old, Optional.of(start + 1L), Math.max(end, 1));
                case CodeRange.Characters(int line, int _, int _) -> new Spot(old, Optional.of(line + 1L), line + 1L);
            };
        }

        boolean isAt(Diffs.Line line) {
            if (last == 0) return false;
            return old
                    ? line.before() == last && line.kind() != Diffs.Kind.ADDED
                    : line.after() == last && line.kind() != Diffs.Kind.REMOVED;
        }

        Optional<Long> lastLine() {
            return last == 0 ? Optional.empty() : Optional.of(last);
        }

        Optional<String> side() {
            return last == 0 ? Optional.empty() : Optional.of(old ? "LEFT" : "RIGHT");
        }
    }
}
