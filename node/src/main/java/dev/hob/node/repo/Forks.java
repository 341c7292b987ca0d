package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// Makes forks: namespaces of a project's folder, or folders of their own for what not the same people may see,
/// and turns the first into the second. Whoever calls has asked who may see what, and holds the parent's
/// folder's lock. Shared between threads.
public final class Forks {
    private static final int FORKS_MAX = 10_000;

    /// A fork as somebody wants it.
    ///
    /// @param shown the branches and tags that it begins with, by their names
    public record Wish(
            String name, String description, boolean isPrivate, String defaultBranch, Map<String, ObjectId> shown) {
        public Wish {
            shown = Map.copyOf(shown);
        }
    }

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Forks(
            Database database,
            Log log,
            Intents intents,
            Custody custody,
            Storage storage,
            Repos repos,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.clock = clock;
    }

    /// The repository of somebody that is of the same project already: the project, a namespace of it, or a copy.
    public Optional<Repo> mine(Repo parent, Person person) {
        return database.read(handle -> handle.createQuery(Repos.SELECT + """
                         where r.owner = :owner
                           and (r.rid = :rid or r.forked_from in (select f.id from repository f where f.rid = :rid))
                         order by case when r.rid = :rid then 0 else 1 end, r.created
                         limit 1""")
                .bind("owner", person.id())
                .bind("rid", parent.rid().value())
                .map(Repos::row)
                .findOne());
    }

    /// The forks of a repository, of either kind, the first one first.
    public List<Repo> of(Repo parent) {
        return database.read(handle -> handle.createQuery(Repos.SELECT + """
                         where r.fork_of = :id or r.forked_from = :id
                         order by r.created, r.id
                         limit :max""")
                .bind("id", parent.id().value())
                .bind("max", FORKS_MAX)
                .map(Repos::row)
                .list());
    }

    /// How many forks everybody may see, of some repositories; those without any are left out.
    public Map<RepositoryId, Integer> counts(Collection<Repo> parents) {
        if (parents.isEmpty()) return Map.of();
        var counts = new HashMap<RepositoryId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select coalesce(fork_of, forked_from) as parent, count(*) as forks
                                  from repository
                                 where not is_private and (fork_of in (<ids>) or forked_from in (<ids>))
                                 group by coalesce(fork_of, forked_from)""")
                        .bindList(
                                "ids",
                                parents.stream().map(repo -> repo.id().value()).toList())
                        .map((row, _) -> Map.entry(new RepositoryId(row.getString("parent")), row.getInt("forks")))
                        .list())
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /// Why somebody cannot have a fork of that name, if so.
    private Optional<Repos.Creation> objection(Repo parent, Person by, Wish wish) {
        var mine = mine(parent, by);
        if (mine.isPresent() && mine.get().id().equals(parent.id()))
            return refused(Messages.text("repo.is-yours-already", parent.path()));
        if (mine.isPresent())
            return refused(Messages.text("repo.you-have-one-already", mine.get().path()));
        if (wish.shown().isEmpty()) return refused(Messages.text("repo.nothing-to-fork-yet"));
        return Repos.objection(wish.name(), wish.description());
    }

    private static Optional<Repos.Creation> refused(String told) {
        return Optional.of(new Repos.Creation.Refused(told));
    }

    /// Makes a fork that is a namespace of its project's folder. Everybody may see both.
    ///
    /// @param signing signs the namespace before anybody can see it
    public Repos.Creation share(Repo parent, Person by, Wish wish, Repos.Signing signing) throws IOException {
        var objection = objection(parent, by, wish);
        if (objection.isPresent()) return objection.get();
        var id = RepositoryId.random(random);
        var key = key(by.key(), by.name());
        var intent = intents.open(repos.draft(id, parent.rid(), by, by.key()));
        Probe.at("fork intent");
        boolean made = false;
        try {
            try (var repository = storage.open(parent.rid())) {
                var root = Optional.ofNullable(repository.resolve(Repos.namespace(parent.namespace()) + Repos.ROOT))
                        .orElseThrow(() -> new IOException("there is no identity in " + parent.rid()));
                Namespaces.give(repository, by.key(), root, wish.shown());
                Probe.at("fork refs");
                signing.sign(repository, parent.rid(), key);
            }
            Probe.at("fork signed");
            var row = row(wish, new Repos.Parent(parent.id(), true));
            var change = new Change.RepositoryForked(
                    id.value(), parent.rid().value(), parent.id().value());
            made = repos.insert(intent, by, row, change);
        } finally {
            if (!made) repos.clear(intent);
        }
        if (!made) return Repos.taken(by, wish.name());
        Probe.at("fork log");
        log.announce();
        return new Repos.Creation.Created(repos.byId(id).orElseThrow());
    }

    private static Repos.Row row(Wish wish, Repos.Parent parent) {
        return new Repos.Row(
                wish.name(), wish.isPrivate(), wish.description(), wish.defaultBranch(), Optional.of(parent));
    }

    private SigningKey key(DidKey key, String name) {
        return custody.signingKey(key)
                .orElseThrow(() -> new AssertionError("the key of " + name + " is not held here"));
    }

    /// Makes a fork with a folder and an identity of its own: only what it shows is copied.
    public Repos.Creation copy(Repo parent, Person by, Wish wish, Repos.Signing signing) {
        var objection = objection(parent, by, wish);
        if (objection.isPresent()) return objection.get();
        var id = RepositoryId.random(random);
        var row = row(wish, new Repos.Parent(parent.id(), false));
        var document = repos.first(by.id(), by.key(), row, id);
        var rid = document.rid();
        var author = new Author(key(by.key(), by.name()), Repos.alias(by.name()), clock.instant());
        var lock = storage.lock(rid);
        lock.lock();
        try {
            var intent = intents.open(repos.draft(id, rid, by));
            boolean made = false;
            try {
                copy(parent.rid(), rid, document, author, wish.shown(), signing);
                var change = new Change.RepositoryForked(
                        id.value(), rid.value(), parent.id().value());
                made = repos.insert(intent, by, row, change);
            } finally {
                if (!made) repos.clear(intent);
            }
            if (!made) return Repos.taken(by, wish.name());
        } finally {
            lock.unlock();
        }
        Probe.at("copy log");
        log.announce();
        return new Repos.Creation.Created(repos.byId(id).orElseThrow());
    }

    private void copy(
            RepoId from,
            RepoId to,
            IdentityDocument document,
            Author author,
            Map<String, ObjectId> shown,
            Repos.Signing signing)
            throws StorageException {
        Probe.at("copy intent");
        storage.create(to, repository -> {
            var aside = storage.aside();
            try (var source = storage.open(from)) {
                CopiedObjects.copy(source, repository, new HashSet<>(shown.values()), Set.of(), aside);
            } finally {
                Storage.remove(aside);
            }
            Probe.at("copy objects");
            Repos.found(repository, document, author, shown, signing);
            Probe.at("copy fresh");
        });
        Probe.at("copy folder");
    }

    /// Gives a fork that is a namespace a folder and an identity of its own, and takes it out of its project's.
    /// It is the same repository as before, and as public.
    ///
    /// @param parent what it shall be known as a fork of from then on
    /// @param shown its branches and tags
    public void detach(
            Repo fork, Person by, Optional<RepositoryId> parent, Map<String, ObjectId> shown, Repos.Signing signing) {
        var document = repos.first(
                fork.ownerId(),
                fork.namespace(),
                new Repos.Row(
                        fork.name(), fork.isPrivate(), fork.description(), fork.defaultBranch(), Optional.empty()),
                fork.id());
        var rid = document.rid();
        var author = new Author(key(fork.namespace(), fork.owner()), Repos.alias(fork.owner()), clock.instant());
        var lock = storage.lock(rid);
        lock.lock();
        try {
            var intent = intents.open(repos.draft(fork.id(), rid, by));
            boolean made = false;
            try {
                copy(fork.rid(), rid, document, author, shown, signing);
                made = true;
            } finally {
                if (!made) repos.clear(intent);
            }
            var left = database.write(handle -> {
                handle.execute(
                        "update repository set rid = ?, fork_of = null, forked_from = ?, updated = ? where id = ?",
                        rid.value(),
                        parent.map(RepositoryId::value).orElse(null),
                        clock.millis(),
                        fork.id().value());
                log.append(
                        handle,
                        intent.origin(),
                        new Change.RepositoryDetached(
                                fork.id().value(), fork.rid().value(), rid.value()));
                intents.close(handle, intent.id());
                return intents.open(handle, repos.draft(fork.id(), fork.rid(), by, fork.namespace()));
            });
            Probe.at("detached");
            repos.clear(left);
        } finally {
            lock.unlock();
        }
        log.announce();
    }
}
