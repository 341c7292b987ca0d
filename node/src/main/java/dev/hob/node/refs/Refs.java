package dev.hob.node.refs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;

/// Moves branches and tags: the owner's namespace, the canonical refs and the signed list together, under one intent.
/// Readers see them through a [RefView], before or after a move and never between. Shared between threads.
public final class Refs {
    /// From so many ref files on, one rewrite of packed-refs is quicker than a file each.
    private static final int SINGLE_UPDATES_MAX = 64;

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

    private final Database database;
    private final Log log;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final InstantSource clock;
    private final AtomicLong generations = new AtomicLong();
    private final Cache<RepositoryId, RefView> views = Caffeine.newBuilder()
            .maximumWeight(VIEWED_REFS_MAX)
            .weigher((RepositoryId _, RefView view) -> 16 + view.refs().size())
            .build();

    public Refs(
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

    /// What clients see now. Costs nothing when somebody looked lately; else the refs are read once, not while they
    /// move.
    public RefView view(Repo repo) {
        var known = views.getIfPresent(repo.id());
        if (known != null && known.defaultBranch().equals(repo.defaultBranch())) return known;
        var lock = storage.lock(repo.rid());
        lock.lock();
        try {
            return current(repo);
        } finally {
            lock.unlock();
        }
    }

    private RefView current(Repo repo) {
        var known = views.getIfPresent(repo.id());
        if (known != null && known.defaultBranch().equals(repo.defaultBranch())) return known;
        var loaded = load(repo);
        views.put(repo.id(), loaded);
        return loaded;
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
    private static boolean isCanonical(Repo repo) {
        return repo.forkOf().isEmpty();
    }

    /// Moves refs, all or none. When the answer is *Moved*, the move is kept, signed and in the log.
    ///
    /// @throws StorageException when the disk fails; a boot then finishes or drops what was begun
    public Verdict move(Repo asked, Origin origin, List<RefMove> moves, Objects objects, Optional<String> activity) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            // It may have been renamed, deleted or pushed to while we waited.
            var repo = repos.byId(asked.id());
            if (repo.isEmpty()) return new Verdict.Refused("", "This repository is gone.");
            var before = current(repo.get());
            var objection = objection(before, moves);
            if (objection.isPresent()) return objection.get();
            var intent = intents.open(new Intent(0, asked.id(), asked.rid(), origin, moves, activity, clock.instant()));
            Probe.at("intent");
            boolean arrived = false;
            try {
                objects.arrive();
                arrived = true;
            } finally {
                if (!arrived) database.writing(handle -> intents.close(handle, intent.id()));
            }
            Probe.at("objects");
            finish(repo.get(), intent, Optional.of(before));
            return new Verdict.Moved();
        } catch (IOException e) {
            throw new StorageException("cannot move the refs of " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<Verdict> objection(RefView before, List<RefMove> moves) {
        for (var move : moves) {
            String now = Optional.ofNullable(before.refs().get(move.ref()))
                    .map(ObjectId::name)
                    .orElse(RefMove.ABSENT);
            if (!now.equals(move.before()))
                return Optional.of(new Verdict.Stale(move.ref(), "somebody else moved it in the meantime"));
            if (now.equals(RefMove.ABSENT) && before.clashes(move.ref()))
                return Optional.of(new Verdict.Refused(move.ref(), "its name clashes with another ref's"));
        }
        return Optional.empty();
    }

    /// Everything after the objects are there. Doing it twice does no harm, so that a boot may do it again.
    private void finish(Repo repo, Intent intent, Optional<RefView> before) throws IOException {
        var key = custody.signingKey(repo.namespace())
                .orElseThrow(() -> new AssertionError("the key of " + repo.path() + " is not held here"));
        try (var repository = storage.open(repo.rid())) {
            write(repository, repo, intent.moves());
            Probe.at("refs");
            sign(repository, repo.rid(), key);
            Probe.at("signed");

            var refs = new TreeMap<>(before.orElseGet(() -> load(repo)).refs());
            for (var move : intent.moves()) {
                if (move.deletes()) refs.remove(move.ref());
                else refs.put(move.ref(), ObjectId.fromString(move.after()));
            }
            database.writing(handle -> {
                log.append(
                        handle,
                        intent.origin(),
                        new Change.RefsMoved(repo.id().value(), repo.rid().value(), intent.moves()));
                repos.touch(handle, repo.id(), clock.instant());
                intents.close(handle, intent.id());
            });
            Probe.at("log");
            String branch = defaultBranch(repo, refs, intent);
            views.put(repo.id(), build(repository, refs, branch, before));
        }
        log.announce();
    }

    /// The first branch ever pushed becomes the default one when the intended one is not among them.
    private String defaultBranch(Repo repo, SortedMap<String, ObjectId> refs, Intent intent) {
        if (refs.containsKey(Constants.R_HEADS + repo.defaultBranch())) return repo.defaultBranch();
        var branches = new ArrayList<String>();
        for (String name : refs.subMap(Constants.R_HEADS, Constants.R_HEADS + Character.MAX_VALUE)
                .keySet()) branches.add(name.substring(Constants.R_HEADS.length()));
        boolean wasEmpty = intent.moves().stream().filter(m -> !m.deletes()).count() >= refs.size();
        if (branches.isEmpty() || !wasEmpty) return repo.defaultBranch();
        String chosen =
                branches.contains("main") ? "main" : branches.contains("master") ? "master" : branches.getFirst();
        repos.setDefaultBranch(repo, chosen, intent.origin());
        return chosen;
    }

    private static void write(Repository repository, Repo repo, List<RefMove> moves) throws IOException {
        var commands = new ArrayList<ReceiveCommand>();
        for (var move : moves) {
            add(repository, commands, Repos.namespace(repo.namespace()) + move.ref(), move);
            if (isCanonical(repo)) add(repository, commands, move.ref(), move);
        }
        if (commands.size() > SINGLE_UPDATES_MAX) together(repository, commands);
        else for (var command : commands) single(repository, command);
    }

    private static void add(Repository repository, List<ReceiveCommand> commands, String name, RefMove move)
            throws IOException {
        var now = Optional.ofNullable(repository.exactRef(name))
                .map(Ref::getObjectId)
                .orElse(ObjectId.zeroId());
        var after = ObjectId.fromString(move.after());
        if (!now.equals(after)) commands.add(new ReceiveCommand(now, after, name));
    }

    private static void together(Repository repository, List<ReceiveCommand> commands) throws IOException {
        var batch = repository.getRefDatabase().newBatchUpdate();
        batch.setAtomic(true);
        batch.setAllowNonFastForwards(true);
        batch.addCommand(commands);
        try (var walk = new RevWalk(repository)) {
            batch.execute(walk, NullProgressMonitor.INSTANCE);
        }
        for (var command : batch.getCommands())
            if (command.getResult() != ReceiveCommand.Result.OK)
                throw new IOException(
                        "cannot set " + command.getRefName() + ": " + command.getResult() + " " + command.getMessage());
    }

    private static void single(Repository repository, ReceiveCommand command) throws IOException {
        var update = repository.updateRef(command.getRefName());
        update.setForceUpdate(true);
        update.disableRefLog();
        boolean deletes = command.getType() == ReceiveCommand.Type.DELETE;
        if (!deletes) update.setNewObjectId(command.getNewId());
        var result = deletes ? update.delete() : update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> Probe.at("ref");
            default -> throw new IOException("cannot set " + command.getRefName() + ": " + result);
        }
    }

    /// Renews the list of signed refs of a namespace, if it differs from the refs.
    private void sign(Repository repository, RepoId rid, SigningKey key) throws IOException {
        String prefix = Repos.namespace(key.publicKey());
        var refs = listed(repository, prefix);
        var tip = Optional.ofNullable(repository.exactRef(prefix + SignedRefs.REF))
                .map(Ref::getObjectId);
        if (tip.isPresent() && isSigned(repository, tip.get(), key.publicKey(), rid, refs)) return;
        try (var inserter = repository.newObjectInserter()) {
            var commit = SignedRefs.write(inserter, key, refs, tip, clock.instant());
            inserter.flush();
            var update = repository.updateRef(prefix + SignedRefs.REF);
            update.setNewObjectId(commit);
            update.setForceUpdate(true);
            update.disableRefLog();
            var result = update.update();
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
                default -> throw new IOException("cannot set the signed refs of " + rid + ": " + result);
            }
        }
    }

    /// Every ref of a namespace that belongs into its list, without the prefix.
    private static SortedMap<String, ObjectId> listed(Repository repository, String prefix) throws IOException {
        var refs = new TreeMap<String, ObjectId>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            String name = ref.getName().substring(prefix.length());
            var id = ref.getObjectId();
            if (SignedRefs.listed(name) && id != null) refs.put(name, id.copy());
        }
        return refs;
    }

    private static boolean isSigned(
            Repository repository, ObjectId tip, DidKey key, RepoId rid, SortedMap<String, ObjectId> refs)
            throws IOException {
        try (var reader = repository.newObjectReader()) {
            return SignedRefs.read(reader, tip, key, rid).refs().equals(refs);
        } catch (SignedRefs.Invalid e) {
            throw new AssertionError("we signed what does not verify in " + rid, e);
        }
    }

    /// Makes a repository ([Repos#create]) and signs its first refs.
    public Repos.Creation create(
            Person owner, String name, boolean isPrivate, String description, String defaultBranch) {
        var creation = repos.create(owner, name, isPrivate, description, defaultBranch);
        if (creation instanceof Repos.Creation.Created(var repo)) signFirst(repo);
        return creation;
    }

    private void signFirst(Repo repo) {
        var key = custody.signingKey(repo.namespace())
                .orElseThrow(() -> new AssertionError("the key of " + repo.path() + " is not held here"));
        var lock = storage.lock(repo.rid());
        lock.lock();
        try (var repository = storage.open(repo.rid())) {
            sign(repository, repo.rid(), key);
        } catch (IOException e) {
            throw new StorageException("cannot sign the refs of " + repo.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Finishes or drops what a crash left. Called once at boot, before anybody reads or writes. Gives how many of
    /// each.
    public Recovered recover() {
        int finished = 0;
        int dropped = 0;
        for (var intent : intents.open()) {
            var repo = repos.byId(intent.repository());
            try {
                if (repo.isPresent() && arrived(intent)) {
                    finish(repo.get(), intent, Optional.empty());
                    finished++;
                } else {
                    database.writing(handle -> intents.close(handle, intent.id()));
                    dropped++;
                }
            } catch (IOException e) {
                throw new StorageException("cannot finish what was begun in " + intent.rid(), e);
            }
        }
        return new Recovered(finished, dropped);
    }

    /// How a boot dealt with open intents.
    public record Recovered(int finished, int dropped) {}

    private boolean arrived(Intent intent) throws IOException {
        try (var repository = storage.open(intent.rid())) {
            for (var move : intent.moves())
                if (!move.deletes() && !repository.getObjectDatabase().has(ObjectId.fromString(move.after())))
                    return false;
            return true;
        }
    }

    /// Whether the signed list of a repository's namespace verifies and names exactly its refs; else what is wrong.
    public Optional<String> examine(Repo repo) {
        var lock = storage.lock(repo.rid());
        lock.lock();
        try (var repository = storage.open(repo.rid());
                var reader = repository.newObjectReader()) {
            String prefix = Repos.namespace(repo.namespace());
            var tip = Optional.ofNullable(repository.exactRef(prefix + SignedRefs.REF))
                    .map(Ref::getObjectId);
            if (tip.isEmpty()) return Optional.of("the refs are not signed");
            var signed = SignedRefs.read(reader, tip.get(), repo.namespace(), repo.rid());
            var refs = listed(repository, prefix);
            return signed.refs().equals(refs) ? Optional.empty() : Optional.of("the signed refs are not the refs");
        } catch (SignedRefs.Invalid e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new StorageException("cannot examine " + repo.path(), e);
        } finally {
            lock.unlock();
        }
    }
}
