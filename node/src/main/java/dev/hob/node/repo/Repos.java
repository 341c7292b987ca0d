package dev.hob.node.repo;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.cob.Author;
import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.AccountName;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The repositories of this node. Shared between threads.
public final class Repos {
    /// Where everybody's own refs are.
    public static final String NAMESPACES = "refs/namespaces/";

    private static final int DESCRIPTION_CHARACTERS_MAX = 2_000;
    /// Each is named in a private repository's signed identity, and has a line in its settings.
    static final int COLLABORATORS_MAX = 200;
    /// Others read them all whenever they look at it.
    private static final int RESIDENCES_MAX = 10;
    /// The revision of the identity that is in force.
    public static final String IDENTITY = "refs/rad/id";

    /// Within a namespace: the identity object that the repository began with.
    public static final String ROOT = "refs/rad/root";

    /// Rows that belong to a project and not to a fork of it.
    private static final List<String> PROJECT_TABLES = List.of(
            "tracker_number",
            "fold_version",
            "protection_rule",
            "project_release",
            "release_asset",
            "asset_download",
            "sole_object",
            "issue",
            "issue_label",
            "issue_assignee",
            "issue_mention",
            "issue_event",
            "issue_reference",
            "issue_file",
            "saved_view",
            "commit_reference",
            "issue_count",
            "label",
            "milestone",
            "issue_dependency",
            "issue_reviewer",
            "review_dismissal",
            "patch",
            "patch_revision",
            "patch_review",
            "patch_comment",
            "pending_review",
            "pending_remark",
            "lent_branch",
            "viewed_file",
            "tracker_event",
            "guest_entry",
            "guest_namespace",
            "seed",
            "seed_key");

    static final String SELECT = """
            select r.id, r.rid, r.owner, p.name as owner_name, r.name, r.did, r.description, r.is_private,
                   r.default_branch, r.fork_of, r.forked_from, r.created, r.updated, p.peer,
                   r.moved_to, r.moved_page, r.moved_clone
              from repository r
              join person p on p.id = r.owner
            """;

    /// What came of asking for a repository.
    public sealed interface Creation {
        record Created(Repo repo) implements Creation {}

        /// What of it is wrong.
        enum Field {
            /// Nothing alone.
            WHOLE,
            NAME,
            DESCRIPTION,
            BRANCH
        }

        /// @param field what to put right
        record Refused(Field field, String told) implements Creation {
            public Refused(String told) {
                this(Field.WHOLE, told);
            }
        }
    }

    /// Signs the refs of a key's namespace.
    @FunctionalInterface
    public interface Signing {
        void sign(Repository repository, RepoId rid, SigningKey key) throws IOException;
    }

    /// A repository that was asked for by name; `moved` when it goes by another name now.
    public record Found(Repo repo, boolean moved) {}

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Runnable whenUnsigned = () -> {};

    public Repos(Database database, Log log, Intents intents, Custody custody, Storage storage, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.clock = clock;
    }

    /// Makes a repository: an intent, its identity and folder, then its row and its line in the log. A boot
    /// removes the
    /// folder of an intent that came to no row.
    ///
    /// @param signing signs the first refs, before anybody can see them
    public Creation create(
            Person owner, String name, boolean isPrivate, String description, String defaultBranch, Signing signing) {
        var objection = objection(name, description);
        if (objection.isPresent()) return objection.get();
        if (!Repository.isValidRefName(Constants.R_HEADS + defaultBranch))
            return new Creation.Refused(Creation.Field.BRANCH, Messages.text("repo.no-name-for-a-branch"));
        if (named(owner.id(), name).isPresent()) return taken(owner, name);

        var id = RepositoryId.random(random);
        var key = custody.signingKey(owner.key())
                .orElseThrow(() -> new AssertionError("the key of " + owner.name() + " is not held here"));
        var row = new Row(name, isPrivate, description, defaultBranch, Optional.empty());
        var document = first(owner.id(), owner.key(), row, id);
        var rid = document.rid();
        var author = new Author(key, alias(owner.name()), clock.instant());
        var lock = storage.lock(rid);
        lock.lock();
        try {
            var intent = intents.open(draft(id, rid, owner));
            boolean made = false;
            try {
                storage.create(rid, repository -> {
                    found(repository, document, author, Map.of(), signing);
                    Probe.at("fresh");
                });
                Probe.at("folder");
                var created = new Change.RepositoryCreated(id.value(), rid.value());
                made = insert(intent, owner, row, created);
            } finally {
                if (!made) clear(intent);
            }
            if (!made) return taken(owner, name);
        } finally {
            lock.unlock();
        }
        log.announce();
        return new Creation.Created(byId(id).orElseThrow());
    }

    /// The first document of a repository. A private one names the keys of its owner's own computers and nodes, too.
    IdentityDocument first(String owner, DidKey key, Row row, RepositoryId id) {
        var document =
                IdentityDocument.first(key, row.name(), row.description(), row.defaultBranch(), row.isPrivate(), id);
        if (!row.isPrivate()) return document;
        var linked = database.read(
                handle -> handle.createQuery("select did from device_key where person = :owner and revoked is null")
                        .bind("owner", owner)
                        .mapTo(String.class)
                        .list());
        return document.revised(
                row.name(),
                row.description(),
                row.defaultBranch(),
                true,
                linked.stream().map(DidKey::parse).toList());
    }

    /// Gives a fresh folder its identity and what it shows first, signed.
    ///
    /// @param shown branches and tags whose objects are there
    static void found(
            Repository repository,
            IdentityDocument document,
            Author author,
            Map<String, ObjectId> shown,
            Signing signing)
            throws IOException {
        var root = InitialRepository.mint(repository, document, author);
        var key = author.key().publicKey();
        String namespace = namespace(key);
        String cob = namespace + "refs/cobs/" + InitialRepository.TYPE + "/" + root.name();
        set(repository, cob, root);
        link(repository, namespace + IDENTITY, cob);
        Namespaces.give(repository, key, root, shown);
        var canonical = new ArrayList<ReceiveCommand>();
        shown.forEach((name, id) -> canonical.add(new ReceiveCommand(ObjectId.zeroId(), id, name)));
        Namespaces.move(repository, canonical);
        set(repository, IDENTITY, root);
        link(repository, Constants.HEAD, Constants.R_HEADS + document.defaultBranch());
        signing.sign(repository, document.rid(), author.key());
    }

    Intent draft(RepositoryId id, RepoId rid, Person by) {
        return draft(id, rid, new Origin.Here(by.id()), Optional.empty());
    }

    private Intent draft(RepositoryId id, RepoId rid, Origin origin, Optional<Change> change) {
        return Intent.changing(id, rid, origin, change, clock.instant());
    }

    /// An intent for a namespace to be given, or to be taken away: if it comes to no row, or when the row is
    /// gone, the namespace shows nothing.
    Intent draft(RepositoryId id, RepoId rid, Person by, DidKey namespace) {
        return draft(id, rid, new Origin.Here(by.id()), namespace);
    }

    private Intent draft(RepositoryId id, RepoId rid, Origin origin, DidKey namespace) {
        var cleared = new Change.NamespaceCleared(id.value(), rid.value(), namespace.nid());
        return draft(id, rid, origin, Optional.of(cleared));
    }

    /// What a new row says.
    ///
    /// @param parent what it is a fork of
    record Row(String name, boolean isPrivate, String description, String defaultBranch, Optional<Parent> parent) {}

    /// What a fork is a fork of, and whether it is a namespace of that one's folder.
    record Parent(RepositoryId id, boolean shares) {}

    /// Adds a row, unless its owner has one of that name or of that project; the intent ends with it.
    boolean insert(Intent intent, Person owner, Row row, Change change) {
        return database.write(handle -> {
            long now = clock.millis();
            var parent = row.parent().map(it -> it.id().value());
            boolean shares = row.parent().filter(Parent::shares).isPresent();
            int rows = handle.execute(
                    """
                    insert into repository
                        (id, rid, owner, name, name_key, did, description, is_private, default_branch, fork_of,
                         forked_from, created, updated)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict do nothing""",
                    intent.repository().value(),
                    intent.rid().value(),
                    owner.id(),
                    row.name(),
                    RepositoryName.key(row.name()),
                    owner.key().nid(),
                    row.description(),
                    row.isPrivate(),
                    row.defaultBranch(),
                    parent.filter(_ -> shares).orElse(null),
                    parent.filter(_ -> !shares).orElse(null),
                    now,
                    now);
            if (rows == 0) return false;
            handle.execute(
                    "delete from repository_redirect where owner = ? and name_key = ?",
                    owner.id(),
                    RepositoryName.key(row.name()));
            Watches.begin(handle, intent.repository(), owner.id(), now);
            log.append(handle, intent.origin(), change);
            intents.close(handle, intent.id());
            return true;
        });
    }

    /// Takes away what an intent stands for that came to no row, or whose row is gone: the folder, or, where
    /// others live in it, a namespace's branches and tags, or the project. A boot does this after a crash in the
    /// middle. The caller holds the folder's lock, or is the only one awake.
    public void clear(Intent intent) {
        var here = of(intent.rid());
        var unsigned = new LinkedHashSet<DidKey>();
        if (storage.has(intent.rid())) {
            if (here.isEmpty()) storage.delete(intent.rid());
            else unsigned.addAll(leave(intent, here));
        }
        Probe.at("cleared");
        database.writing(handle -> {
            for (var key : unsigned)
                handle.execute(
                        "insert into unsigned_namespace (rid, nid) values (?, ?) on conflict (rid, nid) do nothing",
                        intent.rid().value(),
                        key.nid());
            if (!here.isEmpty()) for (var change : intent.changes()) log.append(handle, intent.origin(), change);
            intents.close(handle, intent.id());
        });
        if (!unsigned.isEmpty()) whenUnsigned.run();
    }

    /// What goes from a folder in which others stay; gives the namespaces that must be signed again.
    private Set<DidKey> leave(Intent intent, List<Repo> others) {
        try (var repository = storage.open(intent.rid())) {
            if (intent.change().orElse(null) instanceof Change.NamespaceCleared left) {
                var key = DidKey.parse(left.nid());
                Namespaces.clear(repository, key);
                return Set.of(key);
            }
            if (others.stream().anyMatch(Repo::isProject)) return Set.of();
            var forks = others.stream().map(Repo::namespace).collect(Collectors.toSet());
            return Namespaces.orphan(
                    repository, forks, key -> custody.signingKey(key).isPresent());
        } catch (IOException e) {
            throw new StorageException("cannot take away what is gone from " + intent.rid(), e);
        }
    }

    /// Names who renews signed refs a moment after this changed some.
    public void whenUnsigned(Runnable work) {
        whenUnsigned = work;
    }

    static Optional<Creation> objection(String name, String description) {
        return RepositoryName.objection(name)
                .<Creation>map(told -> new Creation.Refused(Creation.Field.NAME, told))
                .or(() -> descriptionObjection(description)
                        .map(told -> new Creation.Refused(Creation.Field.DESCRIPTION, told)));
    }

    static Creation taken(Person owner, String name) {
        return new Creation.Refused(
                Creation.Field.NAME, Messages.text("repo.owner-has-that-name-already", owner.name(), name));
    }

    static Optional<String> descriptionObjection(String description) {
        return description.length() <= DESCRIPTION_CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of(Messages.text("repo.description-characters-max", DESCRIPTION_CHARACTERS_MAX));
    }

    /// Radicle's aliases have at most 32 bytes; account names may have 39 characters.
    public static String alias(String name) {
        return name.substring(0, Math.min(name.length(), 32));
    }

    /// The prefix of the refs that belong to a key.
    public static String namespace(DidKey key) {
        return NAMESPACES + key.nid() + "/";
    }

    static void set(Repository repository, String name, ObjectId id) throws IOException {
        var update = repository.updateRef(name);
        update.setNewObjectId(id);
        require(update.forceUpdate(), name);
    }

    static void link(Repository repository, String name, String target) throws IOException {
        require(repository.updateRef(name).link(target), name);
    }

    private static void require(RefUpdate.Result result, String name) throws IOException {
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("cannot set " + name + ": " + result);
        }
    }

    /// The repository at `owner/name`, also by a name it went by before.
    public Optional<Found> find(String owner, String name) {
        String ownerName = AccountName.folded(owner);
        String key = RepositoryName.key(name);
        var direct = one(
                SELECT + " where p.name = :owner and r.name_key = :key and (not p.deleted or p.peer)",
                Map.of("owner", ownerName, "key", key));
        if (direct.isPresent()) return direct.map(repo -> new Found(repo, false));
        return one(SELECT + """
                         join repository_redirect d on d.repository = r.id
                         join person o on o.id = d.owner
                        where o.name = :owner and d.name_key = :key""", Map.of("owner", ownerName, "key", key)).map(repo -> new Found(repo, true));
    }

    /// The repository with this id.
    public Optional<Repo> byId(RepositoryId id) {
        return one(SELECT + " where r.id = :id", Map.of("id", id.value()));
    }

    /// The repositories with these ids that are still there.
    public Map<RepositoryId, Repo> byIds(Collection<RepositoryId> ids) {
        if (ids.isEmpty()) return Map.of();
        var found = new HashMap<RepositoryId, Repo>();
        database.read(handle -> handle.createQuery(SELECT + " where r.id in (<ids>)")
                        .bindList("ids", ids.stream().map(RepositoryId::value).toList())
                        .map(Repos::row)
                        .list())
                .forEach(repo -> found.put(repo.id(), repo));
        return found;
    }

    private Optional<Repo> named(String ownerId, String name) {
        return one(
                SELECT + " where r.owner = :owner and r.name_key = :key",
                Map.of("owner", ownerId, "key", RepositoryName.key(name)));
    }

    private Optional<Repo> one(String sql, Map<String, String> bindings) {
        return database.read(handle ->
                handle.createQuery(sql).bindMap(bindings).map(Repos::row).findOne());
    }

    /// Those that live in one folder: a project and its forks here.
    public List<Repo> of(RepoId rid) {
        return database.read(handle -> handle.createQuery(SELECT + " where r.rid = :rid order by r.created, r.id")
                .bind("rid", rid.value())
                .map(Repos::row)
                .list());
    }

    /// The project of a folder: the repository whose issues and pull requests they are. Its forks may have
    /// outlived it.
    public Optional<Repo> project(RepoId rid) {
        return of(rid).stream().filter(Repo::isProject).findFirst();
    }

    /// Everything on this node, oldest first, for those who look after all of it.
    public List<Repo> all() {
        return database.read(handle -> handle.createQuery(SELECT + " order by r.created, r.id")
                .map(Repos::row)
                .list());
    }

    /// The repositories of an owner, by name.
    public List<Repo> ownedBy(Person owner) {
        return database.read(handle -> handle.createQuery(SELECT + " where r.owner = :owner order by r.name_key")
                .bind("owner", owner.id())
                .map(Repos::row)
                .list());
    }

    /// The repositories of others that somebody was let into, by owner and name.
    public List<Repo> sharedWith(Person person) {
        return database.read(handle -> handle.createQuery(SELECT + """
                                 join collaborator c on c.repository = r.id
                                where c.person = :person
                                order by p.name, r.name_key""")
                .bind("person", person.id())
                .map(Repos::row)
                .list());
    }

    /// Up to so many public repositories, the latest changed first, older than a moment.
    public List<Repo> publicBefore(Instant updated, int max) {
        return database.read(handle -> handle.createQuery(
                        SELECT + " where not r.is_private and r.updated < :updated order by r.updated desc limit :max")
                .bind("updated", updated.toEpochMilli())
                .bind("max", max)
                .map(Repos::row)
                .list());
    }

    /// Public projects, by their RIDs or the latest changed first.
    ///
    /// @param words in the name; empty for any
    /// @param delegate whose key decides about them, if asked for
    public List<Repo> publicProjects(String words, Optional<DidKey> delegate, boolean latestFirst, long from, int max) {
        return database.read(handle -> handle.createQuery(
                        SELECT + """
                         where not r.is_private and r.fork_of is null
                           and (:words = '' or r.name_key like :like escape '!')
                           and (:did = '' or r.did = :did
                                or r.rid in (select s.rid from seed_key s where s.did = :did and s.delegate))
                         order by\s""" + (latestFirst ? "r.updated desc, " : "") + "r.rid limit :max offset :from")
                .bind("words", words)
                .bind("like", Like.within(words))
                .bind("did", delegate.map(DidKey::nid).orElse(""))
                .bind("max", max)
                .bind("from", from)
                .map(Repos::row)
                .list());
    }

    /// How many public projects there are.
    public int countPublicProjects() {
        return database.read(
                handle -> handle.createQuery("select count(*) from repository where not is_private and fork_of is null")
                        .mapTo(Integer.class)
                        .one());
    }

    /// Gives a row another name; the old one leads to it. Says why not, if it cannot be.
    public Optional<String> rename(Handle handle, Repo repo, String name) {
        var objection = RepositoryName.objection(name);
        if (objection.isPresent()) return objection;
        String key = RepositoryName.key(name);
        String old = RepositoryName.key(repo.name());
        var other = handle.createQuery("select id from repository where owner = :owner and name_key = :key")
                .bind("owner", repo.ownerId())
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
        if (other.isPresent() && !other.get().equals(repo.id().value()))
            return Optional.of(Messages.text("repo.name-is-there-already", name));
        handle.execute(
                "delete from repository_redirect where owner = ? and name_key in (?, ?)", repo.ownerId(), key, old);
        handle.execute(
                "update repository set name = ?, name_key = ?, updated = ? where id = ?",
                name,
                key,
                clock.millis(),
                repo.id().value());
        if (!key.equals(old))
            handle.execute(
                    "insert into repository_redirect (owner, name_key, repository) values (?, ?, ?)",
                    repo.ownerId(),
                    old,
                    repo.id().value());
        return Optional.empty();
    }

    /// Makes somebody else the owner in the row; the old address leads on, and the old owner goes on writing.
    /// Says why
    /// not, if it cannot be.
    public Optional<String> handOver(Handle handle, Repo repo, Person to) {
        String key = RepositoryName.key(repo.name());
        int sameName = count(handle, "name_key", key, to);
        if (sameName > 0) return Optional.of(Messages.text("repo.owner-has-that-name-already", to.name(), repo.name()));
        int sameProject = count(handle, "rid", repo.rid().value(), to);
        if (sameProject > 0) return Optional.of(Messages.text("repo.owner-has-a-fork-already", to.name()));
        String id = repo.id().value();
        handle.execute("delete from repository_redirect where owner = ? and name_key = ?", to.id(), key);
        handle.execute(
                "update repository set owner = ?, did = ?, updated = ? where id = ?",
                to.id(),
                to.key().nid(),
                clock.millis(),
                id);
        handle.execute(
                "delete from collaborator where repository = ? and person in (?, ?)", id, to.id(), repo.ownerId());
        handle.execute(
                "insert into collaborator (repository, person, access) values (?, ?, ?)",
                id,
                repo.ownerId(),
                Right.WRITE.name());
        handle.execute("delete from repository_redirect where owner = ? and name_key = ?", repo.ownerId(), key);
        handle.execute(
                "insert into repository_redirect (owner, name_key, repository) values (?, ?, ?)",
                repo.ownerId(),
                key,
                id);
        handle.execute("delete from transfer_offer where repository = ?", id);
        Watches.begin(handle, repo.id(), to.id(), clock.millis());
        return Optional.empty();
    }

    private static int count(Handle handle, String column, String value, Person owner) {
        return handle.createQuery("select count(*) from repository where owner = :owner and " + column + " = :value")
                .bind("owner", owner.id())
                .bind("value", value)
                .mapTo(Integer.class)
                .one();
    }

    /// Changes the description in the row. Says why not, if it cannot be.
    public Optional<String> describe(Handle handle, Repo repo, String description) {
        var objection = descriptionObjection(description);
        if (objection.isEmpty()) set(handle, repo, "description", description);
        return objection;
    }

    /// Turns the row private or public.
    public void setPrivate(Handle handle, Repo repo, boolean isPrivate) {
        set(handle, repo, "is_private", isPrivate);
    }

    /// Whether it was copied from a repository of somebody else that not everybody may see.
    public boolean isOfPrivate(Handle handle, Repo repo) {
        return handle.createQuery("""
                        select count(*)
                          from repository r
                          join repository p on p.id = r.forked_from
                         where r.id = :id and p.is_private and p.owner <> r.owner""")
                        .bind("id", repo.id().value())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /// Makes another branch the default one in the row.
    public void setDefaultBranch(Handle handle, Repo repo, String branch) {
        set(handle, repo, "default_branch", branch);
    }

    private void set(Handle handle, Repo repo, String column, Object value) {
        handle.execute(
                "update repository set " + column + " = ?, updated = ? where id = ?",
                value,
                clock.millis(),
                repo.id().value());
    }

    /// Notes within a transaction that something was pushed, and which branch is the default one now.
    public void pushed(Handle handle, Repo repo, String defaultBranch, Origin origin) {
        handle.execute(
                "update repository set updated = ?, default_branch = ? where id = ?",
                clock.millis(),
                defaultBranch,
                repo.id().value());
        if (!defaultBranch.equals(repo.defaultBranch()))
            log.append(handle, origin, new Change.RepositoryDescribed(repo.id().value()));
    }

    /// Deletes a repository; its folder goes with its last namespace here. Forks that are namespaces of it stay,
    /// without a project to talk in.
    public void delete(Repo asked, Person by) {
        delete(asked, new Origin.Here(by.id()));
    }

    /// The same, when it is nobody's act.
    void delete(Repo asked, Origin origin) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var now = byId(asked.id());
            if (now.isEmpty()) return;
            // It may have got a folder of its own while we waited.
            if (!now.get().rid().equals(asked.rid())) {
                delete(now.get(), origin);
                return;
            }
            var repo = now.get();
            var intent = database.write(handle -> {
                handle.execute(
                        "delete from collaborator where repository = ?",
                        repo.id().value());
                handle.execute(
                        "delete from repository_redirect where repository = ?",
                        repo.id().value());
                for (String table : List.of(
                        "topic",
                        "transfer_offer",
                        "star",
                        "remote_star",
                        "guest_rule",
                        "repository_residence",
                        "remote_collaborator",
                        "watch",
                        "commit_status",
                        "pending_change",
                        "automatic_merge"))
                    handle.execute(
                            "delete from " + table + " where repository = ?",
                            repo.id().value());
                handle.execute("delete from repository where id = ?", repo.id().value());
                bequeath(handle, repo);
                forgetProject(handle, repo.rid());
                log.append(
                        handle,
                        origin,
                        new Change.RepositoryDeleted(
                                repo.id().value(), repo.rid().value()));
                return intents.open(
                        handle,
                        repo.isProject()
                                ? draft(repo.id(), repo.rid(), origin, Optional.empty())
                                : draft(repo.id(), repo.rid(), origin, repo.namespace()));
            });
            Probe.at("deletion");
            clear(intent);
        } finally {
            lock.unlock();
        }
        log.announce();
    }

    /// Forks of a fork that is gone are forks of what that one was a fork of. Those of a project that is gone stay
    /// what they are, and copies have no parent any more.
    private static void bequeath(Handle handle, Repo gone) {
        if (gone.forkOf().isPresent())
            handle.execute(
                    "update repository set fork_of = ? where fork_of = ?",
                    gone.forkOf().get().value(),
                    gone.id().value());
        handle.execute(
                "update repository set forked_from = ? where forked_from = ?",
                gone.parent().map(RepositoryId::value).orElse(null),
                gone.id().value());
    }

    /// Takes away what is kept of a project that has gone.
    private static void forgetProject(Handle handle, RepoId rid) {
        for (String table : PROJECT_TABLES)
            handle.execute(
                    "delete from " + table + " where rid = ?"
                            + " and not exists (select 1 from repository where rid = ? and fork_of is null)",
                    rid.value(),
                    rid.value());
        handle.execute(
                "delete from unsigned_namespace where rid = ? and not exists (select 1 from repository where rid = ?)",
                rid.value(),
                rid.value());
    }

    /// Lets somebody in, or changes how far, in the rows. Answers why not, when there are as many as there can be.
    public Optional<String> addCollaborator(Handle handle, Repo repo, Person person, Right right) {
        int others = handle.createQuery("select count(*) from collaborator where repository = ? and person <> ?")
                .bind(0, repo.id().value())
                .bind(1, person.id())
                .mapTo(Integer.class)
                .one();
        if (others >= COLLABORATORS_MAX) return Optional.of(Messages.text("repo.people-let-in-max", COLLABORATORS_MAX));
        handle.execute("""
                insert into collaborator (repository, person, access)
                values (?, ?, ?)
                on conflict (repository, person) do update set access = excluded.access""", repo.id().value(), person.id(), right.name());
        Watches.begin(handle, repo.id(), person.id(), clock.millis());
        return Optional.empty();
    }

    /// Takes somebody's access away, in the rows.
    public void removeCollaborator(Handle handle, Repo repo, Person person) {
        handle.execute(
                "delete from collaborator where repository = ? and person = ?",
                repo.id().value(),
                person.id());
    }

    /// Who was let in, and how far, by name.
    public Map<String, Right> collaborators(Repo repo) {
        var rights = new LinkedHashMap<String, Right>();
        database.read(handle -> handle.createQuery("""
                                select p.name, c.access
                                  from collaborator c
                                  join person p on p.id = c.person
                                 where c.repository = :repository
                                 order by p.name""")
                        .bind("repository", repo.id().value())
                        .map((row, _) -> Map.entry(row.getString("name"), Right.valueOf(row.getString("access"))))
                        .list())
                .forEach(entry -> rights.put(entry.getKey(), entry.getValue()));
        return rights;
    }

    private static Optional<Repo.Away> away(ResultSet row) throws SQLException {
        String actor = row.getString("moved_to");
        return actor == null
                ? Optional.empty()
                : Optional.of(new Repo.Away(actor, row.getString("moved_page"), row.getString("moved_clone")));
    }

    /// Notes within a transaction that a repository is on another server from now on, or here after all.
    public void moveAway(Handle handle, Repo repo, Optional<Repo.Away> to) {
        handle.execute(
                "update repository set moved_to = ?, moved_page = ?, moved_clone = ?, updated = ? where id = ?",
                to.map(Repo.Away::actor).orElse(null),
                to.map(Repo.Away::page).orElse(null),
                to.map(Repo.Away::git).orElse(null),
                clock.millis(),
                repo.id().value());
    }

    /// The addresses that a repository has on other servers, where it was before.
    public List<String> residences(Repo repo) {
        return database.read(handle -> handle.createQuery(
                        "select actor from repository_residence where repository = :repository order by at, actor")
                .bind("repository", repo.id().value())
                .mapTo(String.class)
                .list());
    }

    /// Notes within a transaction that a repository was elsewhere before. Says why not, if it cannot be.
    public Optional<String> addResidence(Handle handle, Repo repo, String actor) {
        int count = handle.createQuery("select count(*) from repository_residence where repository = :repository")
                .bind("repository", repo.id().value())
                .mapTo(Integer.class)
                .one();
        if (count >= RESIDENCES_MAX) return Optional.of(Messages.text("repo.residences-max", RESIDENCES_MAX));
        handle.execute("""
                insert into repository_residence (repository, actor, at)
                values (?, ?, ?)
                on conflict (repository, actor) do nothing""", repo.id().value(), actor, clock.millis());
        return Optional.empty();
    }

    /// Takes that back; whether it was said.
    public boolean removeResidence(Handle handle, Repo repo, String actor) {
        return handle.execute(
                        "delete from repository_residence where repository = ? and actor = ?",
                        repo.id().value(),
                        actor)
                > 0;
    }

    static Repo row(ResultSet row, StatementContext context) throws SQLException {
        return new Repo(
                new RepositoryId(row.getString("id")),
                new RepoId(row.getString("rid")),
                row.getString("owner"),
                row.getString("owner_name"),
                row.getString("name"),
                DidKey.parse(row.getString("did")),
                row.getString("description"),
                row.getBoolean("is_private"),
                row.getString("default_branch"),
                Optional.ofNullable(row.getString("fork_of")).map(RepositoryId::new),
                Optional.ofNullable(row.getString("forked_from")).map(RepositoryId::new),
                row.getBoolean("peer"),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("updated")),
                away(row));
    }
}
