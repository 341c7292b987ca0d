package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.Moderation;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Whom elsewhere somebody of here wants to hear nothing of.
public final class BlockPages {
    private static final String HERE = "/settings/blocked";

    private final Optional<Moderation> moderation;

    public BlockPages(Optional<Moderation> moderation) {
        this.moderation = moderation;
    }

    /// The list.
    public void show(Visit visit) {
        visit.signedIn();
        show(visit, 200, Form.EMPTY);
    }

    private void show(Visit visit, int status, Form form) {
        var person = visit.signedIn();
        var values = new HashMap<String, Object>();
        values.put("form", form);
        values.put("why", moderation.isPresent() ? Optional.<String>empty() : Optional.of(Federating.SILENT));
        values.put("lines", moderation.map(it -> it.blocks().of(person)).orElse(List.of()));
        visit.show(status, "settings/blocked.jte", text("settings.blocked") + " · " + text("word.settings"), values);
    }

    /// Adds one, by what they are called.
    public void block(Visit visit) {
        var person = visit.signedIn();
        var it = moderation.orElseThrow(Stop::notFound);
        var form = visit.form("who");
        switch (it.find(form.value("who").strip())) {
            case Looked.Found<RemoteActor>(var actor) -> {
                var wrong = it.blocks().add(person, actor.id(), actor.handle().toString());
                if (wrong.isEmpty()) visit.go(HERE, Notice.SAVED);
                else show(visit, 422, form.wrong("who", wrong.get()));
            }
            case Looked<RemoteActor> other -> show(visit, 422, form.wrong("who", why(other)));
        }
    }

    /// Why nobody was found.
    static String why(Looked<RemoteActor> looked) {
        return switch (looked) {
            case Looked.Found<RemoteActor> _ -> text("federation.they-are-there");
            case Looked.Gone<RemoteActor> _ -> text("federation.they-are-gone");
            case Looked.Missing<RemoteActor>(var why) -> why;
            case Looked.Unreachable<RemoteActor>(var why) -> why;
        };
    }

    /// Takes one off.
    public void unblock(Visit visit) {
        var person = visit.signedIn();
        var it = moderation.orElseThrow(Stop::notFound);
        var actor = Id.of(visit.field("actor")).orElseThrow(Stop::notFound);
        if (!it.blocks().remove(person, actor)) throw Stop.notFound();
        visit.go(HERE, Notice.SAVED);
    }
}
