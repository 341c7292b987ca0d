package dev.hob.web.people;

import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.activity.Activity.Shelf.By;
import dev.hob.node.people.Peers;
import dev.hob.node.people.Person;
import dev.hob.node.repo.RepoSearch.Shelf;
import dev.hob.web.activity.ActivityPages;
import dev.hob.web.html.Avatar;
import dev.hob.web.html.AvatarPng;
import dev.hob.web.html.Faces;
import dev.hob.web.html.RepoCard;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A person's page, and the picture of their key.
public final class PersonPages {
    private static final int PAGE = 30;

    private final Node node;
    private final ActivityPages activity;

    public PersonPages(Node node, ActivityPages activity) {
        this.node = node;
        this.activity = activity;
    }

    /// What of a person is looked at.
    private enum Tab {
        REPOSITORIES,
        ACTIVITY,
        STARS
    }

    /// A person and what the reader may see of theirs: repositories, what they did, and what they gave stars to.
    public void person(Visit visit) {
        if (Peers.isName(visit.part("owner"))) {
            peer(visit, key(visit.part("owner")));
            return;
        }
        var person = node.people().find(visit.part("owner")).orElseThrow(Stop::notFound);
        if (!person.name().equals(visit.part("owner"))) {
            visit.go("/" + person.name());
            return;
        }
        var tab =
                switch (visit.query("tab").orElse("")) {
                    case "activity" -> Tab.ACTIVITY;
                    case "stars" -> Tab.STARS;
                    default -> Tab.REPOSITORIES;
                };
        boolean own = visit.person().filter(it -> it.id().equals(person.id())).isPresent();
        var values = new HashMap<String, Object>();
        values.put("person", PersonCard.of(person));
        values.put("own", own);
        values.put("moved", node.people().residences().moved(person));
        values.put("hasKeys", !node.sshKeys().of(person).isEmpty());
        values.put("tab", tab.name().toLowerCase(Locale.ROOT));
        switch (tab) {
            case REPOSITORIES -> list(visit, values, person, "", new Shelf.OwnedBy(person));
            case STARS -> list(visit, values, person, "stars", new Shelf.StarredBy(person));
            case ACTIVITY -> values.put("happened", Optional.of(activity.shown(visit, new By(person))));
        }
        visit.show(
                "person.jte",
                person.displayName().isEmpty() ? person.name() : person.displayName() + " (" + person.name() + ")",
                values);
    }

    /// A key that began repositories which are kept here for others, whoever has it.
    private void peer(Visit visit, DidKey key) {
        var found = node.repoSearch()
                .find(visit.viewer(), new Shelf.OfPeer(key), "", ExplorePages.order(visit), visit.query("after"), PAGE);
        var person = node.people().byKey(key);
        if (found.repos().isEmpty() && person.isEmpty()) throw Stop.notFound();
        var faces = new Faces(node.people());
        var values = new HashMap<String, Object>();
        values.put("did", key.did());
        values.put("avatar", Avatar.url(key));
        values.put("who", faces.of(key));
        values.put("cards", RepoCard.of(found.repos(), node.stars()));
        values.put("first", visit.query("after").isEmpty());
        values.put("url", "/" + key.nid());
        values.put("next", found.next().map(it -> Urls.query("/" + key.nid(), "after", it)));
        visit.show("peer.jte", Who.owner(key.nid()), values);
    }

    private static DidKey key(String nid) {
        try {
            return DidKey.parse(nid);
        } catch (IllegalArgumentException _) {
            throw Stop.notFound(); // It only looks like a key.
        }
    }

    private void list(Visit visit, Map<String, Object> values, Person person, String tab, Shelf shelf) {
        String words = ExplorePages.words(visit);
        var order = ExplorePages.order(visit);
        String sort = ExplorePages.sort(order);
        String url = "/" + person.name();
        var found = node.repoSearch().find(visit.viewer(), shelf, words, order, visit.query("after"), PAGE);
        values.put("words", words);
        values.put("sort", sort);
        values.put("cards", RepoCard.of(found.repos(), node.stars()));
        values.put("first", visit.query("after").isEmpty());
        values.put(
                "next", found.next().map(key -> Urls.query(url, "tab", tab, "q", words, "sort", sort, "after", key)));
    }

    /// The picture of a key, whoever has it.
    public void avatar(Context context) {
        var key = key(context.pathParam("nid"));
        context.contentType("image/svg+xml")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .result(Avatar.svg(key));
    }

    /// The same for other servers, most of which take no SVG.
    public void avatarElsewhere(Context context) {
        var key = key(context.pathParam("nid"));
        context.contentType("image/png")
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .result(AvatarPng.of(key));
    }
}
