package dev.hob.federation.across;

import dev.hob.federation.actor.Escaped;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Posts;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Source;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.issue.Verdict;
import dev.hob.node.text.Markdown;
import dev.hob.node.text.MicroblogHtml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What our people write elsewhere, as documents. A comment is its author's and stays to be had here; an issue belongs
/// to whoever takes it. Shared between threads.
public final class Letters {
    private static final Pattern COMMENT = Pattern.compile("/u/[a-z0-9_-]{1,39}/comments/[0-9a-f]{20}");
    private static final Markdown.Base NOWHERE = new Markdown.Base("", "");

    private final LocalActors actors;
    private final Written written;
    private final MicroblogHtml html;

    public Letters(LocalActors actors, Written written) {
        this.actors = actors;
        this.written = written;
        this.html = new MicroblogHtml(actors.home().address());
    }

    /// The comment of an id of here, a remark, or what a review says as a whole.
    public Optional<Thing> document(Id id) {
        return actors.home()
                .path(id)
                .filter(path -> COMMENT.matcher(path).matches())
                .flatMap(_ -> written.byObject(id))
                .filter(Letters::isThere)
                .flatMap(piece -> actors.ofKey(piece.local()).<Thing>map(local -> note(local, piece)));
    }

    /// Whether a text is anywhere. What only remarks says nothing as a whole, and of words that were taken back nothing
    /// is left; a verdict alone is a text.
    static boolean isThere(Written.Piece piece) {
        return !piece.body().isBlank()
                || (piece.verdict().isPresent() && piece.edited().isEmpty());
    }

    /// What asks a tracker to open an issue.
    Activity offer(Local by, Written.Piece piece) {
        var self = actors.id(by);
        var words = Optional.of(Words.of(html(piece.body())));
        var writing = new Post.Writing(
                Optional.empty(), // The tracker gives it one.
                List.of("Ticket"),
                List.of(self),
                Optional.of(new Ref.To(piece.asked())),
                Optional.empty(),
                Optional.of(Words.of(piece.title())),
                // A summary is HTML, a name is not.
                Optional.of(Words.of(Escaped.text(piece.title()))),
                Optional.of("text/html"),
                words,
                Optional.of(Source.markdown(piece.body())),
                List.of(),
                Optional.of(piece.at()),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
        var ticket = new Post.Ticket(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                writing);
        return new Activity.Offer(
                new Ref.Embedded(ticket),
                Optional.of(new Ref.To(piece.asked())),
                Act.by(self, piece.activity())
                        .at(piece.at())
                        .to(List.of(piece.asked().value()), List.of()));
    }

    /// What brings a comment.
    Activity create(Local by, Written.Piece piece) {
        var note = note(by, piece);
        return new Activity.Create(
                new Ref.Embedded(note),
                Optional.empty(),
                Act.by(actors.id(by), piece.activity())
                        .at(piece.at())
                        .to(note.writing().to(), note.writing().cc()));
    }

    /// What brings the words that a comment, a remark or a review has now.
    Activity update(Local by, Written.Piece piece) {
        var note = note(by, piece);
        var now = piece.edited().orElseThrow(() -> new AssertionError("it was never changed: " + piece.id()));
        return new Activity.Update(
                new Ref.Embedded(note),
                Act.by(actors.id(by), new Id(object(piece).value() + "/update/" + now.toEpochMilli()))
                        .at(now)
                        .to(note.writing().to(), note.writing().cc()));
    }

    /// What takes a comment back, a remark, or the words of a review.
    Activity delete(Local by, Written.Piece piece, Instant now) {
        var writing = note(by, piece).writing();
        var tombstone = new Tombstone(Optional.of(object(piece)), Optional.of("Note"), Optional.of(now), Rest.NONE);
        return new Activity.Delete(
                new Ref.Embedded(tombstone),
                Act.by(actors.id(by), new Id(object(piece).value() + "/delete"))
                        .at(now)
                        .to(writing.to(), writing.cc()));
    }

    private static Id object(Written.Piece piece) {
        return piece.object().orElseThrow(() -> new AssertionError("a comment without an id: " + piece.id()));
    }

    /// What asks for another title or text of something of theirs; what is left out stays.
    Activity edit(Local by, Written.Piece piece, Optional<String> title, Optional<String> body) {
        var changes = new Post.Writing(
                Optional.of(ticket(piece)),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                title.map(Words::of),
                title.map(text -> Words.of(Escaped.text(text))),
                body.map(_ -> "text/html"),
                body.map(text -> Words.of(html(text))),
                body.map(Source::markdown),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE);
        return new Activity.Edit(changes, asking(by, piece).about(new Ref.To(piece.asked())));
    }

    /// What says that something of theirs is done.
    Activity close(Local by, Written.Piece piece) {
        return new Activity.Resolve(new Ref.To(ticket(piece)), asking(by, piece));
    }

    /// What takes that back.
    ///
    /// @param closed the activity that said so
    Activity reopen(Local by, Written.Piece piece, Id closed) {
        var close = new Activity.Resolve(new Ref.To(ticket(piece)), Act.by(actors.id(by), closed));
        return new Activity.Undo(new Ref.Embedded(close), asking(by, piece));
    }

    /// What says what somebody thinks of a pull request, of the commits that they have seen.
    Activity review(
            Local by, Written.Piece piece, List<Written.Piece> remarks, Reviewing.Opinion opinion, Post.Ticket ticket) {
        var review = new ForgePart.Review(
                Optional.empty(), // The tracker gives it one.
                Optional.of(ticket(piece)),
                opinion.verdict()
                        .map(it -> it == Verdict.ACCEPT ? "approve" : "revise")
                        .or(() -> Optional.of("remark")),
                Optional.empty(),
                opinion.head().or(() -> Changes.head(ticket)).map(Letters::commit),
                isThere(piece) ? List.of(new Ref.Embedded(note(by, piece))) : List.of(),
                remarks.stream().map(remark -> thread(by, remark)).toList(),
                Rest.NONE);
        return new Activity.Offer(new Ref.Embedded(review), Optional.of(new Ref.To(piece.asked())), asking(by, piece));
    }

    private static Ref commit(String hash) {
        return new Ref.Embedded(new ForgePart.Commit(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(hash),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rest.NONE));
    }

    private Ref thread(Local by, Written.Piece remark) {
        var lines = remark.lines().orElseThrow(() -> new AssertionError("a remark on nothing: " + remark.id()));
        var code = new ForgePart.CodeQuote(
                Optional.empty(),
                Optional.of(lines.file()),
                Optional.empty(),
                lines.from() < lines.to() ? Optional.of((long) lines.from()) : Optional.empty(),
                Optional.of((long) lines.to()),
                Optional.of(lines.before() ? "diffSideOld" : "diffSideNew"),
                Rest.NONE);
        var note = new Ref.Embedded(note(by, remark));
        return new Ref.Embedded(new ForgePart.ReviewThread(
                Optional.empty(), Optional.of(new Ref.Embedded(code)), Optional.of(note), Rest.NONE));
    }

    private static Id ticket(Written.Piece piece) {
        return piece.ticket().orElseThrow(() -> new AssertionError("it is of no ticket: " + piece.id()));
    }

    private Act asking(Local by, Written.Piece piece) {
        return Act.by(actors.id(by), piece.activity())
                .at(piece.at())
                .to(List.of(piece.asked().value()), List.of());
    }

    private Post note(Local by, Written.Piece piece) {
        var self = actors.id(by);
        var answers = piece.answers().orElseThrow(() -> new AssertionError("a comment on nothing: " + piece.id()));
        var cc = new ArrayList<String>();
        piece.called().forEach(called -> cc.add(called.id().value()));
        cc.add(self.value() + "/followers");
        var writing = Post.Writing.of(object(piece), List.of("Note"), List.of(self), shown(piece), piece.at())
                .about(piece.ticket().orElse(answers), Optional.of(answers))
                .from(Source.markdown(piece.body()))
                .to(List.of(Vocabulary.PUBLIC), cc)
                .with(mentions(piece), List.of());
        return new Post.Note(piece.edited().map(writing::changed).orElse(writing));
    }

    /// What a text says, with what it is of where nobody sees that: a remark its lines, a review its verdict. What its
    /// author wrote is its source alone.
    private String shown(Written.Piece piece) {
        String before = piece.lines()
                .map(Posts::place)
                .or(() -> piece.verdict().map(Posts::verdict))
                .orElse("");
        return before
                + (piece.body().isBlank()
                        ? "<p>" + Posts.link(ticket(piece), piece.title()) + "</p>"
                        : html(piece.body()));
    }

    /// Whom a text is for are told of it by their servers.
    private static List<Ref> mentions(Written.Piece piece) {
        return piece.called().stream()
                .<Ref>map(called -> new Ref.Embedded(new Attached.Mention(
                        Optional.of(called.id().value()), Optional.of(Words.of(called.handle())), Rest.NONE)))
                .toList();
    }

    private String html(String body) {
        return html.render(body, NOWHERE, NOWHERE, Markdown.Targets.NONE);
    }
}
