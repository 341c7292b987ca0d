package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Peers;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;

/// The rows of repositories that are kept for others. Each method within a transaction of the caller's, who
/// holds the folder's lock. Immutable.
final class SeedRows {
    private static final int NAME_CHARACTERS_MAX = 90;
    private static final int SUFFIX_MAX = 10_000;
    private static final int SHORT = 8;

    private final InstantSource clock;

    SeedRows(InstantSource clock) {
        this.clock = clock;
    }

    /// What the rows shall say.
    ///
    /// @param owner the id of the owner's row
    /// @param people accounts of this node that may do more than everybody, by id
    record Wanted(
            String owner,
            String name,
            DidKey namespace,
            String description,
            boolean isPrivate,
            String defaultBranch,
            SortedMap<String, Right> people) {}

    /// @param heir the account whose own it becomes
    Wanted wanted(Handle handle, RepoId rid, Identity identity, Optional<Person> heir) {
        var document = identity.current().document();
        var first = document.delegates().getFirst();
        String owner = heir.map(Person::id).orElseGet(() -> Peers.row(handle, first, clock));
        var project = document.payload("xyz.radicle.project");
        return new Wanted(
                owner,
                free(handle, rid, owner, name(rid, document)),
                first,
                project.path("description").asText(),
                document.isPrivate(),
                document.defaultBranch(),
                heir.isPresent() ? new TreeMap<>() : people(handle, document));
    }

    /// A project's name as a path can have it.
    static String name(RepoId rid, IdentityDocument document) {
        String said = document.payload("xyz.radicle.project").path("name").asText();
        String plain = said.replaceAll("[^A-Za-z0-9._-]", "-")
                .replaceAll("\\.{2,}", ".")
                .replaceAll("^[.-]+", "");
        String cut = plain.substring(0, Math.min(plain.length(), NAME_CHARACTERS_MAX));
        return RepositoryName.objection(cut).isEmpty() ? cut : rid.folder().substring(0, SHORT);
    }

    /// The name, or that with a number when its owner has another repository of that name.
    private static String free(Handle handle, RepoId rid, String owner, String name) {
        for (int i = 1; i <= SUFFIX_MAX; i++) {
            String candidate = i == 1 ? name : name + "-" + i;
            if (!isTaken(handle, rid, owner, candidate)) return candidate;
        }
        return rid.folder();
    }

    private static boolean isTaken(Handle handle, RepoId rid, String owner, String name) {
        return handle.createQuery("""
                        select count(*)
                          from repository
                         where owner = :owner and name_key = :key and not (rid = :rid and fork_of is null)""")
                        .bind("owner", owner)
                        .bind("key", RepositoryName.key(name))
                        .bind("rid", rid.value())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /// Whether an account can have the project itself under that name.
    boolean isFree(Handle handle, RepoId rid, Person person, String name) {
        boolean fork = handle.createQuery(
                                "select count(*) from repository where owner = :owner and rid = :rid and fork_of is not null")
                        .bind("owner", person.id())
                        .bind("rid", rid.value())
                        .mapTo(Integer.class)
                        .one()
                > 0;
        return !fork && !isTaken(handle, rid, person.id(), name);
    }

    /// The account that signs here with a key.
    Optional<Person> account(Handle handle, DidKey key) {
        return People.ofKey(handle, key);
    }

    /// Who signs with the account's own key decides as a delegate; whom the document lets see it reads, whatever
    /// key of theirs it names.
    private static SortedMap<String, Right> people(Handle handle, IdentityDocument document) {
        var people = new TreeMap<String, Right>();
        if (document.isPrivate()) {
            var readers = new ArrayList<>(document.allowed());
            readers.addAll(document.delegates());
            handle.createQuery("""
                            select p.id from person p where p.did in (<keys>) and not p.deleted
                            union
                            select p.id
                              from device_key d
                              join person p on p.id = d.person
                             where d.did in (<keys>) and d.revoked is null and not p.deleted""")
                    .bindList("keys", readers.stream().map(DidKey::nid).toList())
                    .mapTo(String.class)
                    .forEach(id -> people.put(id, Right.READ));
        }
        handle.createQuery("select id from person where did in (<keys>) and not deleted")
                .bindList("keys", document.delegates().stream().map(DidKey::nid).toList())
                .mapTo(String.class)
                .forEach(id -> people.put(id, Right.WRITE));
        return people;
    }

    RepositoryId insert(Handle handle, RepoId rid, Wanted wanted, RandomGenerator random) {
        var id = RepositoryId.random(random);
        long now = clock.millis();
        handle.execute(
                """
                insert into repository
                    (id, rid, owner, name, name_key, did, description, is_private, default_branch, fork_of,
                     forked_from, created, updated)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, ?, ?)""",
                id.value(),
                rid.value(),
                wanted.owner(),
                wanted.name(),
                RepositoryName.key(wanted.name()),
                wanted.namespace().nid(),
                wanted.description(),
                wanted.isPrivate(),
                wanted.defaultBranch(),
                now,
                now);
        // A namespace here may have outlived the project, and has it again.
        handle.execute("""
                update repository
                   set fork_of = ?
                 where rid = ?
                   and fork_of is not null
                   and not exists (select 1 from repository p where p.id = repository.fork_of)""", id.value(), rid.value());
        handle.execute("insert into seed (rid, identity) values (?, '')", rid.value());
        handle.execute(
                "delete from repository_redirect where owner = ? and name_key = ?",
                wanted.owner(),
                RepositoryName.key(wanted.name()));
        people(handle, id, wanted);
        return id;
    }

    private static void people(Handle handle, RepositoryId id, Wanted wanted) {
        handle.execute("delete from collaborator where repository = ?", id.value());
        wanted.people()
                .forEach((person, right) -> handle.execute(
                        "insert into collaborator (repository, person, access) values (?, ?, ?)",
                        id.value(),
                        person,
                        right.name()));
    }

    /// Whether the rows say so already.
    boolean says(Handle handle, Repo repo, Wanted wanted) {
        return repo.ownerId().equals(wanted.owner())
                && repo.name().equals(wanted.name())
                && repo.namespace().equals(wanted.namespace())
                && repo.description().equals(wanted.description())
                && repo.isPrivate() == wanted.isPrivate()
                && repo.defaultBranch().equals(wanted.defaultBranch())
                && rights(handle, repo).equals(wanted.people());
    }

    private static Map<String, Right> rights(Handle handle, Repo repo) {
        var rights = new TreeMap<String, Right>();
        handle.createQuery("select person, access from collaborator where repository = :id")
                .bind("id", repo.id().value())
                .map((row, _) -> Map.entry(row.getString("person"), Right.valueOf(row.getString("access"))))
                .forEach(it -> rights.put(it.getKey(), it.getValue()));
        return rights;
    }

    /// Lets the rows say what they shall; whether an account of this node owns it from now on.
    boolean update(Handle handle, Log log, Origin origin, Repo repo, Wanted wanted) {
        if (says(handle, repo, wanted)) return false;
        String id = repo.id().value();
        String key = RepositoryName.key(wanted.name());
        handle.execute(
                """
                update repository
                   set owner = ?, name = ?, name_key = ?, did = ?, description = ?, is_private = ?, default_branch = ?,
                       updated = ?
                 where id = ?""",
                wanted.owner(),
                wanted.name(),
                key,
                wanted.namespace().nid(),
                wanted.description(),
                wanted.isPrivate(),
                wanted.defaultBranch(),
                clock.millis(),
                id);
        handle.execute("delete from repository_redirect where owner = ? and name_key = ?", wanted.owner(), key);
        boolean moved = !repo.ownerId().equals(wanted.owner())
                || !RepositoryName.key(repo.name()).equals(key);
        if (moved)
            handle.execute(
                    "insert into repository_redirect (owner, name_key, repository) values (?, ?, ?)",
                    repo.ownerId(),
                    RepositoryName.key(repo.name()),
                    id);
        people(handle, repo.id(), wanted);
        boolean inherited = isAccount(handle, wanted.owner());
        if (inherited) Watches.begin(handle, repo.id(), wanted.owner(), clock.millis());
        else if (repo.isPrivate() != wanted.isPrivate())
            log.append(handle, origin, new Change.VisibilityChanged(id, wanted.isPrivate()));
        log.append(handle, origin, new Change.RepositoryDescribed(id));
        return inherited;
    }

    private static boolean isAccount(Handle handle, String id) {
        return handle.createQuery("select count(*) from person where id = :id and not peer")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /// Keeps whom an identity names.
    void keys(Handle handle, RepoId rid, IdentityDocument document) {
        handle.execute("delete from seed_key where rid = ?", rid.value());
        var keys = new TreeMap<DidKey, Boolean>();
        document.allowed().forEach(key -> keys.put(key, false));
        document.delegates().forEach(key -> keys.put(key, true));
        keys.forEach((key, delegate) -> handle.execute(
                "insert into seed_key (rid, did, delegate) values (?, ?, ?)", rid.value(), key.nid(), delegate));
    }

    /// The revision that everything was judged by, or nothing yet; empty when it is not kept for others.
    Optional<String> judged(Database database, RepoId rid) {
        return database.read(handle -> handle.createQuery("select identity from seed where rid = :rid")
                .bind("rid", rid.value())
                .mapTo(String.class)
                .findOne());
    }

    void judged(Handle handle, RepoId rid, String identity) {
        handle.execute("update seed set identity = ? where rid = ?", identity, rid.value());
    }

    /// It is not kept for others any more.
    void forget(Handle handle, RepoId rid) {
        handle.execute("delete from seed where rid = ?", rid.value());
        handle.execute("delete from seed_key where rid = ?", rid.value());
        Peers.sweep(handle);
    }

    /// The names of the accounts whose keys some of these are.
    List<String> accounts(Database database, Collection<String> nids) {
        if (nids.isEmpty()) return List.of();
        return database.read(handle -> handle.createQuery("""
                        select p.name from person p where p.did in (<keys>) and not p.deleted
                        union
                        select p.name
                          from device_key d
                          join person p on p.id = d.person
                         where d.did in (<keys>) and not p.deleted
                         order by name""")
                .bindList("keys", List.copyOf(nids))
                .mapTo(String.class)
                .list());
    }
}
