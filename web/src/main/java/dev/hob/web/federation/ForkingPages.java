package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Found;
import dev.hob.federation.outbox.RemoteForks;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Person;
import dev.hob.node.repo.RepositoryName;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Map;
import java.util.Optional;

/// A repository of another server becomes one of one's own here.
public final class ForkingPages {
    private final Optional<Across> across;
    private final Optional<Contributing> contributing;

    public ForkingPages(Optional<Across> across, Optional<Contributing> contributing) {
        this.across = across;
        this.contributing = contributing;
    }

    private Contributing contributing() {
        return contributing.orElseThrow(Stop::notFound);
    }

    /// Asks what it shall be called.
    public void blank(Visit visit) {
        var person = visit.signedIn();
        var actor = repository(person, visit.query("at").orElse(""));
        show(visit, 200, person, actor, new Form(Map.of("name", name(actor)), Map.of()));
    }

    private RemoteActor repository(Person person, String address) {
        contributing();
        var finder = across.orElseThrow(Stop::notFound).finder();
        if (!finder.mayLook(person.id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        return switch (Id.of(address).map(finder::of).orElseThrow(Stop::notFound)) {
            case Found.Actor(var actor) when Across.isRepository(actor) -> actor;
            case Found.Nothing(var told, var later) -> throw new Stop(later ? 503 : 404, told);
            case Found.Actor _, Found.Text _, Found.Here _ -> throw Stop.notFound();
        };
    }

    /// What stands behind the owner's name in its handle, as far as a repository can be called so.
    private static String name(RemoteActor actor) {
        String user = actor.handle().user();
        String name = user.substring(user.indexOf('.') + 1);
        return RepositoryName.objection(name).isEmpty() ? name : "";
    }

    private static void show(Visit visit, int status, Person person, RemoteActor actor, Form form) {
        visit.show(
                status,
                "elsewhere/fork.jte",
                text("action.fork") + " · " + actor.handle(),
                Map.of("actor", ElsewherePages.Head.of(actor), "owner", person.name(), "form", form));
    }

    /// Begins it.
    public void create(Visit visit) {
        var person = visit.signedIn();
        var actor = repository(person, visit.field("actor"));
        var form = visit.form("name");
        String name = form.value("name").strip();
        var objection = RepositoryName.objection(name);
        if (objection.isPresent()) {
            show(visit, 422, person, actor, form.wrong("name", objection.get()));
            return;
        }
        switch (contributing().fork(person, actor.id().value(), Optional.of(name))) {
            case RemoteForks.Outcome.Begun(var repo) -> visit.go("/" + Urls.path(repo.path()), Notice.FORK_BEGUN);
            case RemoteForks.Outcome.Refused(var told) -> show(visit, 422, person, actor, form.wrong("name", told));
            case RemoteForks.Outcome.Unreachable(var told) -> show(visit, 503, person, actor, form.wrong("name", told));
        }
    }
}
