package dev.hob.web.issue;

import static dev.hob.web.text.Messages.html;
import static dev.hob.web.text.Messages.text;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.cob.Comment;
import dev.hob.node.issue.CommitReferences;
import dev.hob.node.issue.Event;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.Reactions;
import dev.hob.node.issue.References;
import dev.hob.node.patch.SuggestedText;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Chip;
import dev.hob.web.html.Excerpt;
import dev.hob.web.html.Faces;
import dev.hob.web.html.Page;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Who;
import dev.hob.web.issue.TalkLine.Bit;
import dev.hob.web.issue.TalkLine.Deed;
import gg.jte.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// Makes an issue's history readable: who did what, in sentences. Owned by one request.
final class Talk {
    private static final int ANCHOR_DIGITS = 13;
    private static final int NAMES_MAX = 10;

    private final Node node;
    private final Here here;
    private final Issue issue;
    private final Faces faces;
    private final Prose.Look prose;
    private final Map<String, Chip> chips;
    private final Page page;
    private final Map<ObjectId, TalkLine.Said> shown = new HashMap<>();
    private final Map<ObjectId, String> milestones;
    private final Optional<Remarks> remarks;

    /// @param remarks what was said at lines of code, of a pull request
    Talk(
            Node node,
            Here here,
            Issue issue,
            Faces faces,
            Prose.Look prose,
            Map<String, Chip> chips,
            Page page,
            Optional<Remarks> remarks) {
        this.remarks = remarks;
        this.node = node;
        this.here = here;
        this.issue = issue;
        this.faces = faces;
        this.prose = prose;
        this.chips = chips;
        this.page = page;
        this.milestones = node.tracking().tracked().milestoneTitles(here.rid());
    }

    /// What leads to a comment.
    static String anchor(ObjectId entry) {
        return "c-" + entry.name().substring(0, ANCHOR_DIGITS);
    }

    /// The lines of a page, with whatever points at the issue from elsewhere among them.
    ///
    /// @param from when the page before this one ends
    /// @param until when this one ends
    List<TalkLine> lines(
            List<Line> history,
            List<References.Reference> references,
            List<CommitReferences.Reference> commits,
            Instant from,
            Instant until) {
        var keys = new ArrayList<DidKey>();
        for (var line : history) {
            keys.add(line.by());
            spoken(line).ifPresent(it -> it.reactions().forEach(reaction -> keys.add(reaction.author())));
        }
        references.forEach(reference -> keys.add(reference.by()));
        faces.meet(keys);
        var texts = new HashMap<String, String>();
        for (var line : history) spoken(line).ifPresent(it -> texts.put(id(line, it), it.body()));
        prose.meet(texts);
        var lines = new ArrayList<TalkLine>(told(history));
        for (var reference : references)
            if (!reference.at().isBefore(from) && reference.at().isBefore(until))
                pointing(reference).ifPresent(lines::add);
        for (var commit : commits)
            if (!commit.at().isBefore(from) && commit.at().isBefore(until))
                arrived(commit).ifPresent(lines::add);
        lines.sort(Comparator.comparing(TalkLine::at)); // Stable: what has the same second keeps its order.
        return lines;
    }

    /// What a line says, if it says something.
    private static Optional<Comment> spoken(Line line) {
        return switch (line.what()) {
            case Line.What.Said(var comment) -> comment;
            case Line.What.Revised(var text, var _) -> text;
            case Line.What.Reviewed(var text, var _) -> text;
            case Line.What.Happened _, Line.What.Told _ -> Optional.empty();
        };
    }

    /// The lines of the history; what was said at a line of code stands together with its answers, and under the
    /// review that it belongs to.
    private List<TalkLine> told(List<Line> history) {
        if (remarks.isEmpty())
            return history.stream().map(line -> line(line, List.of())).toList();
        var threads = remarks.get().threads(history);
        var lines = new ArrayList<TalkLine>();
        for (var line : history) {
            if (threads.isAnswer(line.entry())) continue;
            var about = threads.startedBy(line.entry());
            if (about.isPresent()) {
                if (about.get().review().isEmpty()) lines.add(thread(about.get()));
            } else {
                lines.add(line(
                        line,
                        threads.of(line.entry()).stream().map(this::thread).toList()));
            }
        }
        return lines;
    }

    /// All talks about lines of code.
    List<TalkLine.Spoken> threads(List<Line> history) {
        return remarks.map(it -> it.threads(history).byStart().values().stream()
                        .map(this::thread)
                        .toList())
                .orElse(List.of());
    }

    private TalkLine.Spoken thread(Remarks.About spoken) {
        var said = spoken.lines().stream().map(line -> saying(line, spoken)).toList();
        var first = said.getFirst();
        boolean settles = spoken.review().isPresent() || spoken.ofReview();
        return new TalkLine.Spoken(
                "t-" + first.anchor(),
                spoken.resolved()
                        + String.join(
                                ",", said.stream().map(TalkLine.Said::version).toList()),
                first.who(),
                first.at(),
                first.id(),
                spoken.path(),
                spoken.span().map(Pieces.Span::told).orElseGet(() -> text("issues.the-whole-file")),
                here.page(issue) + "/files?revision=" + spoken.revision() + "&thread=" + first.anchor() + "#t-"
                        + first.anchor(),
                spoken.code(),
                said,
                spoken.past(),
                spoken.resolved(),
                settles && mayResolve(spoken),
                spoken.revision(),
                spoken.location().commit(),
                spoken.span().map(Pieces.Span::first).orElse(0),
                spoken.span().map(Pieces.Span::last).orElse(0),
                spoken.span().filter(Pieces.Span::old).isPresent());
    }

    private boolean mayResolve(Remarks.About spoken) {
        return here.member()
                || here.keys().contains(issue.author())
                || here.keys().contains(spoken.lines().getFirst().by());
    }

    private TalkLine.Said saying(Line line, Remarks.About about) {
        var comment = spoken(line);
        return said(line, comment, comment.map(it -> pieces(line, it, about)).orElse(List.of()));
    }

    /// What somebody said, taken apart where it suggests other lines.
    private List<TalkLine.Piece> pieces(Line line, Comment comment, Remarks.About about) {
        var parts = SuggestedText.parts(comment.body());
        if (parts.stream().noneMatch(SuggestedText.Part.Lines.class::isInstance)) return List.of();
        var pieces = new ArrayList<TalkLine.Piece>();
        for (var part : parts)
            switch (part) {
                case SuggestedText.Part.Words(String text) ->
                    pieces.add(new TalkLine.Piece.Words(
                            prose.html(id(line, comment) + "-" + pieces.size(), text, comment.embeds())));
                case SuggestedText.Part.Lines(int number, String _) -> {
                    String pick = Remarks.pick(line, number);
                    var lines = about.suggested().getOrDefault(pick, List.of());
                    pieces.add(new TalkLine.Piece.Suggested(pick, lines, standing(about)));
                }
            }
        return pieces;
    }

    private TalkLine.Standing standing(Remarks.About about) {
        if (about.resolved() || !issue.state().isOpen()) return TalkLine.Standing.DONE;
        if (!about.fits()) return TalkLine.Standing.OUTDATED;
        return remarks.filter(it -> it.mayTake(here.person())).isPresent()
                ? TalkLine.Standing.FITS
                : TalkLine.Standing.OFFERED;
    }

    private TalkLine line(Line line, List<TalkLine.Spoken> threads) {
        return switch (line.what()) {
            case Line.What.Said(var comment) -> said(line, comment);
            case Line.What.Revised(var text, var what) -> given(line, text, what, List.of());
            case Line.What.Reviewed(var text, var what) -> given(line, text, what, threads);
            case Line.What.Happened(var what) -> happened(line, mark(what), deed(line, what));
            case Line.What.Told(String kind, var data) -> happened(line, kind, told(kind, data));
        };
    }

    private TalkLine given(Line line, Optional<Comment> text, Event.What what, List<TalkLine.Spoken> threads) {
        String id = line.entry().name().substring(0, ANCHOR_DIGITS);
        String version = version(text)
                + mark(what)
                + String.join(
                        ",", threads.stream().map(TalkLine.Spoken::version).toList());
        return new TalkLine.Given(
                "c-" + id,
                version,
                faces.of(line.by()),
                line.at(),
                mark(what),
                deed(line, what),
                text.filter(it -> !it.body().isBlank()).map(it -> prose.html(id(line, it), it.body(), it.embeds())),
                threads);
    }

    private TalkLine happened(Line line, String mark, Deed deed) {
        String id = line.entry().name().substring(0, ANCHOR_DIGITS) + "-" + mark;
        return new TalkLine.Happened("e-" + id, id, faces.of(line.by()), line.at(), mark, deed);
    }

    private TalkLine.Said said(Line line, Optional<Comment> comment) {
        return said(line, comment, List.of());
    }

    private TalkLine.Said said(Line line, Optional<Comment> comment, List<TalkLine.Piece> pieces) {
        boolean description = line.entry().equals(issue.id());
        var said = new TalkLine.Said(
                line.entry().name(),
                anchor(line.entry()),
                version(comment) + standings(pieces),
                faces.of(line.by()),
                line.at(),
                description,
                faces.of(line.by()).equals(faces.of(issue.author())),
                comment.map(it -> prose.html(id(line, it), it.body(), it.embeds())),
                pieces,
                comment.flatMap(this::edited),
                comment.map(this::signs).orElse(List.of()),
                comment.map(it -> prose.beside(it.body(), it.embeds())).orElse(List.of()),
                comment.flatMap(Comment::replyTo)
                        .filter(to -> !to.equals(issue.id()))
                        .map(this::quoted),
                comment.isPresent() && mayEdit(line),
                comment.isPresent() && !description && mayEdit(line));
        shown.put(line.entry(), said);
        return said;
    }

    private static String standings(List<TalkLine.Piece> pieces) {
        return pieces.stream()
                .map(it -> it instanceof TalkLine.Piece.Suggested suggested ? "-" + suggested.standing() : "")
                .collect(Collectors.joining());
    }

    private static String id(Line line, Comment comment) {
        return line.entry().name() + "/" + comment.edits().size();
    }

    private static String version(Optional<Comment> comment) {
        return comment.map(it -> it.edits().size() + "-"
                        + Integer.toHexString(it.reactions().hashCode()))
                .orElse("gone");
    }

    private boolean mayEdit(Line line) {
        boolean own = here.keys().contains(line.by());
        return here.member() || (own && issue.locked().isEmpty());
    }

    private Optional<TalkLine.Edited> edited(Comment comment) {
        if (comment.edits().size() < 2) return Optional.empty();
        var last = comment.edits().getLast();
        return Optional.of(new TalkLine.Edited(faces.of(last.author()), last.at()));
    }

    private List<TalkLine.Sign> signs(Comment comment) {
        if (comment.reactions().isEmpty()) return List.of();
        var by = new LinkedHashMap<String, List<DidKey>>();
        for (var reaction : comment.reactions())
            by.computeIfAbsent(reaction.sign(), _ -> new ArrayList<>()).add(reaction.author());
        var signs = new ArrayList<TalkLine.Sign>();
        by.forEach((sign, authors) -> signs.add(new TalkLine.Sign(
                sign,
                authors.size(),
                here.person().filter(it -> authors.contains(it.key())).isPresent(),
                names(authors))));
        signs.sort(Comparator.comparing(sign -> {
            int place = Reactions.OFFERED.indexOf(sign.sign());
            return place < 0 ? Integer.MAX_VALUE : place;
        }));
        return signs;
    }

    private String names(List<DidKey> authors) {
        var names = authors.stream()
                .limit(NAMES_MAX)
                .map(key -> faces.of(key).name())
                .toList();
        String some = String.join(", ", names);
        return authors.size() > NAMES_MAX ? text("issues.names-and-more", some, authors.size() - NAMES_MAX) : some;
    }

    private TalkLine.Quoted quoted(ObjectId to) {
        var on = shown.get(to);
        if (on != null) return new TalkLine.Quoted(on.who(), "#" + on.anchor(), "");
        String url = here.page(issue) + "/comment/" + to.name().substring(0, ANCHOR_DIGITS);
        var found = node.tracking().talks().comment(here.rid(), to.name());
        if (found.isEmpty()) return new TalkLine.Quoted(new Who(text("issues.somebody"), "", "", ""), url, "");
        var line = found.get().line();
        String excerpt = line.what() instanceof Line.What.Said(var comment)
                ? comment.map(it -> Excerpt.of(it.body())).orElse("")
                : "";
        return new TalkLine.Quoted(faces.of(line.by()), url, excerpt);
    }

    private static String mark(Event.What what) {
        return switch (what) {
            case Event.What.Said() -> "said";
            case Event.What.Revised _ -> "revise";
            case Event.What.Reviewed(var _, var verdict) ->
                verdict.map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("review");
            case Event.What.Entered(var state) -> state.name().toLowerCase(Locale.ROOT);
            case Event.What.Targeted _ -> "target";
            case Event.What.Merged _ -> "merge";
            case Event.What.Retitled _ -> "title";
            case Event.What.Turned(var state) -> state.name().toLowerCase(Locale.ROOT);
            case Event.What.Labelled _ -> "label";
            case Event.What.Assigned _ -> "assign";
        };
    }

    private Deed deed(Line line, Event.What what) {
        return switch (what) {
            case Event.What.Said() -> Deed.of(Talk::silent);
            case Event.What.Revised(var _, var head) ->
                remarks.flatMap(it -> it.number(line.entry()))
                        .filter(it -> it > 1)
                        .map(number -> Deed.of(
                                it -> html("issues.did.offer-others-see.html", it),
                                commit(head),
                                Bit.link(text("issues.what-changed"), here.page(issue) + "/revisions?to=" + number)))
                        .orElseGet(() -> Deed.of(it -> html("issues.did.offer-others.html", it), commit(head)));
            case Event.What.Reviewed(var _, var verdict) ->
                verdict.map(it -> switch (it) {
                            case ACCEPT -> Deed.of(who -> html("issues.did.approve.html", who));
                            case REJECT -> Deed.of(who -> html("issues.did.ask-for-changes.html", who));
                        })
                        .orElseGet(() -> Deed.of(it -> html("issues.did.review.html", it)));
            case Event.What.Entered(var state) ->
                switch (state) {
                    case DRAFT -> Deed.of(it -> html("issues.did.make-draft.html", it));
                    case OPEN -> Deed.of(it -> html("issues.did.make-ready.html", it));
                    case ARCHIVED -> Deed.of(it -> html("issues.did.close.html", it));
                    case MERGED -> Deed.of(it -> html("issues.did.merge.html", it));
                };
            case Event.What.Targeted(var before, var after) ->
                Deed.of(it -> html("issues.did.retarget.html", it), Bit.strong(after), Bit.strong(before));
            case Event.What.Merged(var _, var commit) ->
                Deed.of(it -> html("issues.did.merge-by.html", it), commit(commit));
            case Event.What.Retitled(String before, String after) ->
                Deed.of(
                        it -> html("issues.did.retitle.html", it),
                        Bit.strong(before).strike(),
                        Bit.strong(after));
            case Event.What.Turned(IssueState state) ->
                switch (state) {
                    case OPEN -> Deed.of(it -> html("issues.did.open-again.html", it));
                    case SOLVED -> Deed.of(it -> html("issues.did.solve.html", it));
                    case CLOSED -> Deed.of(it -> html("issues.did.decline.html", it));
                };
            case Event.What.Labelled(var added, var removed) -> {
                var on = added.stream()
                        .map(name -> Bit.of(IssueLines.chip(chips, name)))
                        .toList();
                var off = removed.stream()
                        .map(name -> Bit.of(IssueLines.chip(chips, name)).strike())
                        .toList();
                yield changed(
                        on,
                        off,
                        it -> html("issues.did.label.html", it),
                        it -> html("issues.did.unlabel.html", it),
                        it -> html("issues.did.relabel.html", it));
            }
            case Event.What.Assigned(var added, var removed) -> assigned(line, added, removed);
        };
    }

    /// Only who it was.
    private static Content silent(Object[] values) {
        return (Content) values[0];
    }

    private static Deed changed(
            List<Bit> on,
            List<Bit> off,
            Function<Object[], Content> added,
            Function<Object[], Content> removed,
            Function<Object[], Content> both) {
        if (on.isEmpty() && off.isEmpty()) return Deed.of(Talk::silent);
        if (off.isEmpty()) return new Deed(added, List.of(on));
        return on.isEmpty() ? new Deed(removed, List.of(off)) : new Deed(both, List.of(on, off));
    }

    private Bit commit(ObjectId id) {
        String url = "/" + Urls.path(here.repo().path()) + "/commit/" + id.name();
        return Bit.link(id.name().substring(0, ANCHOR_DIGITS), url);
    }

    private Deed assigned(Line line, List<String> added, List<String> removed) {
        var self = List.of(line.by().did());
        if (removed.isEmpty() && added.equals(self)) return Deed.of(it -> html("issues.did.take-on.html", it));
        if (added.isEmpty() && removed.equals(self)) return Deed.of(it -> html("issues.did.leave.html", it));
        return changed(
                everybody(added),
                everybody(removed),
                it -> html("issues.did.assign.html", it),
                it -> html("issues.did.unassign.html", it),
                it -> html("issues.did.reassign.html", it));
    }

    private List<Bit> everybody(List<String> dids) {
        var bits = new ArrayList<Bit>();
        for (String did : dids) {
            if (!bits.isEmpty()) bits.add(Bit.words(text("issues.and")));
            bits.add(somebody(did));
        }
        return bits;
    }

    private Bit somebody(String did) {
        var who = faces.of(DidKey.parse(did));
        return who.url().isEmpty() ? Bit.strong(who.name()) : Bit.link(who.name(), who.url());
    }

    /// Somebody whom another node may have named in any way.
    private Optional<Bit> perhaps(String did) {
        try {
            return Optional.of(somebody(did));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Deed told(String kind, com.fasterxml.jackson.databind.JsonNode data) {
        boolean active = data.path("active").asBoolean();
        return switch (kind) {
            case "milestone" -> {
                String id = data.path("milestone").asText();
                if (!ObjectId.isId(id)) yield Deed.of(it -> html("issues.did.take-out-of-milestone.html", it));
                String title = milestones.get(ObjectId.fromString(id));
                yield title == null
                        ? Deed.of(it -> html("issues.did.put-under-gone-milestone.html", it))
                        : Deed.of(it -> html("issues.did.put-under-milestone.html", it), milestone(id, title));
            }
            case "pin" ->
                active
                        ? Deed.of(it -> html("issues.did.pin.html", it))
                        : Deed.of(it -> html("issues.did.unpin.html", it));
            case "lock" -> {
                if (!active) yield Deed.of(it -> html("issues.did.unlock.html", it));
                String reason = data.path("reason").asText();
                yield reason.isBlank()
                        ? Deed.of(it -> html("issues.did.lock.html", it))
                        : Deed.of(it -> html("issues.did.lock-because.html", it), Bit.strong(reason));
            }
            case "due" -> {
                if (!data.path("due").isIntegralNumber()) yield Deed.of(it -> html("issues.did.take-day-off.html", it));
                var due = Instant.ofEpochSecond(data.path("due").asLong());
                yield Deed.of(it -> html("issues.did.set-day.html", it), Bit.strong(page.day(due)));
            }
            case "depend" -> depends(data.path("on").asText(), active);
            case "reviewer" ->
                perhaps(data.path("reviewer").asText())
                        .map(who -> active
                                ? Deed.of(it -> html("issues.did.ask-for-review.html", it), who)
                                : Deed.of(it -> html("issues.did.ask-no-longer.html", it), who))
                        .orElseGet(() -> Deed.of(it -> html("issues.did.ask-somebody-for-review.html", it)));
            case "dismiss" -> {
                if (!active) yield Deed.of(it -> html("issues.did.count-review-again.html", it));
                String reason = data.path("reason").asText();
                yield reason.isBlank()
                        ? Deed.of(it -> html("issues.did.dismiss-review.html", it))
                        : Deed.of(it -> html("issues.did.dismiss-review-because.html", it), Bit.strong(reason));
            }
            // What a newer node says and this one does not know yet.
            default -> Deed.of(it -> html("issues.did.change-something.html", it), Bit.words(kind));
        };
    }

    private Deed depends(String on, boolean active) {
        var other = ObjectId.isId(on)
                ? node.tracking().reading().byId(here.rid(), ObjectId.fromString(on))
                : Optional.<Issue>empty();
        if (other.isEmpty())
            return active
                    ? Deed.of(it -> html("issues.did.wait-for-gone.html", it))
                    : Deed.of(it -> html("issues.did.wait-for-gone-no-longer.html", it));
        var link = Bit.link(other.get().handle() + " " + other.get().title(), here.page(other.get()));
        return active
                ? Deed.of(it -> html("issues.did.wait-for.html", it), link)
                : Deed.of(it -> html("issues.did.wait-for-no-longer.html", it), link);
    }

    private Bit milestone(String id, String title) {
        return Bit.link(title, here.home() + "/milestones/" + id.substring(0, ANCHOR_DIGITS));
    }

    /// A place that names this issue, if the reader may see it.
    private Optional<TalkLine> pointing(References.Reference reference) {
        var other = reference.issue();
        if (other.id().equals(issue.id())) return Optional.empty();
        boolean near = reference.rid().equals(here.rid());
        var place = near ? Optional.of(here.repo()) : place(reference);
        return place.map(repo -> {
            String kind = other.isPatch() ? "/pulls/" : "/issues/";
            String url = "/" + Urls.path(repo.path()) + kind + other.path() + "/comment/"
                    + reference.entry().name().substring(0, ANCHOR_DIGITS);
            String words = (near ? other.handle() : other.handle(repo.path())) + " " + other.title();
            String id = reference.entry().name().substring(0, ANCHOR_DIGITS) + "-from";
            return new TalkLine.Happened(
                    "e-" + id,
                    id,
                    faces.of(reference.by()),
                    reference.at(),
                    "from",
                    reference.closes()
                            ? Deed.of(it -> html("issues.did.write-closed-by.html", it), Bit.link(words, url))
                            : Deed.of(it -> html("issues.did.write-of-this.html", it), Bit.link(words, url)));
        });
    }

    /// A commit that names this issue, if the reader may see where it is.
    private Optional<TalkLine> arrived(CommitReferences.Reference commit) {
        return node.repos()
                .byId(commit.repository())
                .filter(repo -> node.access().may(here.visit().viewer(), Right.READ, repo))
                .map(repo -> {
                    String hash = commit.commit().name();
                    String words = (repo.rid().equals(here.rid()) ? "" : repo.path() + "@") + hash.substring(0, 7) + " "
                            + commit.subject();
                    String id = hash.substring(0, ANCHOR_DIGITS) + "-commit";
                    var link = Bit.link(words, "/" + Urls.path(repo.path()) + "/commit/" + hash);
                    return new TalkLine.Happened(
                            "e-" + id,
                            id,
                            node.people()
                                    .byId(commit.person())
                                    .map(Who::of)
                                    .orElseGet(() -> new Who(
                                            text("issues.somebody-who-left"), "", Avatar.url(issue.author()), "")),
                            commit.at(),
                            "commit",
                            commit.closes()
                                    ? Deed.of(it -> html("issues.did.close-by-commit.html", it), link)
                                    : Deed.of(it -> html("issues.did.name-in-commit.html", it), link));
                });
    }

    private Optional<Repo> place(References.Reference reference) {
        return node.repos().project(reference.rid()).filter(repo -> node.access()
                .may(here.visit().viewer(), Right.READ, repo));
    }
}
