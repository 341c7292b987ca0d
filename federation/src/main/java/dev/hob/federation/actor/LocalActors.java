package dev.hob.federation.actor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.remote.Signer;
import dev.hob.federation.signature.Proofs;
import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.SigningKey;
import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.ActorKeys;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who of this node is known to others, by which id and handle. A repository that not everybody may see is not there.
/// Shared between threads.
public final class LocalActors {
    private static final Pattern PERSON = Pattern.compile("/u/([a-z0-9_-]{1,39})");
    private static final Pattern REPOSITORY = Pattern.compile("/r/([a-z2-7]{20})");
    private static final String INSTANCE = "/actor";
    private static final String MAIN_KEY = "#main-key";
    private static final String ASSERTION_KEY = "#ed25519-key";

    private final Node node;
    private final Home home;
    private final ActorKeys keys;
    private final ActorDocuments documents;

    public LocalActors(Node node, Home home) {
        this.node = node;
        this.home = home;
        this.keys = node.actorKeys();
        var forks = new ForkedFrom(node.database());
        this.documents =
                new ActorDocuments(this, node.custody(), node.people().residences(), node.repos(), keys, forks);
    }

    /// Where they all are.
    public Home home() {
        return home;
    }

    /// The actor of an id.
    public Optional<Local> of(Id id) {
        return home.path(id).flatMap(this::atPath);
    }

    private Optional<Local> atPath(String path) {
        if (path.equals(INSTANCE)) return Optional.of(new Local.Instance());
        var person = PERSON.matcher(path);
        if (person.matches()) return account(person.group(1));
        var repository = REPOSITORY.matcher(path);
        return repository.matches() ? project(new RepositoryId(repository.group(1))) : Optional.empty();
    }

    /// The actor that people write so; a repository also by a name it went by before.
    public Optional<Local> of(Handle handle) {
        if (!handle.host().equals(home.host())) return Optional.empty();
        if (handle.user().equals(home.origin().host())) return Optional.of(new Local.Instance());
        return handle.owner()
                .map(owner -> named(owner, handle.user().substring(owner.length() + 1)))
                .orElseGet(() -> account(handle.user()));
    }

    private Optional<Local> named(String owner, String name) {
        // A name that ends as no handle may has a `_` behind it there.
        boolean ended = name.endsWith("._") || name.endsWith("-_");
        return at(owner, name).or(() -> ended ? at(owner, name.substring(0, name.length() - 1)) : Optional.empty());
    }

    /// The repository at `owner/name`.
    public Optional<Local> at(String owner, String name) {
        return node.repos().find(owner, name).map(Repos.Found::repo).flatMap(this::shown);
    }

    /// Whoever has an account of that name.
    public Optional<Local> account(String name) {
        return node.people().find(name).filter(person -> !person.disabled()).map(Local.Account::new);
    }

    /// The repository of an id.
    public Optional<Local> project(RepositoryId id) {
        return node.repos().byId(id).flatMap(this::shown);
    }

    /// One that is kept for others has its home elsewhere.
    private Optional<Local> shown(Repo repo) {
        return isPublic(repo) ? Optional.of(new Local.Project(repo)) : Optional.empty();
    }

    /// Whether others may know of a repository, and this is its home.
    public boolean isPublic(Repo repo) {
        return !repo.isSeeded() && node.access().may(Viewer.ANYONE, Right.READ, repo);
    }

    /// What others know somebody by, for ever.
    public Id id(Local local) {
        return home.at(
                switch (local) {
                    case Local.Instance _ -> INSTANCE;
                    case Local.Account(var person) -> "/u/" + person.name();
                    case Local.Project(var repo) -> "/r/" + repo.id().value();
                });
    }

    /// How people write somebody's name elsewhere.
    public Handle handle(Local local) {
        return switch (local) {
            case Local.Instance _ -> new Handle(home.origin().host(), home.host());
            case Local.Account(var person) -> new Handle(person.name(), home.host());
            case Local.Project(var repo) -> Handle.ofRepository(repo.owner(), repo.name(), home.host());
        };
    }

    /// The page for people.
    public Id page(Local local) {
        return switch (local) {
            case Local.Instance _ -> home.at("/");
            case Local.Account(var person) -> home.at("/" + person.name());
            case Local.Project(var repo) -> home.at("/" + repo.path());
        };
    }

    /// What others see of somebody.
    public Actor document(Local local) {
        return documents.of(local);
    }

    /// With what somebody signs requests.
    public Signer signer(Local local) {
        return new Signer(mainKey(local), new SecretKey.Rsa(keys.rsa(local.key())));
    }

    /// The same by [Local#key], also of somebody who is gone: that they are must still be told in their name.
    public Signer signer(String key) {
        return new Signer(new Id(id(key).value() + MAIN_KEY), new SecretKey.Rsa(keys.rsa(key)));
    }

    /// The id of somebody by [Local#key], who may be gone.
    public Id id(String key) {
        if (key.equals(new Local.Instance().key())) return home.at(INSTANCE);
        if (key.startsWith(Local.REPOSITORY)) return home.at("/r/" + key.substring(Local.REPOSITORY.length()));
        if (!key.startsWith(Local.PERSON)) throw new IllegalArgumentException("nobody's key: " + key);
        String name = node.people()
                .nameOf(key.substring(Local.PERSON.length()))
                .orElseThrow(() -> new IllegalArgumentException("nobody has the key " + key));
        return home.at("/u/" + name);
    }

    /// Whoever has a [Local#key] and is here.
    public Optional<Local> ofKey(String key) {
        return of(id(key));
    }

    /// With what somebody signs documents.
    public SigningKey assertion(Local local) {
        return keys.assertion(local.key());
    }

    /// A document with somebody's word for it, also in the name of one who is gone.
    ///
    /// @param key as [Local#key] says it
    public ObjectNode proven(String key, ObjectNode document, Instant at) {
        return Proofs.prove(document, new Id(id(key).value() + ASSERTION_KEY), keys.assertion(key), at);
    }

    /// The id of the key by which somebody signs requests.
    public Id mainKey(Local local) {
        return new Id(id(local).value() + MAIN_KEY);
    }

    /// The id of the key by which somebody signs documents.
    public Id assertionKey(Local local) {
        return new Id(id(local).value() + ASSERTION_KEY);
    }
}
