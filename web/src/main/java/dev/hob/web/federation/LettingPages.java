package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Across;
import dev.hob.federation.across.Answer;
import dev.hob.federation.across.Found;
import dev.hob.federation.across.Helping.Deed;
import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.actor.Collaborators.State;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.WorkElsewhere.Work;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People of other servers who work on a repository of here, for its owner; and where somebody of here works elsewhere.
public final class LettingPages {
    private static final String WORK = "/-/elsewhere/work";

    private final dev.hob.web.repo.Found found;
    private final Optional<Across> across;

    public LettingPages(dev.hob.web.repo.Found found, Optional<Across> across) {
        this.found = found;
        this.across = across;
    }

    private Across across() {
        return across.orElseThrow(Stop::notFound);
    }

    // Here

    /// Who works on it.
    public void show(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        visit.signedIn();
        show(visit, 200, repo, Form.EMPTY);
    }

    private void show(Visit visit, int status, Repo repo, Form form) {
        var values = new HashMap<String, Object>();
        values.put("repo", found.head(visit, repo));
        values.put("why", why(repo));
        values.put("form", form);
        values.put("people", across.map(it -> it.inviting().of(repo)).orElse(List.<Collaborator>of()));
        visit.show(
                status, "repo/letting.jte", text("federation.people-of-other-servers") + " · " + repo.path(), values);
    }

    private Optional<String> why(Repo repo) {
        if (across.isEmpty()) return Optional.of(Federating.SILENT);
        if (!repo.isProject() || repo.isSeeded()) return Optional.of(text("federation.work-decided-there"));
        return repo.isPrivate() ? Optional.of(text("federation.private-not-found")) : Optional.empty();
    }

    private static String back(Repo repo) {
        return "/" + Urls.path(repo.path()) + "/settings/people/elsewhere";
    }

    /// Asks somebody, or lets somebody in who asks.
    public void invite(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var it = across();
        var by = visit.signedIn();
        var form = visit.form("who", "role");
        if (!it.finder().mayLook(by.id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        var role = Role.of(form.value("role"));
        if (role.isEmpty()) {
            show(visit, 422, repo, form.wrong("who", text("federation.may-close-or-merge")));
            return;
        }
        switch (it.finder().find(form.value("who"))) {
            case Found.Actor(var actor) -> {
                if (it.inviting().invite(by, repo, actor, role.get())
                        instanceof Answer.Refused<Collaborator>(var _, var told))
                    show(visit, 422, repo, form.wrong("who", told));
                else visit.go(back(repo), Notice.SAVED);
            }
            case Found.Nothing(var told, var _) -> show(visit, 422, repo, form.wrong("who", told));
            case Found.Here _ -> show(visit, 422, repo, form.wrong("who", text("federation.have-an-account-here")));
            case Found.Text _ -> show(visit, 422, repo, form.wrong("who", text("federation.that-is-nobody")));
        }
    }

    /// Lets somebody out.
    public void dismiss(Visit visit) {
        var repo = found.repo(visit, Right.ADMIN);
        var it = across();
        visit.signedIn();
        var actor = Id.of(visit.field("actor")).orElseThrow(Stop::notFound);
        if (!it.inviting().dismiss(repo, actor)) throw Stop.notFound();
        visit.go(back(repo), Notice.SAVED);
    }

    // Elsewhere

    /// A repository elsewhere.
    ///
    /// @param url its page here; empty when it is not known any more
    public record Line(Id id, String name, String url, String role, State state, Instant since) {}

    /// Where somebody works, and was asked to.
    public void work(Visit visit) {
        var it = across();
        var lines = it.helping().of(visit.signedIn()).stream()
                .map(work -> line(it, work))
                .toList();
        visit.show("elsewhere/work.jte", text("federation.work-elsewhere"), Map.<String, Object>of("lines", lines));
    }

    private static Line line(Across it, Work work) {
        var known = it.finder().known(work.repository());
        return new Line(
                work.repository(),
                known.map(RemoteActor::handle)
                        .map(Object::toString)
                        .orElse(work.repository().value()),
                known.map(HeardLines::url).orElse(""),
                work.role() == Role.WRITE
                        ? text("federation.to-close-label-and-merge")
                        : text("federation.to-close-and-label"),
                work.state(),
                work.at());
    }

    /// Asks to work there, says yes, or no, or goes.
    public void answer(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        var repository = Id.of(visit.field("repository")).orElseThrow(Stop::notFound);
        switch (visit.field("answer")) {
            case "accept" -> {
                if (it.helping().accept(person, repository) instanceof Answer.Refused<Work>(var _, var told))
                    throw new Stop(422, told);
            }
            case "join" -> join(it, person, repository, visit.field("role"));
            case "leave" -> {
                if (!it.helping().leave(person, repository)) throw Stop.notFound();
            }
            default -> throw new Stop(422, text("federation.accepted-or-not"));
        }
        visit.go(WORK, Notice.SAVED);
    }

    private static void join(Across it, Person person, Id repository, String asked) {
        if (!it.finder().mayLook(person.id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        var role = Role.of(asked).orElseThrow(() -> new Stop(422, text("federation.may-close-or-merge")));
        if (!(it.finder().of(repository) instanceof Found.Actor(var actor)))
            throw new Stop(404, text("federation.cannot-be-had"));
        if (it.helping().join(person, actor, role) instanceof Answer.Refused<Work>(var _, var told))
            throw new Stop(422, told);
    }

    /// Does something with an issue or a pull request there.
    public void act(Visit visit) {
        var it = across();
        var person = visit.signedIn();
        if (!it.finder().mayLook(person.id())) throw new Stop(429, text("federation.a-lot-to-look-up"));
        var id = Id.of(visit.field("it")).orElseThrow(Stop::notFound);
        if (!(it.finder().of(id) instanceof Found.Text text)) throw new Stop(404, text("federation.cannot-be-had"));
        Deed deed =
                switch (visit.field("act")) {
                    case "close" -> new Deed.Close();
                    case "reopen" -> new Deed.Reopen();
                    case "merge" -> new Deed.Merge();
                    default -> throw new Stop(422, text("federation.closed-reopened-or-merged"));
                };
        if (it.helping().act(person, text, deed) instanceof Answer.Refused<?>(var why, var told))
            throw new Stop(why == Answer.Why.LATER ? 503 : 422, told);
        visit.go("/-/elsewhere/asked", Notice.SENT_ELSEWHERE);
    }

    /// What somebody may do with a text, as the words of the form and of its buttons.
    static Map<String, String> deeds(Across it, Visit visit, Found.Text text) {
        var words = new java.util.LinkedHashMap<String, String>();
        for (var deed : it.helping().deeds(visit.signedIn(), text))
            switch (deed) {
                case Deed.Close _ -> words.put("close", text("federation.close"));
                case Deed.Reopen _ -> words.put("reopen", text("federation.reopen"));
                case Deed.Merge _ -> words.put("merge", text("federation.merge"));
                case Deed.Label _ -> {} // Labels are put elsewhere.
            }
        return words;
    }
}
