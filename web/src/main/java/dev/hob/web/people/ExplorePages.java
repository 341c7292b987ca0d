package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.repo.RepoSearch.Order;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.web.html.PersonLine;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is public on this node: repositories and people, to be searched and leafed through.
public final class ExplorePages {
    private static final int PAGE = 30;

    private final Node node;

    public ExplorePages(Node node) {
        this.node = node;
    }

    /// The public repositories.
    public void repositories(Visit visit) {
        String words = words(visit);
        var order = order(visit);
        var found =
                node.repoSearch().find(visit.viewer(), new Shelf.Public(), words, order, visit.query("after"), PAGE);
        String sort = sort(order);
        visit.show(
                "explore/repositories.jte",
                text("word.explore"),
                Map.of(
                        "words", words,
                        "sort", sort,
                        "cards", RepoCard.of(found.repos(), node.stars()),
                        "first", visit.query("after").isEmpty(),
                        "next",
                                found.next()
                                        .map(key -> Urls.query("/explore", "q", words, "sort", sort, "after", key))));
    }

    static String words(Visit visit) {
        String words = visit.query("q").orElse("").strip();
        return words.substring(0, Math.min(words.length(), 100));
    }

    static Order order(Visit visit) {
        return switch (visit.query("sort").orElse("")) {
            case "name" -> Order.NAME;
            case "created" -> Order.CREATED;
            default -> Order.UPDATED;
        };
    }

    static String sort(Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    /// The people.
    public void people(Visit visit) {
        String words = words(visit);
        String after = visit.query("after").orElse("");
        var found = node.people().matching(words, false, after, PAGE + 1);
        var shown = found.stream().limit(PAGE).map(PersonLine::of).toList();
        Optional<String> next = found.size() > PAGE
                ? Optional.of(Urls.query(
                        "/explore/people", "q", words, "after", shown.getLast().name()))
                : Optional.empty();
        visit.show(
                "explore/people.jte",
                text("word.people"),
                Map.of("words", words, "people", shown, "first", after.isEmpty(), "next", next));
    }
}
