package dev.hob.web.repo;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RepositoryName;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Form;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The first page, a person's repositories, and making one.
public final class OwnerPages {
    private static final int LISTED_MAX = 50;
    private static final Instant FAR_AHEAD = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    private final Node node;

    public OwnerPages(Node node) {
        this.node = node;
    }

    /// The dashboard of somebody signed in; the public repositories for anyone.
    public void home(Visit visit) {
        List<RepoCard> mine = visit.person().map(person -> cards(visit, person)).orElse(List.of());
        var others = node.repos().publicBefore(FAR_AHEAD, LISTED_MAX).stream()
                .map(OwnerPages::card)
                .toList();
        String base = visit.base().toString().replaceAll("/$", "") + "/";
        visit.show(
                "home.jte",
                visit.person().isPresent() ? "Home" : "Welcome",
                Map.of("mine", mine, "others", others, "base", base));
    }

    /// A person and the repositories that the reader may see.
    public void person(Visit visit) {
        var person = node.people().find(visit.part("owner")).orElseThrow(Stop::notFound);
        visit.show(
                "person.jte",
                person.name(),
                Map.of(
                        "name",
                        person.name(),
                        "shown",
                        person.displayName(),
                        "did",
                        person.key().did(),
                        "cards",
                        cards(visit, person)));
    }

    private List<RepoCard> cards(Visit visit, Person person) {
        return node.repos().ownedBy(person).stream()
                .filter(repo -> node.access().may(visit.viewer(), Right.READ, repo))
                .sorted(Comparator.comparing(Repo::updated).reversed())
                .map(OwnerPages::card)
                .toList();
    }

    private static RepoCard card(Repo repo) {
        return new RepoCard(repo.owner(), repo.name(), repo.description(), repo.isPrivate(), repo.updated());
    }

    /// The form for a new repository.
    public void blank(Visit visit) {
        visit.signedIn();
        showNew(visit, 200, new Form(Map.of("branch", "main"), Map.of()));
    }

    /// Makes a repository.
    public void create(Visit visit) {
        var person = visit.signedIn();
        visit.checkForm();
        var form = visit.form("name", "description", "branch", "visibility");
        String name = form.value("name").strip();
        boolean isPrivate = !form.value("visibility").equals("public");
        String branch = form.value("branch").strip();
        var creation = node.refs()
                .create(person, name, isPrivate, form.value("description").strip(), branch);
        switch (creation) {
            case Repos.Creation.Created(var repo) -> visit.go("/" + Urls.path(repo.path()));
            case Repos.Creation.Refused(String told) -> showNew(visit, 422, form.wrong(field(name, told), told));
        }
    }

    private static String field(String name, String told) {
        if (RepositoryName.objection(name).isPresent()) return "name";
        if (told.contains("branch")) return "branch";
        return told.contains("escription") ? "description" : "name";
    }

    private static void showNew(Visit visit, int status, Form form) {
        visit.show(status, "new.jte", "New repository", Map.of("form", form));
    }
}
