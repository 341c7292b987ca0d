package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.OwnNotes;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Following;
import dev.hob.federation.actor.StarsElsewhere;
import dev.hob.federation.actor.Written;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.web.html.HeardLine;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody of here hears of other servers, whom they follow there, and what became of what they asked.
public final class AskedPages {
    private static final int PAGE = 30;
    private static final int PAGES_MAX = 1_000;

    private final Optional<Across> across;

    public AskedPages(Optional<Across> across) {
        this.across = across;
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    /// What they hear.
    public void heard(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var before = visit.query("before").flatMap(AskedPages::time);
        var lines = HeardLines.before(it, person, before.orElse(HeardLines.LATEST));
        var next = lines.size() < HeardLines.PAGE
                ? Optional.<String>empty()
                : Optional.of("/-/elsewhere?before=" + lines.getLast().at().toEpochMilli());
        visit.show(
                "elsewhere/heard.jte",
                text("word.elsewhere"),
                Map.<String, Object>of("lines", lines, "first", before.isEmpty(), "next", next));
    }

    private static Optional<Instant> time(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text))) : Optional.empty();
    }

    private static int number(Visit visit) {
        return visit.query("page")
                .filter(text -> text.matches("[1-9]\\d{0,3}"))
                .map(text -> Math.min(Integer.parseInt(text), PAGES_MAX))
                .orElse(1);
    }

    /// Somebody who is followed, or what has a star.
    ///
    /// @param name their handle, or their id when they are not known any more
    /// @param url empty then
    public record Known(Id id, String name, String title, String url, AskedState state, String why, Instant since) {}

    private static Known known(Across it, Following.Followed followed) {
        var actor = it.finder().known(followed.actor());
        return known(actor, followed.actor(), followed.state(), followed.why(), followed.since());
    }

    private static Known known(Across it, StarsElsewhere.Star star) {
        return known(it.finder().known(star.repository()), star.repository(), AskedState.ACCEPTED, "", star.at());
    }

    private static Known known(Optional<RemoteActor> actor, Id id, AskedState state, String why, Instant since) {
        return new Known(
                id,
                actor.map(found -> found.handle().toString()).orElse(id.value()),
                actor.map(RemoteActor::name).orElse(""),
                actor.map(HeardLines::url).orElse(""),
                state,
                why,
                since);
    }

    /// Whom they follow, and what they gave stars to.
    public void following(Visit visit) {
        var it = across();
        var local = Across.local(visit.signedIn());
        int number = number(visit);
        long skipped = (number - 1L) * PAGE;
        var followed = it.abroad().following().page(local, false, skipped, PAGE + 1);
        var stars = it.abroad().stars().page(local, skipped, PAGE + 1);
        boolean more = followed.size() > PAGE || stars.size() > PAGE;
        var next = more ? Optional.of("/-/elsewhere/following?page=" + (number + 1)) : Optional.<String>empty();
        visit.show(
                "elsewhere/following.jte",
                text("federation.followed-elsewhere"),
                Map.<String, Object>of(
                        "followed",
                        followed.stream().limit(PAGE).map(one -> known(it, one)).toList(),
                        "stars",
                        stars.stream().limit(PAGE).map(one -> known(it, one)).toList(),
                        "first",
                        number == 1,
                        "next",
                        next));
    }

    /// Something that was written elsewhere.
    ///
    /// @param what it is, in a word
    /// @param where whose it is, or was to be
    /// @param url where it is looked at; empty while it is nowhere
    /// @param changed where its author changes it; empty when they cannot
    /// @param own whether they can also take it back
    public record Piece(
            String what,
            String where,
            String whereUrl,
            String title,
            String body,
            String url,
            String changed,
            boolean own,
            AskedState state,
            String why,
            Instant at,
            List<HeardLine> answers) {}

    /// What they wrote, and what became of it.
    public void asked(Visit visit) {
        var it = across();
        var local = Across.local(visit.signedIn());
        int number = number(visit);
        var written = it.abroad().written().page(local, (number - 1L) * PAGE, PAGE + 1);
        var next = written.size() > PAGE
                ? Optional.of("/-/elsewhere/asked?page=" + (number + 1))
                : Optional.<String>empty();
        visit.show(
                "elsewhere/asked.jte",
                text("federation.asked-elsewhere"),
                Map.<String, Object>of(
                        "pieces",
                        written.stream().limit(PAGE).map(one -> piece(it, one)).toList(),
                        "first",
                        number == 1,
                        "next",
                        next));
    }

    private static String what(Written.Kind kind) {
        return switch (kind) {
            case ISSUE -> text("federation.issue");
            case COMMENT -> text("federation.comment");
            case REVIEW -> text("federation.review");
            case REMARK -> text("federation.remark");
            case CLOSE -> text("federation.close");
            case REOPEN -> text("federation.reopen");
            case EDIT -> text("federation.edit");
            case ACT -> text("federation.done-there");
        };
    }

    private static String changed(Written.Piece one) {
        if (OwnNotes.isOpen(one)) return OwnNotePages.url(one);
        return one.kind() == Written.Kind.ISSUE
                ? one.ticket().map(TicketEditPages::url).orElse("")
                : "";
    }

    private static Piece piece(Across it, Written.Piece one) {
        var where = it.finder().known(one.asked());
        boolean issue = one.kind() == Written.Kind.ISSUE;
        var page = issue ? one.ticket() : one.ticket().or(one::answers);
        var thread = one.ticket().or(one::object);
        String what = what(one.kind());
        return new Piece(
                one.lines()
                        .map(lines -> text("pulls.path-and-lines", what, ChangedFiles.where(lines)))
                        .orElse(what),
                where.map(known -> known.handle().toString()).orElse(one.asked().value()),
                where.map(HeardLines::url).orElse(""),
                one.title(),
                one.body(),
                page.map(HeardLines::url).orElse(""),
                changed(one),
                OwnNotes.isOpen(one) && !one.body().isBlank(),
                one.state(),
                one.why(),
                one.at(),
                // Under a review are those to its remarks as well.
                thread.filter(_ -> !one.kind().turns() && one.kind() != Written.Kind.REMARK)
                        .map(id -> HeardLines.lines(it, it.abroad().heard().in(id)))
                        .orElse(List.of()));
    }
}
