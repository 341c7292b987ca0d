package dev.hob.web.federation;

import dev.hob.federation.Moderation;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.Optional;

/// Where else somebody of here is at home, and that they move there.
public final class MovingPages {
    private static final String HERE = "/settings/moving";

    private final Node node;
    private final Optional<Moderation> moderation;

    public MovingPages(Node node, Optional<Moderation> moderation) {
        this.node = node;
        this.moderation = moderation;
    }

    /// What they said of that.
    public void show(Visit visit) {
        show(visit, 200, Form.EMPTY);
    }

    private void show(Visit visit, int status, Form form) {
        var person = visit.signedIn();
        var residences = node.people().residences();
        var values = new HashMap<String, Object>();
        values.put("form", form);
        values.put("why", moderation.isPresent() ? Optional.<String>empty() : Optional.of(Federating.SILENT));
        values.put("self", moderation.map(it -> self(it, person)).orElse(""));
        values.put("also", residences.of(person));
        values.put("moved", residences.moved(person));
        visit.show(status, "settings/moving.jte", "Moving · Settings", values);
    }

    private static String self(Moderation moderation, Person person) {
        return moderation.home().at("/u/" + person.name()).value();
    }

    /// Another account is theirs, too.
    public void also(Visit visit) {
        var person = visit.signedIn();
        var it = moderation.orElseThrow(Stop::notFound);
        var form = visit.form("also");
        switch (it.find(form.value("also").strip())) {
            case Looked.Found<RemoteActor>(var actor) -> {
                var wrong = node.people().residences().add(person, actor.id().value());
                if (wrong.isEmpty()) visit.go(HERE, Notice.SAVED);
                else show(visit, 422, form.wrong("also", wrong.get()));
            }
            case Looked<RemoteActor> other -> show(visit, 422, form.wrong("also", BlockPages.why(other)));
        }
    }

    /// It is not any more.
    public void remove(Visit visit) {
        var person = visit.signedIn();
        node.people().residences().remove(person, visit.field("actor"));
        visit.go(HERE, Notice.SAVED);
    }

    /// They move.
    public void away(Visit visit) {
        var person = visit.signedIn();
        var it = moderation.orElseThrow(Stop::notFound);
        var form = visit.form("away");
        var self = it.home().at("/u/" + person.name());
        switch (it.successor(self, form.value("away").strip())) {
            case Looked.Found<RemoteActor>(var actor) -> {
                node.people().residences().move(person, actor.id().value());
                visit.go(HERE, Notice.MOVED);
            }
            case Looked<RemoteActor> other -> show(visit, 422, form.wrong("away", BlockPages.why(other)));
        }
    }
}
