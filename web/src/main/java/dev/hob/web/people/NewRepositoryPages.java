package dev.hob.web.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.Node;
import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RepositoryName;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// Making a repository.
public final class NewRepositoryPages {
    private static final String MESSAGE = "Begin";

    private final Node node;
    private final InstantSource clock;

    public NewRepositoryPages(Node node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    /// The form.
    public void blank(Visit visit) {
        var person = visit.signedIn();
        // A link may bring a name: https://node/new?name=tea
        String name = visit.query("name").orElse("");
        show(visit, person, 200, new Form(Map.of("branch", "main", "name", name), Map.of()));
    }

    /// Makes it, with a first commit when files were chosen.
    public void create(Visit visit) {
        var person = visit.signedIn();
        var form = visit.form("name", "description", "branch", "visibility", "readme", "licence", "ignore");
        String name = form.value("name").strip();
        boolean isPrivate = !form.value("visibility").equals("public");
        String branch = form.value("branch").strip();
        String description = form.value("description").strip();
        switch (node.refs().create(person, name, isPrivate, description, branch)) {
            case Repos.Creation.Created(var repo) -> {
                begin(person, repo, form);
                visit.go("/" + Urls.path(repo.path()));
            }
            case Repos.Creation.Refused(String told) -> show(visit, person, 422, form.wrong(field(name, told), told));
        }
    }

    private void begin(Person person, Repo repo, Form form) {
        var files = Starters.files(
                person,
                repo.name(),
                repo.description(),
                !form.value("readme").isEmpty(),
                form.value("licence"),
                form.value("ignore"),
                clock.instant());
        if (files.isEmpty()) return;
        var changes = new ArrayList<FileChange>();
        files.forEach(
                (name, text) -> changes.add(new FileChange.Create(CodePath.ROOT.resolve(name), text.getBytes(UTF_8))));
        var who = Commits.Signer.of(person);
        var draft = new Commits.Draft(repo.defaultBranch(), Optional.empty(), MESSAGE, who, who, changes);
        switch (node.commits().commit(repo, person, draft)) {
            case Commits.Outcome.Done _ -> {
                // As it should be.
            }
            case Commits.Outcome.Missing(String told) -> throw stillEmpty(repo, told);
            case Commits.Outcome.Clash(String told) -> throw stillEmpty(repo, told);
            case Commits.Outcome.Refused(String told) -> throw stillEmpty(repo, told);
            case Commits.Outcome.Stale(String told) -> throw stillEmpty(repo, told);
        }
    }

    private static Stop stillEmpty(Repo repo, String told) {
        return new Stop(409, repo.path() + " is there, but empty: " + told);
    }

    private static String field(String name, String told) {
        if (RepositoryName.objection(name).isPresent()) return "name";
        if (told.contains("branch")) return "branch";
        return told.contains("escription") ? "description" : "name";
    }

    private static void show(Visit visit, Person person, int status, Form form) {
        visit.show(
                status,
                "new.jte",
                "New repository",
                Map.of(
                        "form",
                        form,
                        "owner",
                        person.name(),
                        "author",
                        person.shown() + " <" + person.email() + ">",
                        "licences",
                        Starters.LICENCES,
                        "ignores",
                        Starters.ignores()));
    }
}
