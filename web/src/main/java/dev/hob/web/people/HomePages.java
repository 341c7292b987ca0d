package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.activity.Activity.Shelf.Everything;
import dev.hob.node.activity.Activity.Shelf.Watched;
import dev.hob.node.people.Person;
import dev.hob.node.repo.RepoSearch;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.web.activity.ActivityPages;
import dev.hob.web.html.Chips;
import dev.hob.web.html.HeardLine;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.issue.MyIssues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The first page: a dashboard for who is signed in, a welcome for everybody else.
public final class HomePages {
    private static final int OWN_MAX = 15;
    private static final int SHARED_MAX = 10;
    private static final int PUBLIC_MAX = 12;

    private final Node node;
    private final ActivityPages activity;
    private final MyIssues issues;
    private final Function<Person, Optional<List<HeardLine>>> elsewhere;

    /// @param elsewhere what somebody hears of other servers, if this node is among them
    public HomePages(
            Node node, ActivityPages activity, MyIssues issues, Function<Person, Optional<List<HeardLine>>> elsewhere) {
        this.node = node;
        this.activity = activity;
        this.issues = issues;
        this.elsewhere = elsewhere;
    }

    /// The page.
    public void home(Visit visit) {
        visit.person().ifPresentOrElse(person -> dashboard(visit, person), () -> welcome(visit));
    }

    private void welcome(Visit visit) {
        var found = node.repoSearch()
                .find(visit.viewer(), new Shelf.Public(), "", Order.UPDATED, Optional.empty(), PUBLIC_MAX);
        boolean unclaimed = found.repos().isEmpty() && node.people().isEmpty();
        visit.show(
                "welcome.jte",
                text("people.welcome"),
                Map.of("cards", cards(found), "more", found.next().isPresent(), "unclaimed", unclaimed));
    }

    private void dashboard(Visit visit, Person person) {
        String words = ExplorePages.words(visit);
        boolean watched = visit.query("lately").filter("watched"::equals).isPresent();
        var own = node.repoSearch()
                .find(visit.viewer(), new Shelf.OwnedBy(person), words, Order.UPDATED, Optional.empty(), OWN_MAX);
        var shared = node.repoSearch()
                .find(visit.viewer(), new Shelf.SharedWith(person), words, Order.UPDATED, Optional.empty(), SHARED_MAX);
        var offered = RepoCard.of(node.transferOffers().to(person), node.stars());
        var heard = elsewhere.apply(person);
        boolean far = heard.isPresent()
                && visit.query("lately").filter("elsewhere"::equals).isPresent();
        var happened = activity.shown(visit, watched ? new Watched(person) : new Everything());
        var waiting = issues.waiting(visit, person);
        var values = new HashMap<String, Object>();
        values.put("words", words);
        values.put("own", cards(own));
        values.put("all", own.next().isPresent() ? Urls.query("/" + person.name(), "q", words) : "");
        values.put("shared", cards(shared));
        values.put("offered", offered);
        values.put("waiting", waiting);
        values.put(
                "style",
                Chips.url(waiting.stream()
                        .flatMap(it -> it.lines().stream())
                        .flatMap(line -> line.chips().stream())
                        .toList()));
        values.put("happened", happened);
        values.put("watched", watched);
        values.put("federates", heard.isPresent());
        values.put("heard", far ? heard : Optional.empty());
        values.put("base", visit.url("/"));
        visit.show("home.jte", text("word.home"), values);
    }

    private List<RepoCard> cards(RepoSearch.Page found) {
        return RepoCard.of(found.repos(), node.stars());
    }
}
