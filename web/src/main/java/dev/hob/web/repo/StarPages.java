package dev.hob.web.repo;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.Watches.Wish;
import dev.hob.web.html.PersonLine;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stars and watches of a repository: given and taken back, and who gave them.
public final class StarPages {
    private static final int PAGE = 50;
    private static final int PAGES_MAX = 10_000;

    private final Node node;
    private final Found found;

    public StarPages(Node node, Found found) {
        this.node = node;
        this.found = found;
    }

    /// Gives a star, or takes it back.
    public void star(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var person = visit.signedIn();
        switch (visit.field("star")) {
            case "give" -> node.stars().give(repo, person);
            case "take" -> node.stars().takeBack(repo, person);
            default -> throw new Stop(422, text("repo.stars.given-or-taken-back"));
        }
        back(visit, repo);
    }

    /// Notes what the reader wants to hear.
    public void watch(Visit visit) {
        var repo = found.repo(visit, Right.READ);
        var person = visit.signedIn();
        var wish =
                switch (visit.field("wish")) {
                    case "watching" -> Wish.WATCHING;
                    case "ignoring" -> Wish.IGNORING;
                    case "none" -> Wish.NONE;
                    default -> throw new Stop(422, text("repo.watchers.choose"));
                };
        node.watches().wish(repo, person, wish);
        back(visit, repo);
    }

    /// To the page of this repository that the button was on.
    private static void back(Visit visit, Repo repo) {
        String home = "/" + Urls.path(repo.path());
        visit.go(visit.cameFrom().filter(it -> it.startsWith(home + "/")).orElse(home));
    }

    private interface Lister {
        List<Person> some(Repo repo, long skipped, int max);
    }

    /// Who gave a star.
    public void givers(Visit visit) {
        list(visit, "stars", text("repo.stars"), text("repo.stars.nobody-yet"), node.stars()::givers);
    }

    /// Who watches.
    public void watchers(Visit visit) {
        list(visit, "watchers", text("repo.watchers"), text("repo.watchers.nobody"), node.watches()::watchers);
    }

    private void list(Visit visit, String place, String title, String nothing, Lister lister) {
        var repo = found.repo(visit, Right.READ);
        var view = node.refs().view(repo);
        int number = visit.query("page").flatMap(StarPages::number).orElse(1);
        var some = lister.some(repo, (number - 1L) * PAGE, PAGE + 1);
        String here = "/" + Urls.path(repo.path()) + "/" + place;
        visit.show(
                "repo/people.jte",
                title + " · " + repo.path(),
                Map.of(
                        "repo",
                        found.head(visit, repo, view, "branch", view.defaultBranch()),
                        "title",
                        title,
                        "nothing",
                        nothing,
                        "people",
                        some.stream().limit(PAGE).map(PersonLine::of).toList(),
                        "first",
                        number == 1,
                        "start",
                        here,
                        "next",
                        some.size() > PAGE ? Optional.of(here + "?page=" + (number + 1)) : Optional.empty()));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[1-9]\\d{0,4}")
                ? Optional.of(Math.min(Integer.parseInt(text), PAGES_MAX))
                : Optional.empty();
    }
}
