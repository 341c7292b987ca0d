package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.across.Moves;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Where else somebody of here is at home, and their repositories; and that these move.
public final class MovingPages {
    private static final String HERE = "/settings/moving";

    private final Node node;
    private final Optional<Moves> moves;

    public MovingPages(Node node, Optional<Moves> moves) {
        this.node = node;
        this.moves = moves;
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
        values.put("why", moves.isPresent() ? Optional.<String>empty() : Optional.of(Federating.SILENT));
        values.put(
                "self",
                moves.flatMap(it -> it.self(new Moves.Who.Oneself(person)))
                        .map(Id::value)
                        .orElse(""));
        values.put("also", residences.of(person));
        values.put("moved", residences.moved(person));
        values.put(
                "repositories",
                moves.map(it -> it.repositories(person)).orElse(List.of()).stream()
                        .map(Repo::path)
                        .toList());
        values.put(
                "said",
                moves.map(it -> it.of(person)).orElse(List.of()).stream()
                        .filter(said -> said.repository().isPresent())
                        .toList());
        visit.show(status, "settings/moving.jte", text("settings.moving") + " · " + text("word.settings"), values);
    }

    private Moves moves() {
        return moves.orElseThrow(Stop::notFound);
    }

    /// Another account is theirs, too.
    public void also(Visit visit) {
        var form = visit.form("also");
        var outcome = moves().from(
                        new Moves.Who.Oneself(visit.signedIn()),
                        form.value("also").strip());
        settled(visit, form, "also", outcome, Notice.SAVED);
    }

    /// It is not any more.
    public void remove(Visit visit) {
        var person = visit.signedIn();
        node.people().residences().remove(person, visit.field("actor"));
        visit.go(HERE, Notice.SAVED);
    }

    /// They move.
    public void away(Visit visit) {
        var form = visit.form("away");
        var outcome = moves().to(
                        new Moves.Who.Oneself(visit.signedIn()),
                        form.value("away").strip());
        settled(visit, form, "away", outcome, Notice.MOVED);
    }

    private Moves.Who theirs(Person person, String path) {
        int slash = path.indexOf('/');
        if (slash < 0) throw Stop.notFound();
        return node.repos()
                .find(path.substring(0, slash), path.substring(slash + 1))
                .map(Repos.Found::repo)
                .filter(repo -> repo.ownerId().equals(person.id()))
                .<Moves.Who>map(repo -> new Moves.Who.Theirs(person, repo))
                .orElseThrow(Stop::notFound);
    }

    /// A repository was elsewhere before, or moves there.
    public void repository(Visit visit) {
        var it = moves();
        var form = visit.form("repository", "address", "way");
        var who = theirs(visit.signedIn(), form.value("repository").strip());
        String address = form.value("address").strip();
        boolean goes = form.value("way").equals("to");
        settled(
                visit,
                form,
                "address",
                goes ? it.to(who, address) : it.from(who, address),
                goes ? Notice.MOVED : Notice.SAVED);
    }

    /// It was not, or does not.
    public void withdraw(Visit visit) {
        var it = moves();
        if (!it.unsay(theirs(visit.signedIn(), visit.field("repository")), visit.field("actor"))) throw Stop.notFound();
        visit.go(HERE, Notice.SAVED);
    }

    private void settled(Visit visit, Form form, String field, Moves.Outcome outcome, Notice done) {
        switch (outcome) {
            case Moves.Outcome.Done _ -> visit.go(HERE, done);
            case Moves.Outcome.Refused(var told) -> show(visit, 422, form.wrong(field, told));
            case Moves.Outcome.Unreachable(var told) -> show(visit, 422, form.wrong(field, told));
        }
    }
}
