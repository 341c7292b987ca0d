package dev.hob.web.people;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import io.javalin.http.Context;
import java.util.Map;

/// A person's page, and the picture of their key.
public final class PersonPages {
    private static final int PAGE = 30;

    private final Node node;

    public PersonPages(Node node) {
        this.node = node;
    }

    /// A person and the repositories that the reader may see.
    public void person(Visit visit) {
        var person = node.people().find(visit.part("owner")).orElseThrow(Stop::notFound);
        if (!person.name().equals(visit.part("owner"))) {
            visit.go("/" + person.name());
            return;
        }
        String words = ExplorePages.words(visit);
        var order = ExplorePages.order(visit);
        String sort = ExplorePages.sort(order);
        String url = "/" + person.name();
        var found = node.repoSearch()
                .find(visit.viewer(), new Shelf.OwnedBy(person), words, order, visit.query("after"), PAGE);
        boolean own = visit.person().filter(it -> it.id().equals(person.id())).isPresent();
        visit.show(
                "person.jte",
                person.displayName().isEmpty() ? person.name() : person.displayName() + " (" + person.name() + ")",
                Map.of(
                        "person",
                        PersonCard.of(person),
                        "own",
                        own,
                        "hasKeys",
                        !node.sshKeys().of(person).isEmpty(),
                        "words",
                        words,
                        "sort",
                        sort,
                        "cards",
                        HomePages.cards(found),
                        "first",
                        visit.query("after").isEmpty(),
                        "next",
                        found.next().map(key -> Urls.query(url, "q", words, "sort", sort, "after", key))));
    }

    /// The picture of a key, whoever has it.
    public void avatar(Context context) {
        DidKey key;
        try {
            key = DidKey.parse(context.pathParam("nid"));
        } catch (IllegalArgumentException _) {
            throw Stop.notFound(); // Not a key.
        }
        context.contentType("image/svg+xml")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .result(Avatar.svg(key));
    }
}
