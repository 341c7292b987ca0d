package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves branches and tags: the owner's namespace, the canonical refs and the signed list together, under one intent.
/// Readers see them through a [RefView], before or after a move and never between. Shared between threads.
public final class Refs {
    /// Where refs are that ordinary clients see only when they ask for them by prefix.
    public static final List<String> HIDDEN = List.of(Repos.NAMESPACES, "refs/cobs/", "refs/rad/", "refs/pull/");

    private static final Logger LOG = LoggerFactory.getLogger(Refs.class);
    private static final long VIEWED_REFS_MAX = 1_000_000;

    /// What came of a move.
    public sealed interface Verdict {
        /// It is done, signed and in the log.
        record Moved() implements Verdict {}

        /// Somebody else was quicker; `told` names the ref.
        record Stale(String ref, String told) implements Verdict {}

        record Refused(String ref, String told) implements Verdict {}
    }

    /// Makes new objects visible in the repository; runs after the intent is kept and before any ref moves.
    @FunctionalInterface
    public interface Objects {
        void arrive() throws IOException;
    }

    /// Makes the rows of an object again from git, named by somebody's ref to it, within a transaction.
    @FunctionalInterface
    public interface Folding {
        void refold(Handle handle, Repository repository, RepoId rid, String ref);
    }

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final RowIdentity identity;
    private final Folding folding;
    private final InstantSource clock;
    private final Signatures signatures;
    private final AtomicLong generations = new AtomicLong();
    private volatile Function<Repo, Map<String, ObjectId>> computed = _ -> Map.of();
    private final Cache<RepositoryId, RefView> views = Caffeine.newBuilder()
            .maximumWeight(VIEWED_REFS_MAX)
            .weigher((RepositoryId _, RefView view) -> 16 + view.refs().size())
            .build();
    /// Folders in which a move failed half-way, until it is finished or dropped.
    private final Set<RepoId> unfinished = ConcurrentHashMap.newKeySet();

    public Refs(
            Database database,
            Log log,
            Intents intents,
            Custody custody,
            Storage storage,
            Repos repos,
            RowIdentity identity,
            Folding folding,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.identity = identity;
        this.folding = folding;
        this.clock = clock;
        this.signatures = new Signatures(clock);
    }

    /// Names what gives refs that are computed and not stored, such as the heads of pull requests. Before anybody
    /// reads.
    public void compute(Function<Repo, Map<String, ObjectId>> more) {
        computed = more;
    }

    /// What somebody sees who asks for it: besides [#view] all namespaces, the collaborative objects, the project's
    /// identity, and what is computed. Reads every ref.
    public RefView whole(Repo repo) {
        var lock = storage.lock(repo.rid());
        lock.lock();
        try (var repository = storage.open(repo.rid())) {
            settle(repo.rid());
            var view = current(repo);
            var refs = new TreeMap<>(view.refs());
            for (String prefix : HIDDEN)
                for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix))
                    if (ref.getObjectId() != null)
                        refs.put(ref.getName(), ref.getObjectId().copy());
            refs.putAll(computed.apply(repo));
            return new RefView(view.generation(), refs, view.peeled(), view.defaultBranch());
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + repo.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// What clients see now. Costs nothing when somebody looked lately; else the refs are read once,
    /// not while they move.
    public RefView view(Repo repo) {
        var known = known(repo);
        boolean halfway = unfinished.contains(repo.rid());
        if (known.isPresent() && !halfway) return known.get();
        var lock = storage.lock(repo.rid());
        lock.lock();
        try {
            settle(repo.rid());
            return current(repo);
        } catch (StorageException | DatabaseException e) {
            // The disk still fails: what was seen before the move that failed is the truth until it is finished.
            if (halfway && known.isPresent()) return known.get();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Optional<RefView> known(Repo repo) {
        return Optional.ofNullable(views.getIfPresent(repo.id()))
                .filter(view -> view.defaultBranch().equals(repo.defaultBranch()));
    }

    private RefView current(Repo repo) {
        return known(repo).orElseGet(() -> {
            var loaded = load(repo);
            views.put(repo.id(), loaded);
            return loaded;
        });
    }

    private RefView load(Repo repo) {
        String prefix = isCanonical(repo) ? "" : Repos.namespace(repo.namespace());
        try (var repository = storage.open(repo.rid())) {
            var refs = new TreeMap<String, ObjectId>();
            for (String kind : List.of(Constants.R_HEADS, Constants.R_TAGS))
                for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix + kind))
                    if (ref.getObjectId() != null)
                        refs.put(
                                ref.getName().substring(prefix.length()),
                                ref.getObjectId().copy());
            return build(repository, refs, repo.defaultBranch(), Optional.empty());
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + repo.path(), e);
        }
    }

    private RefView build(
            Repository repository, SortedMap<String, ObjectId> refs, String defaultBranch, Optional<RefView> before)
            throws IOException {
        var peeled = new HashMap<String, ObjectId>();
        try (var walk = new RevWalk(repository)) {
            for (var tag : refs.subMap(Constants.R_TAGS, Constants.R_TAGS + Character.MAX_VALUE)
                    .entrySet()) {
                var known = before.filter(b -> tag.getValue().equals(b.refs().get(tag.getKey())));
                if (known.isPresent()) {
                    var same = known.get().peeled().get(tag.getKey());
                    if (same != null) peeled.put(tag.getKey(), same);
                    continue;
                }
                var object = walk.parseAny(tag.getValue());
                if (object.getType() == Constants.OBJ_TAG)
                    peeled.put(tag.getKey(), walk.peel(object).copy());
            }
        }
        return new RefView(generations.incrementAndGet(), refs, peeled, defaultBranch);
    }

    /// A fork shows its own namespace; everything else the canonical refs.
    static boolean isCanonical(Repo repo) {
        return repo.forkOf().isEmpty();
    }

    /// Moves refs, all or none. When the answer is *Moved*, the move is kept, signed and in the log.
    ///
    /// @throws StorageException when the disk fails; a boot then finishes or drops what was begun
    public Verdict move(Repo asked, Origin origin, List<RefMove> moves, Objects objects, Optional<String> activity) {
        return move(asked, origin, moves, objects, Optional.empty(), activity);
    }

    /// The same, and with them an operation of the owner's that says so, as when a pull request is merged: either
    /// both are there or none.
    ///
    /// @param moves branches and tags first; then the operation's ref by its whole name, below the
    /// owner's namespace
    /// @param change what the log says of the operation
    public Verdict move(
            Repo asked,
            Origin origin,
            List<RefMove> moves,
            Objects objects,
            Optional<Change> change,
            Optional<String> activity) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var left = settle(asked.rid());
            if (left.isPresent()) return new Verdict.Refused("", left.get());
            // It may have been renamed, deleted or pushed to while we waited.
            var repo = repos.byId(asked.id());
            if (repo.isEmpty()) return new Verdict.Refused("", "This repository is gone.");
            var waiting = waiting(repo.get());
            if (waiting.isPresent()) return new Verdict.Refused("", waiting.get());
            var before = current(repo.get());
            var objection = RefRules.objection(before.refs(), plain(moves));
            if (objection.isPresent()) return objection.get();
            unfinished.add(asked.rid());
            begin(
                    repo.get(),
                    before,
                    Intent.moving(asked.id(), asked.rid(), origin, moves, change, activity, clock.instant()),
                    objects);
            unfinished.remove(asked.rid());
            return new Verdict.Moved();
        } catch (IOException e) {
            throw new StorageException("cannot move the refs of " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Why nothing may be signed in a repository now, if so.
    Optional<String> waiting(Repo repo) {
        return repo.isPrivate() ? Optional.empty() : keyWaits(repo);
    }

    /// Why the key of a repository's namespace signs nothing in public now, if so.
    Optional<String> keyWaits(Repo repo) {
        return keyWaits(repo.namespace(), repo.owner());
    }

    /// Why somebody's key signs nothing in public now, if so.
    Optional<String> keyWaits(DidKey key, String whose) {
        return custody.waiting().of(key).map(waiting -> waiting.told(whose));
    }

    /// Whether a key is held here, so that it can sign at all.
    boolean holds(DidKey key) {
        return custody.signingKey(key).isPresent();
    }

    private void begin(Repo repo, RefView before, Intent draft, Objects objects) throws IOException {
        var intent = intents.open(draft);
        Probe.at("intent");
        boolean arrived = false;
        try {
            objects.arrive();
            arrived = true;
        } finally {
            if (!arrived) database.writing(handle -> intents.close(handle, intent.id()));
        }
        Probe.at("objects");
        finish(repo, intent, Optional.of(before));
    }

    /// Finishes or drops what failed half-way in this process or was left at boot: nothing later may build on it, since
    /// a boot would do the earlier again on top. Says why it must still be left, if so. The caller holds the lock.
    private Optional<String> settle(RepoId rid) {
        if (!unfinished.contains(rid)) return Optional.empty();
        for (var intent : intents.open()) {
            if (!intent.rid().equals(rid) || Cobs.isOurs(intent)) continue;
            var left = left(intent);
            if (left.isPresent()) return left;
            roll(intent);
        }
        for (var repo : repos.of(rid)) views.invalidate(repo.id());
        unfinished.remove(rid);
        return Optional.empty();
    }

    /// Why an intent must be left for later, if so. A row that has changed does not go back as refs do; so while the
    /// key waits that would sign what follows from it, the intent stays open.
    private Optional<String> left(Intent intent) {
        if (!intent.moves().isEmpty()) return Optional.empty();
        var repo = repos.byId(intent.repository());
        if (repo.isEmpty()) return Optional.empty();
        // One that turned private was public to those who read it before.
        boolean turned = intent.change().orElse(null) instanceof Change.VisibilityChanged;
        var waiting = turned ? keyWaits(repo.get()) : waiting(repo.get());
        if (intent.change().orElse(null) instanceof Change.RepositoryTransferred moved)
            waiting = keyWaits(repo.get()).or(() -> keyWaits(DidKey.parse(moved.from()), moved.before()));
        if (waiting.isEmpty()) return waiting;
        try (var repository = storage.open(intent.rid())) {
            boolean done = identity.follows(repository, repo.get()) && signatures.isSigned(repository, repo.get());
            return done ? Optional.empty() : waiting;
        } catch (IOException e) {
            throw new StorageException("cannot read what was begun in " + intent.rid(), e);
        }
    }

    /// Everything after the objects are there. Doing it twice does no harm, so that a boot may do it again.
    private void finish(Repo repo, Intent intent, Optional<RefView> before) throws IOException {
        var key = key(repo);
        try (var repository = storage.open(repo.rid())) {
            RefWriter.write(
                    repository,
                    repo,
                    intent.moves(),
                    before.map(b -> b.refs().size()).orElse(0));
            Probe.at("refs");
            var refs = new TreeMap<>(before.orElseGet(() -> load(repo)).refs());
            for (var move : plain(intent.moves())) {
                if (move.deletes()) refs.remove(move.ref());
                else refs.put(move.ref(), ObjectId.fromString(move.after()));
            }
            String branch = defaultBranch(repo, refs, intent);
            boolean turns = !branch.equals(repo.defaultBranch()) && isCanonical(repo);
            if (turns) identity.follow(repository, repo.withDefaultBranch(branch), key);
            // What is signed already can only be so after a crash; else reading the list would cost half a push.
            if (before.isPresent() || !signatures.isSigned(repository, repo))
                signatures.sign(repository, repo.rid(), key);
            Probe.at("signed");
            if (turns) identity.pointHead(repository, branch);
            Probe.at("head");
            var after = build(repository, refs, branch, before);
            database.writing(handle -> {
                log.append(
                        handle,
                        intent.origin(),
                        new Change.RefsMoved(repo.id().value(), repo.rid().value(), plain(intent.moves())));
                for (var move : intent.moves())
                    if (RefWriter.isOperation(move)) folding.refold(handle, repository, repo.rid(), move.ref());
                intent.change().ifPresent(change -> log.append(handle, intent.origin(), change));
                repos.pushed(handle, repo, branch, intent.origin());
                intents.close(handle, intent.id());
            });
            Probe.at("log");
            views.put(repo.id(), after);
        }
        log.announce();
    }

    private static List<RefMove> plain(List<RefMove> moves) {
        return moves.stream().filter(move -> !RefWriter.isOperation(move)).toList();
    }

    private SigningKey key(Repo repo) {
        return custody.signingKey(repo.namespace())
                .orElseThrow(() -> new AssertionError("the key of " + repo.path() + " is not held here"));
    }

    /// Changes the row of a repository; its identity follows. Says why not, if it cannot be.
    Optional<String> edit(Repo asked, Origin origin, RepoEdits.Edit edit) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var left = settle(asked.rid());
            if (left.isPresent()) return left;
            var repo = repos.byId(asked.id());
            if (repo.isEmpty()) return Optional.of("This repository is gone.");
            unfinished.add(asked.rid());
            var intent = new AtomicReference<Optional<Intent>>(Optional.empty());
            var edited = database.write(handle -> {
                var came = edit.apply(handle, repo.get());
                if (came instanceof RepoEdits.Edited.Done(var change)) {
                    var draft = Intent.changing(asked.id(), asked.rid(), origin, change, clock.instant());
                    intent.set(Optional.of(intents.open(handle, draft)));
                }
                return came;
            });
            if (intent.get().isPresent()) {
                Probe.at("edit");
                follow(repos.byId(asked.id()).orElseThrow(), intent.get().get());
            }
            unfinished.remove(asked.rid());
            return edited instanceof RepoEdits.Edited.Refused(var told) ? Optional.of(told) : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot change " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Everything after the row has changed. Doing it twice does no harm.
    private void follow(Repo repo, Intent intent) throws IOException {
        if (isCanonical(repo)) {
            try (var repository = storage.open(repo.rid())) {
                if (intent.change().orElse(null) instanceof Change.RepositoryTransferred moved)
                    handOver(repository, repo, DidKey.parse(moved.from()));
                boolean revised = identity.follow(repository, repo, key(repo));
                Probe.at("identity");
                if (revised || !signatures.isSigned(repository, repo))
                    signatures.sign(repository, repo.rid(), key(repo));
                Probe.at("signed");
                identity.pointHead(repository, repo.defaultBranch());
            }
        }
        database.writing(handle -> {
            for (var change : intent.changes()) log.append(handle, intent.origin(), change);
            intents.close(handle, intent.id());
        });
        Probe.at("log");
        log.announce();
    }

    /// The key that signed for a repository until now speaks once more, for the one that follows.
    private void handOver(Repository repository, Repo repo, DidKey from) throws IOException {
        var key = custody.signingKey(from)
                .orElseThrow(() -> new AssertionError("the key that gave " + repo.path() + " away is not held here"));
        identity.handOver(repository, repo, key);
        Probe.at("identity");
        if (!signatures.isSigned(repository, repo, from)) signatures.sign(repository, repo.rid(), key);
        Probe.at("signed");
    }

    /// The first branch ever pushed becomes the default one when the intended one is not among them.
    private static String defaultBranch(Repo repo, SortedMap<String, ObjectId> refs, Intent intent) {
        if (refs.containsKey(Constants.R_HEADS + repo.defaultBranch())) return repo.defaultBranch();
        var branches = new ArrayList<String>();
        for (String name : refs.subMap(Constants.R_HEADS, Constants.R_HEADS + Character.MAX_VALUE)
                .keySet()) branches.add(name.substring(Constants.R_HEADS.length()));
        long made = intent.moves().stream()
                .filter(move ->
                        move.before().equals(RefMove.ABSENT) && move.ref().startsWith(Constants.R_HEADS))
                .count();
        if (branches.isEmpty() || made < branches.size()) return repo.defaultBranch();
        if (branches.contains("main")) return "main";
        return branches.contains("master") ? "master" : branches.getFirst();
    }

    /// Makes a repository ([Repos#create]) whose first refs are signed before it is seen.
    public Repos.Creation create(
            Person owner, String name, boolean isPrivate, String description, String defaultBranch) {
        var waiting = isPrivate
                ? Optional.<WaitingKeys.Waiting>empty()
                : custody.waiting().of(owner.key());
        if (waiting.isPresent()) return new Repos.Creation.Refused(waiting.get().told(owner.name()));
        return repos.create(owner, name, isPrivate, description, defaultBranch, signatures::sign);
    }

    /// Finishes or drops what a crash left. Called once at boot, before anybody reads or writes.
    /// A folder that cannot be written keeps its intent, and does not keep the node from starting.
    public Recovered recover() {
        int finished = 0;
        int dropped = 0;
        int left = 0;
        for (var intent : intents.open()) {
            if (Cobs.isOurs(intent)) continue;
            if (unfinished.contains(intent.rid())) {
                left++; // In order, or not at all.
                continue;
            }
            try {
                sweep(intent);
                var waiting = left(intent);
                if (waiting.isPresent()) {
                    LOG.warn("what was begun in {} is left for later: {}", intent.rid(), waiting.get());
                    unfinished.add(intent.rid());
                    left++;
                } else if (roll(intent)) finished++;
                else dropped++;
            } catch (StorageException e) {
                LOG.error("what was begun in {} stays unfinished", intent.rid(), e);
                unfinished.add(intent.rid());
                left++;
            }
        }
        return new Recovered(finished, dropped, left);
    }

    /// Takes away what a killed push left: half-written objects, and lock files on its refs. Only at boot: the data
    /// folder has one owner, so whoever made them is dead. Locks on other refs are not ours to judge.
    private void sweep(Intent intent) {
        var repo = repos.byId(intent.repository());
        if (repo.isEmpty() || !storage.has(intent.rid())) return;
        storage.sweepObjects(intent.rid());
        String prefix = Repos.namespace(repo.get().namespace());
        var names = new ArrayList<>(List.of(Constants.HEAD, Constants.PACKED_REFS, prefix + SignedRefs.REF));
        for (var move : intent.moves()) {
            names.add(move.ref());
            names.add(RefWriter.name(repo.get(), move));
        }
        try {
            try (var repository = storage.open(intent.rid())) {
                names.addAll(RowIdentity.refs(repository, repo.get()));
            }
            if (intent.change().orElse(null) instanceof Change.RepositoryTransferred moved)
                for (var key : List.of(DidKey.parse(moved.from()), repo.get().namespace()))
                    names.addAll(locked(storage.path(intent.rid()), Repos.namespace(key)));
            for (String name : names) {
                var lock = storage.path(intent.rid()).resolve(name + ".lock");
                if (Files.deleteIfExists(lock)) LOG.info("removed the lock {} that a crash left", lock);
            }
        } catch (IOException e) {
            throw new StorageException("cannot unlock " + intent.rid(), e);
        }
    }

    /// The refs below a prefix that somebody has locked.
    private static List<String> locked(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder.resolve(prefix))) return List.of();
        try (var files = Files.walk(folder.resolve(prefix))) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".lock"))
                    .map(name -> name.substring(0, name.length() - ".lock".length()))
                    .toList();
        }
    }

    /// Rolls an intent forward when its objects came and its refs are still where it found or wanted them; else drops
    /// it. Gives whether it was finished.
    private boolean roll(Intent intent) {
        var repo = repos.byId(intent.repository());
        if (repo.isEmpty()) {
            repos.clear(intent);
            LOG.info("cleared {}, which was being made or deleted", intent.rid());
            return false;
        }
        try {
            if (intent.moves().isEmpty()) {
                follow(repo.get(), intent);
                return true;
            }
            boolean possible = canFinish(repo.get(), intent);
            // A boot signs nothing with a key that waits: what is signed already goes forward, the rest back.
            boolean back = possible && waiting(repo.get()).isPresent() && !isWritten(repo.get(), intent);
            if (possible && !back) {
                finish(repo.get(), intent, Optional.empty());
                return true;
            }
            if (back) undo(repo.get(), intent);
            database.writing(handle -> intents.close(handle, intent.id()));
            LOG.info("dropped a push to {} that was begun and never answered", intent.rid());
            return false;
        } catch (IOException e) {
            throw new StorageException("cannot finish what was begun in " + intent.rid(), e);
        }
    }

    /// Whether every ref of an intent is where it should be, and signed.
    private boolean isWritten(Repo repo, Intent intent) throws IOException {
        try (var repository = storage.open(intent.rid())) {
            for (var move : intent.moves())
                if (!at(repository, RefWriter.name(repo, move)).equals(move.after())) return false;
            return signatures.isSigned(repository, repo);
        }
    }

    private void undo(Repo repo, Intent intent) throws IOException {
        var moves = intent.moves().stream()
                .map(move -> new RefMove(move.ref(), move.after(), move.before()))
                .toList();
        try (var repository = storage.open(intent.rid())) {
            RefWriter.write(repository, repo, moves, 0);
            // The first push of all makes its branch the default one, in the identity too.
            var signed = signatures.signed(repository, repo);
            if (signed.isPresent() && isCanonical(repo))
                identity.takeBack(repository, repo, signed.get().refs());
        }
    }

    private static String at(Repository repository, String ref) throws IOException {
        return Optional.ofNullable(repository.exactRef(ref))
                .map(Ref::getObjectId)
                .map(ObjectId::name)
                .orElse(RefMove.ABSENT);
    }

    private boolean canFinish(Repo repo, Intent intent) throws IOException {
        try (var repository = storage.open(intent.rid())) {
            for (var move : intent.moves()) {
                if (!move.deletes() && !repository.getObjectDatabase().has(ObjectId.fromString(move.after())))
                    return false;
                String now = at(repository, RefWriter.name(repo, move));
                if (!now.equals(move.before()) && !now.equals(move.after())) return false;
            }
            return true;
        }
    }

    /// How a boot dealt with open intents; those *left* failed and are tried again at the next touch.
    public record Recovered(int finished, int dropped, int left) {}

    /// Whether the signed list of a repository's namespace verifies and names exactly its refs, and its identity says
    /// what its row says; else what is wrong. Empty when it was deleted meanwhile.
    public Optional<String> examine(Repo asked) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var repo = repos.byId(asked.id());
            return repo.isPresent() ? objection(repo.get()) : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot examine " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> objection(Repo repo) throws IOException {
        try (var repository = storage.open(repo.rid())) {
            var objection = signatures.objection(repository, repo);
            if (objection.isPresent() || !isCanonical(repo) || identity.follows(repository, repo)) return objection;
            return Optional.of("its identity does not say what its settings say");
        }
    }
}
