package dev.hob.web.issue;

import dev.hob.node.Node;
import dev.hob.node.cob.CodeLocation;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.PatchReading;
import dev.hob.node.patch.SourceBranches;
import dev.hob.node.patch.SuggestedText;
import dev.hob.node.people.Person;
import dev.hob.web.html.ShownLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What was said at lines of code of one pull request. Owned by one request.
final class Remarks {
    private final Node node;
    private final Issue issue;
    private final Patch patch;
    private final Pieces pieces;
    private final Map<ObjectId, PatchReading.Placed> placed = new HashMap<>();
    private final Map<ObjectId, PatchReading.Revised> revisions = new HashMap<>();
    private Optional<Boolean> takes = Optional.empty();

    Remarks(Node node, Issue issue, Patch patch, Pieces pieces) {
        this.node = node;
        this.issue = issue;
        this.patch = patch;
        this.pieces = pieces;
        var reading = node.pulls().reading();
        reading.comments(issue.rid(), issue.id()).forEach(it -> placed.put(it.entry(), it));
        reading.revisions(issue.rid(), issue.id()).forEach(it -> revisions.put(it.id(), it));
    }

    /// Which revision began with an entry, counted from 1.
    Optional<Integer> number(ObjectId entry) {
        return Optional.ofNullable(revisions.get(entry)).map(PatchReading.Revised::number);
    }

    /// Whether somebody may take suggestions; looked for once.
    boolean mayTake(Optional<Person> reader) {
        var known = takes.or(() ->
                Optional.of(reader.map(it -> node.pulls().sources().way(it, patch) instanceof SourceBranches.Way.Open)
                        .orElse(false)));
        takes = known;
        return known.get();
    }

    /// A talk about some lines.
    ///
    /// @param review under which it stands on this page, if it does
    /// @param ofReview whether it belongs to a review at all
    /// @param revision its number
    /// @param lines what was said, the first one first
    /// @param suggested what each suggestion among it changes, by the name under which it is taken
    /// @param fits whether the lines are what they were
    record About(
            Optional<ObjectId> review,
            boolean ofReview,
            int revision,
            String path,
            Optional<Pieces.Span> span,
            List<TalkLine.Code> code,
            List<Line> lines,
            boolean past,
            boolean resolved,
            CodeLocation location,
            Map<String, List<ShownLine>> suggested,
            boolean fits) {
        About {
            code = List.copyOf(code);
            lines = List.copyOf(lines);
            suggested = Map.copyOf(suggested);
        }
    }

    /// All talks about lines that begin on one page.
    record Threads(Map<ObjectId, About> byStart, Map<ObjectId, List<About>> byReview, Map<ObjectId, ObjectId> roots) {
        Optional<About> startedBy(ObjectId entry) {
            return Optional.ofNullable(byStart.get(entry));
        }

        /// Whether it stands in a talk about lines that it did not begin.
        boolean isAnswer(ObjectId entry) {
            return roots.containsKey(entry) && !entry.equals(roots.get(entry));
        }

        /// Those under a review.
        List<About> of(ObjectId review) {
            return byReview.getOrDefault(review, List.of());
        }
    }

    /// Puts the lines of a page together.
    Threads threads(List<Line> history) {
        var roots = new HashMap<ObjectId, ObjectId>();
        var said = new LinkedHashMap<ObjectId, List<Line>>();
        var reviews = new HashSet<ObjectId>();
        for (var line : history) {
            if (line.what() instanceof Line.What.Reviewed) reviews.add(line.entry());
            var at = placed.get(line.entry());
            if (!(line.what() instanceof Line.What.Said) || at == null) continue;
            var root = at.replyTo().map(roots::get).orElse(null);
            if (root == null && at.location().isEmpty()) continue;
            roots.put(line.entry(), root == null ? line.entry() : root);
            said.computeIfAbsent(roots.get(line.entry()), _ -> new ArrayList<>())
                    .add(line);
        }
        var byStart = new LinkedHashMap<ObjectId, About>();
        var byReview = new HashMap<ObjectId, List<About>>();
        if (said.isEmpty()) return new Threads(byStart, byReview, roots);
        try (var repository = node.storage().open(issue.rid())) {
            said.forEach((root, lines) -> Optional.ofNullable(placed.get(root))
                    .flatMap(at -> at.location().map(location -> about(repository, at, location, lines, reviews)))
                    .ifPresent(about -> byStart.put(root, about)));
        }
        for (var about : byStart.values())
            about.review().ifPresent(review -> byReview.computeIfAbsent(review, _ -> new ArrayList<>())
                    .add(about));
        return new Threads(byStart, byReview, roots);
    }

    private About about(
            Repository repository,
            PatchReading.Placed at,
            CodeLocation location,
            List<Line> lines,
            Set<ObjectId> reviews) {
        var of = Optional.ofNullable(revisions.get(at.revision()));
        var base = of.map(PatchReading.Revised::base).orElse(patch.base());
        var suggested = suggested(repository, location, lines);
        return new About(
                at.review().filter(reviews::contains),
                at.review().isPresent(),
                of.map(PatchReading.Revised::number).orElse(1),
                location.path(),
                Pieces.span(location),
                pieces.of(repository, location, base),
                lines,
                !at.revision().equals(patch.revision()) || !location.commit().equals(patch.head()),
                at.resolved(),
                location,
                suggested,
                !suggested.isEmpty()
                        && node.pulls()
                                .applying()
                                .place(repository, patch, location)
                                .isPresent());
    }

    /// The name under which a suggestion is taken.
    static String pick(Line line, int number) {
        return line.entry().name() + "." + number;
    }

    private Map<String, List<ShownLine>> suggested(Repository repository, CodeLocation location, List<Line> lines) {
        var suggested = new HashMap<String, List<ShownLine>>();
        for (var line : lines) {
            if (!(line.what() instanceof Line.What.Said(var comment)) || comment.isEmpty()) continue;
            for (var part : SuggestedText.parts(comment.get().body()))
                if (part instanceof SuggestedText.Part.Lines(int number, String text)) {
                    String id = pick(line, number) + "/" + comment.get().edits().size();
                    suggested.put(pick(line, number), pieces.suggested(repository, location, id, text));
                }
        }
        return suggested;
    }
}
