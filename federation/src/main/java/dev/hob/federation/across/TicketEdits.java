package dev.hob.federation.across;

import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Source;
import dev.hob.node.issue.Limits;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import dev.hob.node.text.Html;
import java.util.Optional;

/// Issues and pull requests that somebody of here opened elsewhere, worded otherwise. They belong to whoever took them,
/// who is asked for it, and says yes or no. Shared between threads.
public final class TicketEdits {
    private final Across across;
    private final Letters letters;

    TicketEdits(Across across, Letters letters) {
        this.across = across;
        this.letters = letters;
    }

    /// What one is called, and what it says, in Markdown.
    public record Wording(String title, String body) {}

    /// Whether somebody of here opened it.
    public boolean isTheirs(Person person, Found.Text text) {
        return text.post() instanceof Post.Ticket ticket
                && ticket.writing().attributedTo().contains(across.id(person));
    }

    /// How it is worded now, or will be once what was asked last is taken.
    public Wording wording(Person person, Found.Text text) {
        return asked(person, text.id())
                .filter(piece -> piece.state() == AskedState.ASKED)
                .map(piece -> new Wording(piece.title(), piece.body()))
                .orElseGet(() -> shown(text.post().writing()));
    }

    private static Wording shown(Post.Writing writing) {
        String body = writing.source()
                .filter(Source::isMarkdown)
                .map(Source::content)
                .orElseGet(() -> writing.content()
                        .map(words -> Html.markdown(words.text(), _ -> false))
                        .orElse(""));
        return new Wording(Profiles.title(writing), body);
    }

    /// What somebody asked for last, and what became of it.
    public Optional<Written.Piece> asked(Person person, Id ticket) {
        return across.abroad().written().edited(Across.local(person), ticket);
    }

    /// Asks for another title, another text or both; only what is to be other is named, so that the rest stays as
    /// somebody there may have put it by then.
    public Answer<Written.Piece> edit(Person person, Found.Text text, Optional<String> title, Optional<String> body) {
        if (!(text.post() instanceof Post.Ticket ticket))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.only-tickets-are-edited"));
        if (!isTheirs(person, text))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.only-who-opened-edits"));
        var before = wording(person, text);
        var line = title.map(String::strip).filter(it -> !it.equals(before.title()));
        var words = body.filter(it -> !it.equals(before.body()));
        var wrong = line.flatMap(Limits::title).or(() -> words.flatMap(it -> Limits.body(it, true)));
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        if (line.isEmpty() && words.isEmpty())
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.says-that-already"));
        return across.asking(person, text, ticket, tracker -> {
            var by = Across.local(person);
            var activity = across.fresh(across.id(person), "edits");
            var piece = across.piece(
                    by,
                    Written.Kind.EDIT,
                    tracker,
                    activity,
                    Optional.empty(),
                    text,
                    line.orElse(before.title()),
                    words.orElse(before.body()));
            return new Across.Letter(piece, letters.edit(by, piece, line, words));
        });
    }
}
