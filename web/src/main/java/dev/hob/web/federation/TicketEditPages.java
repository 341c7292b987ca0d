package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.TicketEdits;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The title and the text of an issue or a pull request that somebody of here opened on another server.
public final class TicketEditPages {
    private final Optional<Across> across;

    public TicketEditPages(Optional<Across> across) {
        this.across = across;
    }

    /// Where one is edited.
    static String url(Id ticket) {
        return Urls.query("/-/elsewhere/edit", "it", ticket.value());
    }

    /// The same when it is somebody's; else empty.
    static String url(Across it, Person person, Found.Text text) {
        return it.ticketEdits().isTheirs(person, text) ? url(text.id()) : "";
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    /// As its server shows it now: an edit of what it said minutes ago would undo what others did since.
    private static Found.Text theirs(Across it, Person person, String address) {
        var id = Id.of(address).orElseThrow(Stop::notFound);
        if (!it.finder().mayLook(person.id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        it.finder().forget(id);
        return switch (it.finder().of(id)) {
            case Found.Text text when it.ticketEdits().isTheirs(person, text) -> text;
            case Found.Nothing(var told, var later) -> throw new Stop(later ? 503 : 404, told);
            case Found.Text _, Found.Actor _, Found.Here _ -> throw Stop.notFound();
        };
    }

    /// What somebody sees of how it is worded when they begin.
    private static String seen(TicketEdits.Wording wording) {
        return Integer.toHexString(Objects.hash(wording.title(), wording.body()));
    }

    /// Asks for another title and text.
    public void blank(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var found = theirs(it, person, visit.query("it").orElse(""));
        var now = it.ticketEdits().wording(person, found);
        show(visit, 200, it, found, new Form(Map.of("title", now.title(), "body", now.body()), Map.of()));
    }

    private static void show(Visit visit, int status, Across it, Found.Text found, Form form) {
        var person = visit.signedIn();
        var now = it.ticketEdits().wording(person, found);
        visit.show(
                status,
                "elsewhere/ticket.jte",
                text("elsewhere.edit-it", now.title()),
                Map.of(
                        "id", found.id().value(),
                        "title", now.title(),
                        "back", HeardLines.url(found.id()),
                        "host", found.id().authority(),
                        "seen", seen(now),
                        "told",
                                it.ticketEdits()
                                        .asked(person, found.id())
                                        .map(TicketEditPages::told)
                                        .orElse(""),
                        "form", form));
    }

    /// What became of it when they wanted that before.
    private static String told(Written.Piece piece) {
        return switch (piece.state()) {
            case ACCEPTED -> "";
            case ASKED -> text("elsewhere.your-edit-waits");
            case REJECTED ->
                piece.why().isEmpty()
                        ? text("elsewhere.your-edit-is-refused")
                        : text("elsewhere.your-edit-is-refused-because", piece.why());
        };
    }

    /// Sends them.
    public void edit(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        String title = visit.field("title").strip();
        String body = visit.text("body");
        var found = theirs(it, person, visit.field("it"));
        var form = new Form(Map.of("title", title, "body", body), Map.of());
        if (!visit.field("seen").equals(seen(it.ticketEdits().wording(person, found)))) {
            show(visit, 409, it, found, form.wrong("body", text("elsewhere.it-reads-otherwise-by-now")));
            return;
        }
        switch (it.ticketEdits().edit(person, found, Optional.of(title), Optional.of(body))) {
            case Answer.Done<?> _ -> visit.go(HeardLines.url(found.id()), Notice.SENT_ELSEWHERE);
            case Answer.Refused<?>(var why, var told) ->
                show(
                        visit,
                        why == Answer.Why.LATER ? 503 : 422,
                        it,
                        found,
                        form.wrong(title.isEmpty() ? "title" : "body", told));
        }
    }
}
