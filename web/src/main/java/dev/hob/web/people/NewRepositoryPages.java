package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repos;
import dev.hob.web.html.Form;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.people.Starters.Wish;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;

/// Making a repository.
public final class NewRepositoryPages {
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
        var wish = new Wish(
                !form.value("readme").isEmpty(),
                form.value("licence"),
                Stream.of(form.value("ignore")).filter(it -> !it.isEmpty()).toList());
        if (wish.unknown().isPresent()) throw new Stop(422, text("people.choose-from-the-lists"));
        switch (node.refs().create(person, name, isPrivate, description, branch)) {
            case Repos.Creation.Created(var repo) -> {
                Starters.commit(node, repo, person, wish, clock.instant()).ifPresent(told -> {
                    throw new Stop(409, text("people.there-but-empty", repo.path(), told));
                });
                visit.go("/" + Urls.path(repo.path()));
            }
            case Repos.Creation.Refused(var field, String told) ->
                show(visit, person, 422, form.wrong(name(field), told));
        }
    }

    private static String name(Repos.Creation.Field field) {
        return switch (field) {
            case BRANCH -> "branch";
            case DESCRIPTION -> "description";
            case NAME, WHOLE -> "name";
        };
    }

    private static void show(Visit visit, Person person, int status, Form form) {
        visit.show(
                status,
                "new.jte",
                text("page.new-repository"),
                Map.of(
                        "form",
                        form,
                        "owner",
                        person.name(),
                        "author",
                        person.shown() + " <" + person.email() + ">",
                        "licences",
                        Starters.licences(),
                        "ignores",
                        Starters.ignores()));
    }
}
