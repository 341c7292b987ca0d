package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.actor.Written;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;

/// What somebody of here said on another server, changed or taken back.
public final class OwnNotePages {
    private static final String LIST = "/-/elsewhere/asked";

    private final Optional<Across> across;

    public OwnNotePages(Optional<Across> across) {
        this.across = across;
    }

    /// Where one is changed.
    static String url(Written.Piece piece) {
        return LIST + "/" + piece.id();
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    private static Written.Piece piece(Across it, Visit visit, Person person) {
        return it.ownNotes().said(person, visit.part("id")).orElseThrow(Stop::notFound);
    }

    /// Asks for other words.
    public void blank(Visit visit) {
        var piece = piece(across(), visit, visit.signedIn());
        show(visit, 200, piece, new Form(Map.of("body", piece.body()), Map.of()));
    }

    private static void show(Visit visit, int status, Written.Piece piece, Form form) {
        visit.show(
                status,
                "elsewhere/note.jte",
                text("elsewhere.what-you-said"),
                Map.of(
                        "piece",
                        piece,
                        "label",
                        switch (piece.kind()) {
                            case REVIEW -> text("elsewhere.your-review");
                            case REMARK -> text("elsewhere.your-remark");
                            case ISSUE, COMMENT, CLOSE, REOPEN, EDIT, ACT -> text("elsewhere.your-comment");
                        },
                        "review",
                        piece.kind() == Written.Kind.REVIEW,
                        "where",
                        piece.lines().map(ChangedFiles::where).orElse(""),
                        "back",
                        back(piece),
                        "form",
                        form));
    }

    /// Where it stands, as it is shown here.
    private static String back(Written.Piece piece) {
        return piece.ticket().or(piece::answers).map(HeardLines::url).orElse(LIST);
    }

    /// Sends them.
    public void edit(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var piece = piece(it, visit, person);
        String body = visit.text("body");
        var form = new Form(Map.of("body", body), Map.of());
        if (!it.finder().mayLook(person.id())) {
            show(visit, 429, piece, form.wrong("body", text("federation.a-lot-of-changes")));
            return;
        }
        switch (it.ownNotes().edit(person, piece, body)) {
            case Answer.Done<?> _ -> visit.go(back(piece), Notice.SENT_ELSEWHERE);
            case Answer.Refused<?>(var why, var told) ->
                show(visit, why == Answer.Why.LATER ? 503 : 422, piece, form.wrong("body", told));
        }
    }

    /// Takes it back.
    public void takeBack(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var piece = piece(it, visit, person);
        if (!it.finder().mayLook(person.id())) throw new Stop(429, text("federation.a-lot-of-changes"));
        if (it.ownNotes().takeBack(person, piece) instanceof Answer.Refused<?>(var _, var told))
            throw new Stop(503, told);
        visit.go(LIST, Notice.TAKEN_BACK);
    }
}
