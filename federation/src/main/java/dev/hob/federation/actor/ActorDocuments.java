package dev.hob.federation.actor;

import dev.hob.federation.signature.IdentityStatements;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.keys.DidKey;
import dev.hob.node.people.ActorKeys;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.people.Residences;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What others see of those who act here. Immutable.
final class ActorDocuments {
    private static final String LINK = "<a href=\"%s\" rel=\"me nofollow noopener\">%s</a>";

    private final LocalActors actors;
    private final Custody custody;
    private final Residences residences;
    private final Repos repos;
    private final ActorKeys keys;
    private final ForkedFrom forks;

    ActorDocuments(
            LocalActors actors, Custody custody, Residences residences, Repos repos, ActorKeys keys, ForkedFrom forks) {
        this.actors = actors;
        this.custody = custody;
        this.residences = residences;
        this.repos = repos;
        this.keys = keys;
        this.forks = forks;
    }

    Actor of(Local local) {
        return switch (local) {
            case Local.Instance _ ->
                actor(
                        local,
                        List.of("Application"),
                        profile(
                                local,
                                actors.home().host(),
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.of(custody.nodeKey().publicKey()),
                                true),
                        NO_FORGE,
                        List.of());
            case Local.Account(var person) ->
                actor(local, List.of("Person"), profile(local, person), NO_FORGE, fields(person));
            case Local.Project(var repo) -> actor(local, types(repo), profile(local, repo), forge(repo), fields(repo));
        };
    }

    /// What every server knows goes first, for some read no further (D1). A fork has no tickets of its own.
    private static List<String> types(Repo repo) {
        return repo.isProject()
                ? List.of("Group", "Repository", "TicketTracker", "PatchTracker", "ReleaseTracker")
                : List.of("Group", "Repository");
    }

    private Actor.Profile profile(Local local, Person person) {
        return profile(
                local,
                person.shown(),
                Escaped.paragraphs(person.profile().bio()),
                Optional.of(person.created()),
                Optional.empty(),
                List.of(),
                Optional.of(person.key()),
                false);
    }

    private Actor.Profile profile(Local local, Repo repo) {
        var owner = actors.home().at("/u/" + repo.owner());
        return profile(
                local,
                repo.path(),
                Escaped.paragraphs(repo.description()),
                Optional.of(repo.created()),
                Optional.of(repo.updated()),
                List.of(owner),
                Optional.empty(),
                false);
    }

    private Actor.Profile profile(
            Local local,
            String name,
            String summary,
            Optional<Instant> published,
            Optional<Instant> updated,
            List<Id> attributedTo,
            Optional<DidKey> picture,
            boolean approves) {
        return new Actor.Profile(
                Optional.of(actors.handle(local).user()),
                Optional.of(Words.of(name)),
                summary.isEmpty() ? Optional.empty() : Optional.of(Words.of(summary)),
                List.of(Attached.Link.of(actors.page(local).value())),
                published,
                updated,
                picture.map(this::picture),
                Optional.empty(),
                attributedTo,
                also(local),
                moved(local),
                Optional.of(approves),
                Optional.of(!approves),
                Optional.of(!approves));
    }

    private List<String> also(Local local) {
        return switch (local) {
            case Local.Instance _ -> List.of();
            case Local.Account(var person) -> residences.of(person);
            case Local.Project(var repo) -> repos.residences(repo);
        };
    }

    private Optional<Id> moved(Local local) {
        return switch (local) {
            case Local.Instance _ -> Optional.empty();
            case Local.Account(var person) -> residences.moved(person).flatMap(Id::of);
            case Local.Project(var repo) -> repo.away().map(Repo.Away::actor).flatMap(Id::of);
        };
    }

    /// The picture of a key; Mastodon takes no SVG.
    private Ref picture(DidKey key) {
        var address = Attached.Link.of(
                actors.home().at("/-/avatar/1/" + key.nid() + ".png").value());
        return new Ref.Embedded(
                new Attached.Media("Image", List.of(address), Optional.of("image/png"), Optional.empty(), Rest.NONE));
    }

    private List<Ref> fields(Person person) {
        var fields = new ArrayList<Ref>();
        String website = person.profile().website();
        if (!website.isEmpty())
            fields.add(field("Website", LINK.formatted(Escaped.text(website), Escaped.text(website))));
        String location = person.profile().location();
        if (!location.isEmpty()) fields.add(field("Location", Escaped.text(location)));
        statement(person).ifPresent(fields::add);
        return fields;
    }

    /// The word of the key that signs what a person does here, that it is theirs.
    private Optional<Ref> statement(Person person) {
        var self = actors.id(new Local.Account(person));
        return custody.signingKey(person.key())
                .map(key -> IdentityStatements.make(key, self, person.created()))
                .map(Vocabulary::read)
                .map(read -> switch (read) {
                    case Vocabulary.Reading.Read(var document) -> new Ref.Embedded(document.thing());
                    case Vocabulary.Reading.Refused(var why) ->
                        throw new AssertionError("a statement of ours is not taken: " + why);
                });
    }

    private List<Ref> fields(Repo repo) {
        String clone = Escaped.text(cloneUrl(repo));
        return List.of(field("Clone", LINK.formatted(clone, clone)));
    }

    private static Ref field(String name, String html) {
        return new Ref.Embedded(new Attached.PropertyValue(Optional.of(Words.of(name)), Optional.of(html), Rest.NONE));
    }

    private String cloneUrl(Repo repo) {
        return actors.home().at("/" + repo.path() + ".git").value();
    }

    private static final Actor.Forge NO_FORGE = new Actor.Forge(
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private Actor.Forge forge(Repo repo) {
        var self = Optional.of(actors.id(new Local.Project(repo)));
        // A fork's tickets are those of what it is a fork of, if everybody may see that.
        var parent = repo.parent().flatMap(actors::project).map(actors::id);
        var tracker = repo.isProject() ? self : parent;
        var own = repo.isProject() ? self : Optional.<Id>empty();
        var origin = parent.or(() -> forks.of(repo.id()).map(ForkedFrom.Fork::origin));
        return new Actor.Forge(
                List.of(cloneUrl(repo)),
                List.of(cloneUrl(repo)),
                tracker,
                own,
                tracker,
                own,
                tracker,
                own,
                Optional.of(below(self.get(), "/forks")),
                origin,
                origin,
                Optional.empty());
    }

    private Actor actor(Local local, List<String> types, Actor.Profile profile, Actor.Forge forge, List<Ref> fields) {
        var self = actors.id(local);
        boolean social = !(local instanceof Local.Instance);
        var likes = local instanceof Local.Project ? Optional.of(below(self, "/likes")) : Optional.<Id>empty();
        var boxes = new Actor.Boxes(
                Optional.of(below(self, "/inbox")),
                Optional.of(below(self, "/outbox")),
                optional(social, self, "/followers"),
                optional(social, self, "/following"),
                optional(social, self, "/featured"),
                likes,
                Optional.of(actors.home().at("/inbox")),
                Rest.NONE);
        return new Actor(
                self,
                types,
                profile,
                boxes,
                forge,
                fields,
                List.of(),
                List.of(Actor.Key.rsa(
                        actors.mainKey(local), self, keys.rsa(local.key()).publicPem())),
                List.of(Actor.Key.multikey(
                        actors.assertionKey(local),
                        self,
                        keys.assertion(local.key()).publicKey().nid())),
                Rest.NONE);
    }

    private static Optional<Id> optional(boolean has, Id self, String path) {
        return has ? Optional.of(below(self, path)) : Optional.empty();
    }

    private static Id below(Id self, String path) {
        return new Id(self.value() + path);
    }
}
