package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DidKey;
import dev.hob.node.cob.Entry;
import dev.hob.node.cob.Evidence;
import dev.hob.node.cob.Operation;
import dev.hob.node.cob.Operations;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Identities;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores operations on collaborative objects: the signed entry, the ref in its author's namespace that names
/// it, the rows that say the same, and the line in the log, under one intent. The list of signed refs follows a
/// moment later ([LateSigning]). Shared between threads; a folder is written by one at a time.
public final class Cobs {
    private static final Logger LOG = LoggerFactory.getLogger(Cobs.class);
    private static final int FOLDERS_KEPT_MAX = 1_000;

    /// Keeps in SQL what the objects of one type say.
    public interface Keeper {
        /// Makes the rows of an object say what its operations say, within a transaction. The caller holds the
        /// folder's lock.
        void refold(Handle handle, Repository repository, RepoId rid, ObjectId object) throws IOException;

        /// What was folded of an object in memory may be wrong: something failed, or came from elsewhere.
        void forget(RepoId rid, ObjectId object);

        /// What the log says of entries that came from elsewhere, in their order, within the transaction in which the
        /// rows of their object were made again.
        ///
        /// @param known the entries that were there before
        default List<Change> news(Handle handle, Repository repository, Repo repo, ObjectId object, Set<ObjectId> known)
                throws IOException {
            return List.of();
        }

        /// A branch in somebody's namespace is elsewhere now, on which what some objects say may depend. Within a
        /// transaction; the caller holds the folder's lock.
        default void moved(Handle handle, Repository repository, RepoId rid, DidKey whose, String branch)
                throws IOException {}
    }

    /// Work on the objects of one repository, with its folder's lock held.
    @FunctionalInterface
    public interface Work<T> {
        T run(Session session) throws IOException;
    }

    /// What follows in SQL from an entry, in the transaction that makes it count.
    @FunctionalInterface
    public interface Rows {
        void write(Handle handle, Entry entry) throws IOException;
    }

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Storage storage;
    private final Repos repos;
    private final Identities identities;
    private final LateSigning signing;
    private final InstantSource clock;
    private final Map<String, Keeper> keepers = new ConcurrentHashMap<>();
    /// Which namespaces a folder has.
    private final Cache<RepoId, Set<String>> namespaces =
            Caffeine.newBuilder().maximumSize(FOLDERS_KEPT_MAX).build();
    /// Folders in which an operation failed half-way.
    private final Set<RepoId> unfinished = ConcurrentHashMap.newKeySet();

    private volatile Consumer<RepoId> first = _ -> {};

    public Cobs(
            Database database,
            Log log,
            Intents intents,
            Storage storage,
            Repos repos,
            Identities identities,
            LateSigning signing,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.storage = storage;
        this.repos = repos;
        this.identities = identities;
        this.signing = signing;
        this.clock = clock;
    }

    /// Names what settles a folder before this does.
    void first(Consumer<RepoId> settling) {
        first = settling;
    }

    /// The identities that operations are judged by.
    public Identities identities() {
        return identities;
    }

    /// A handle on a repository, for what a fold reads of it later; the caller closes it.
    ///
    /// @throws StorageException when it is not there or cannot be read
    public Repository open(RepoId rid) {
        return storage.open(rid);
    }

    /// Names who keeps the rows of a type. Before [#recover] and before anybody writes.
    public void keep(String type, Keeper keeper) {
        if (keepers.put(type, keeper) != null) throw new AssertionError("two keepers of " + type);
    }

    /// Works on a project's objects, alone; empty when it is gone meanwhile. A fork that is a namespace has
    /// none: its owner decides nothing about what is said in the project.
    ///
    /// @throws StorageException when the disk fails; what was begun is then finished or dropped by the next, or by
    /// a boot
    public <T> Optional<T> in(Repo asked, Work<T> work) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            settle(asked.rid());
            var repo = repos.byId(asked.id());
            boolean there = repo.filter(it -> it.isProject() && it.rid().equals(asked.rid()))
                    .isPresent();
            if (!there) return Optional.empty();
            try (var repository = storage.open(asked.rid())) {
                return Optional.of(work.run(new Session(repo.orElseThrow(), repository)));
            }
        } catch (IOException e) {
            throw new StorageException("cannot write to " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Everything that somebody needs who works on the objects of one repository. Used within [#in].
    public final class Session {
        private final Repo repo;
        private final Repository repository;

        private Session(Repo repo, Repository repository) {
            this.repo = repo;
            this.repository = repository;
        }

        /// The repository as it is now.
        public Repo repo() {
            return repo;
        }

        public Repository git() {
            return repository;
        }

        /// The identity in force.
        public Identities.InForce identity() throws IOException {
            return identities.of(repository, repo.rid());
        }

        /// The entries that the namespaces of this folder name for an object.
        public List<ObjectId> tips(String type, ObjectId object) throws IOException {
            return Cobs.this.tips(repository, repo.rid(), type, object);
        }

        /// Stores an operation's objects and nothing else, for one that a branch moves with ([Refs#move]).
        public Entry objects(dev.hob.node.cob.Author author, Operation operation) throws IOException {
            try (var inserter = repository.newObjectInserter()) {
                var entry = Operations.store(inserter, operation, author);
                inserter.flush();
                return entry;
            }
        }

        /// How the ref of somebody's operation moves to an entry.
        public RefMove naming(DidKey key, ObjectId object, Entry entry) throws IOException {
            String name = Repos.namespace(key) + "refs/cobs/" + entry.type() + "/" + object.name();
            return new RefMove(name, at(repository, name), entry.id().name());
        }

        /// Stores an operation. Its parents must be what survived of the object.
        ///
        /// @param object that it belongs to; none when it begins one
        /// @param change what the log says of it; gets the entry
        /// @param judge tells the folded object; false when it refuses, and then nothing is stored
        /// @param rows what else must be written when it counts
        /// @return the entry; empty when it was refused
        public Optional<Entry> store(
                dev.hob.node.cob.Author author,
                Origin origin,
                Operation operation,
                Optional<ObjectId> object,
                java.util.function.Function<Entry, Optional<Change>> change,
                Judge judge,
                Rows rows)
                throws IOException {
            return store(new Signer(author, Optional.empty()), origin, operation, object, change, judge, rows);
        }

        /// The same by somebody who may have no namespace of their own.
        ///
        /// @param signer what it carries because of them is in the operation already
        public Optional<Entry> store(
                Signer signer,
                Origin origin,
                Operation operation,
                Optional<ObjectId> object,
                java.util.function.Function<Entry, Optional<Change>> change,
                Judge judge,
                Rows rows)
                throws IOException {
            var entry = objects(signer.author(), operation);
            var id = object.orElse(entry.id());
            boolean done = false;
            try {
                if (!judge.accepts(entry)) return Optional.empty();
                Probe.at("objects");
                write(entry, id, signer, origin, change.apply(entry), rows);
                done = true;
            } finally {
                if (!done) keeper(operation.type()).ifPresent(keeper -> keeper.forget(repo.rid(), id));
            }
            return Optional.of(entry);
        }

        private void write(
                Entry entry, ObjectId object, Signer signer, Origin origin, Optional<Change> change, Rows rows)
                throws IOException {
            var key = signer.namespace();
            var moves = new ArrayList<RefMove>();
            namespace(key).ifPresent(moves::add);
            moves.add(naming(key, object, entry));
            unfinished.add(repo.rid());
            var intent = intents.open(new Intent(
                    0,
                    repo.id(),
                    repo.rid(),
                    origin,
                    moves,
                    change.stream().toList(),
                    signer.evidence().map(Evidence::activity),
                    clock.instant()));
            Probe.at("intent");
            move(repository, moves);
            database.writing(handle -> {
                FoldVersion.next(handle, repo.rid());
                try {
                    rows.write(handle, entry);
                } catch (IOException e) {
                    throw new StorageException("cannot fold " + object.name(), e);
                }
                signer.evidence().ifPresent(it -> GuestEntries.note(handle, repo.rid(), object, entry.id(), it));
                close(handle, intent);
            });
            unfinished.remove(repo.rid());
            namespaces.asMap().computeIfPresent(repo.rid(), (_, known) -> with(known, key.nid()));
            Probe.at("log");
            log.announce();
            signing.soon();
        }

        /// Takes in what somebody has signed elsewhere, once it was judged: the refs of one namespace, all or
        /// none.
        ///
        /// @param moves by the refs' whole names
        /// @param changes what the log says of it
        /// @param objects makes the new objects visible here
        public void take(Origin origin, List<RefMove> moves, List<Change> changes, Refs.Objects objects)
                throws IOException {
            unfinished.add(repo.rid());
            var intent = intents.open(
                    new Intent(0, repo.id(), repo.rid(), origin, moves, changes, Optional.empty(), clock.instant()));
            Probe.at("intent");
            boolean arrived = false;
            try {
                objects.arrive();
                arrived = true;
            } finally {
                if (!arrived) database.writing(handle -> intents.close(handle, intent.id()));
            }
            Probe.at("objects");
            // From here on as a boot does it.
            if (!roll(intent)) throw new AssertionError("what was judged cannot be done in " + repo.rid());
            unfinished.remove(repo.rid());
            Probe.at("log");
        }

        /// What makes a namespace one: the identity that its signed refs are bound to.
        private Optional<RefMove> namespace(DidKey key) throws IOException {
            if (Cobs.this.namespaces(repository, repo.rid()).contains(key.nid())) return Optional.empty();
            String root = Repos.namespace(key) + Repos.ROOT;
            if (repository.exactRef(root) != null) return Optional.empty();
            return Optional.of(
                    new RefMove(root, RefMove.ABSENT, identity().object().name()));
        }
    }

    /// Tells a folded object what is about to be stored.
    @FunctionalInterface
    public interface Judge {
        boolean accepts(Entry entry) throws IOException;
    }

    private void close(Handle handle, Intent intent) {
        for (var move : intent.moves()) signing.note(handle, intent.rid(), nid(move.ref()));
        for (var change : intent.changes()) log.append(handle, intent.origin(), change);
        intents.close(handle, intent.id());
    }

    private static Set<String> with(Set<String> some, String more) {
        if (some.contains(more)) return some;
        var all = new LinkedHashSet<>(some);
        all.add(more);
        return Set.copyOf(all);
    }

    private static String nid(String ref) {
        return ref.substring(Repos.NAMESPACES.length(), ref.indexOf('/', Repos.NAMESPACES.length()));
    }

    private Optional<Keeper> keeper(String type) {
        return Optional.ofNullable(keepers.get(type));
    }

    /// The namespaces of a folder. Reads all refs once.
    private Set<String> namespaces(Repository repository, RepoId rid) throws IOException {
        var known = namespaces.getIfPresent(rid);
        if (known != null) return known;
        var found = new LinkedHashSet<String>();
        for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) found.add(nid(ref.getName()));
        namespaces.put(rid, Set.copyOf(found));
        return Set.copyOf(found);
    }

    /// The entries that the namespaces of a folder name for an object. For a [Keeper] that folds again.
    public List<ObjectId> tips(Repository repository, RepoId rid, String type, ObjectId object) throws IOException {
        var tips = new ArrayList<ObjectId>();
        for (String nid : namespaces(repository, rid)) {
            var ref = repository.exactRef(Repos.NAMESPACES + nid + "/refs/cobs/" + type + "/" + object.name());
            if (ref != null && ref.getObjectId() != null)
                tips.add(ref.getObjectId().copy());
        }
        return tips;
    }

    /// Every object of the kept types in a folder, by type, with the entries that namespaces name. Reads all refs.
    public static Map<String, Map<ObjectId, List<ObjectId>>> objects(Repository repository, Collection<String> types)
            throws IOException {
        var found = new HashMap<String, Map<ObjectId, List<ObjectId>>>();
        for (var ref : repository.getRefDatabase().getRefsByPrefix(Repos.NAMESPACES)) {
            String[] parts = ref.getName().split("/", -1); // refs/namespaces/<nid>/refs/cobs/<type>/<object>
            boolean cob = parts.length == 7 && parts[3].equals("refs") && parts[4].equals("cobs");
            if (!cob || !types.contains(parts[5]) || !ObjectId.isId(parts[6]) || ref.getObjectId() == null) continue;
            found.computeIfAbsent(parts[5], _ -> new LinkedHashMap<>())
                    .computeIfAbsent(ObjectId.fromString(parts[6]), _ -> new ArrayList<>())
                    .add(ref.getObjectId().copy());
        }
        return found;
    }

    /// Something else has written refs of a folder: what was remembered of them is void. The caller holds its
    /// lock.
    public void arrived(RepoId rid) {
        namespaces.invalidate(rid);
    }

    private static void move(Repository repository, List<RefMove> moves) throws IOException {
        for (var move : moves) {
            var update = repository.updateRef(move.ref());
            update.setNewObjectId(ObjectId.fromString(move.after()));
            update.setForceUpdate(true);
            update.disableRefLog();
            var result = update.update();
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> Probe.at("ref");
                default -> throw new IOException("cannot set " + move.ref() + ": " + result);
            }
        }
    }

    private static String at(Repository repository, String ref) throws IOException {
        return Optional.ofNullable(repository.exactRef(ref))
                .map(Ref::getObjectId)
                .map(ObjectId::name)
                .orElse(RefMove.ABSENT);
    }

    /// Whether an intent is one of ours: it moves refs of namespaces by their whole names.
    static boolean isOurs(Intent intent) {
        return !intent.moves().isEmpty()
                && intent.moves().getFirst().ref().startsWith(Repos.NAMESPACES)
                && !PeerSteps.isOurs(intent);
    }

    /// Finishes or drops what a crash left. Called once at boot, after all keepers are named and before anybody
    /// reads or writes.
    public void recover() {
        for (var intent : intents.open()) {
            if (!isOurs(intent)) continue;
            try {
                sweep(intent);
                roll(intent);
            } catch (IOException | StorageException e) {
                LOG.error("an operation in {} stays unfinished", intent.rid(), e);
                unfinished.add(intent.rid());
            }
        }
    }

    /// The same for what failed in this process. The caller holds the lock.
    void settle(RepoId rid) throws IOException {
        first.accept(rid);
        if (!unfinished.contains(rid)) return;
        for (var intent : intents.open()) if (isOurs(intent) && intent.rid().equals(rid)) roll(intent);
        unfinished.remove(rid);
    }

    private void sweep(Intent intent) throws IOException {
        if (!storage.has(intent.rid())) return;
        storage.sweepObjects(intent.rid());
        for (var move : intent.moves()) {
            var lock = storage.path(intent.rid()).resolve(move.ref() + ".lock");
            if (Files.deleteIfExists(lock)) LOG.info("removed the lock {} that a crash left", lock);
        }
    }

    /// Finishes an intent, or drops it; gives whether it was finished.
    private boolean roll(Intent intent) throws IOException {
        if (repos.project(intent.rid()).isEmpty() || !storage.has(intent.rid())) {
            database.writing(handle -> intents.close(handle, intent.id()));
            return false;
        }
        try (var repository = storage.open(intent.rid())) {
            boolean possible = true;
            for (var move : intent.moves()) {
                String now = at(repository, move.ref());
                possible &= now.equals(move.before()) || now.equals(move.after());
                possible &= repository.getObjectDatabase().has(ObjectId.fromString(move.after()));
            }
            if (!possible) {
                LOG.info("dropped an operation in {} that was begun and never answered", intent.rid());
                database.writing(handle -> intents.close(handle, intent.id()));
                return false;
            }
            move(repository, intent.moves());
            namespaces.invalidate(intent.rid());
            for (var move : intent.moves())
                object(move.ref()).ifPresent(it -> forget(intent.rid(), it.type(), it.id()));
            database.writing(handle -> {
                for (var move : intent.moves())
                    object(move.ref()).ifPresent(it -> refold(handle, repository, intent.rid(), it.type(), it.id()));
                if (intent.activity().isPresent()) noteGuests(handle, repository, intent);
                close(handle, intent);
            });
        }
        log.announce();
        signing.soon();
        return true;
    }

    /// The activity that an intent stands on is done: it must not be done again.
    private static void noteGuests(Handle handle, Repository repository, Intent intent) {
        try (var walk = new RevWalk(repository)) {
            for (var move : intent.moves()) {
                var about = object(move.ref());
                var entry = Entry.read(walk, ObjectId.fromString(move.after()));
                if (about.isEmpty() || entry.isEmpty()) continue;
                var evidence = Evidence.read(walk.getObjectReader(), entry.get());
                if (evidence.isPresent())
                    GuestEntries.note(
                            handle, intent.rid(), about.get().id(), entry.get().id(), evidence.get());
            }
        } catch (IOException e) {
            throw new StorageException("cannot read what an operation in " + intent.rid() + " stands on", e);
        }
    }

    /// Makes the rows again from git that depend on a ref of a namespace, which has moved: those of the object
    /// that it names an entry of, or what objects say by where a branch is. The caller holds the folder's lock.
    public void refold(Handle handle, Repository repository, RepoId rid, String ref) {
        object(ref).ifPresent(it -> {
            forget(rid, it.type(), it.id());
            refold(handle, repository, rid, it.type(), it.id());
        });
        branch(ref).ifPresent(name -> {
            FoldVersion.next(handle, rid);
            for (var keeper : keepers.values()) {
                try {
                    keeper.moved(handle, repository, rid, DidKey.parse(nid(ref)), name);
                } catch (IOException e) {
                    throw new StorageException("cannot judge again by " + ref + " in " + rid, e);
                }
            }
        });
    }

    /// The whole name within its namespace of a branch there.
    private static Optional<String> branch(String ref) {
        if (!ref.startsWith(Repos.NAMESPACES)) return Optional.empty();
        return Optional.of(ref.substring(ref.indexOf('/', Repos.NAMESPACES.length()) + 1))
                .filter(name -> name.startsWith(Constants.R_HEADS) && !Namespaces.isOffered(name));
    }

    /// An object of some type.
    record Named(String type, ObjectId id) {}

    /// The types whose objects have rows.
    Set<String> types() {
        return Set.copyOf(keepers.keySet());
    }

    /// What the log says of the entries of an object that were not known before.
    List<Change> news(Handle handle, Repository repository, Repo repo, Named object, Set<ObjectId> known)
            throws IOException {
        var keeper = keeper(object.type());
        return keeper.isEmpty() ? List.of() : keeper.get().news(handle, repository, repo, object.id(), known);
    }

    /// The object that a ref of a namespace names an entry of.
    static Optional<Named> object(String ref) {
        String[] parts = ref.split("/", -1); // refs/namespaces/<nid>/refs/cobs/<type>/<object>
        boolean cob = parts.length == 7 && parts[3].equals("refs") && parts[4].equals("cobs");
        return cob && ObjectId.isId(parts[6])
                ? Optional.of(new Named(parts[5], ObjectId.fromString(parts[6])))
                : Optional.empty();
    }

    /// What is kept in memory of an object may be wrong.
    public void forget(RepoId rid, String type, ObjectId object) {
        keeper(type).ifPresent(keeper -> keeper.forget(rid, object));
    }

    /// Makes the rows of an object again, from what is kept in memory of it, if anything. The caller holds the
    /// folder's lock ([#in]).
    public void refold(Handle handle, Repository repository, RepoId rid, String type, ObjectId object) {
        var keeper = keeper(type);
        if (keeper.isEmpty()) return;
        FoldVersion.next(handle, rid);
        try {
            keeper.get().refold(handle, repository, rid, object);
        } catch (IOException e) {
            throw new StorageException("cannot fold " + object.name() + " in " + rid, e);
        }
    }
}
