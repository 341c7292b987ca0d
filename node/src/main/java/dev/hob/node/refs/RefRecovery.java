package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes or drops what was begun and failed half-way, in this process or before a crash. Shared between threads.
final class RefRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(RefRecovery.class);

    private final Database database;
    private final Intents intents;
    private final Storage storage;
    private final Repos repos;
    private final RowIdentity identity;
    private final Signatures signatures;
    private final RefViews views;
    private final RefSteps steps;
    /// Folders in which a move failed half-way, until it is finished or dropped.
    private final Set<RepoId> unfinished = ConcurrentHashMap.newKeySet();

    private volatile Consumer<RepoId> first = _ -> {};

    RefRecovery(
            Database database,
            Intents intents,
            Storage storage,
            Repos repos,
            RowIdentity identity,
            Signatures signatures,
            RefViews views,
            RefSteps steps) {
        this.database = database;
        this.intents = intents;
        this.storage = storage;
        this.repos = repos;
        this.identity = identity;
        this.signatures = signatures;
        this.views = views;
        this.steps = steps;
    }

    /// Names what settles a folder before this does.
    void first(Consumer<RepoId> settling) {
        first = settling;
    }

    /// From now until [#done] something is half-way in a folder.
    void begun(RepoId rid) {
        unfinished.add(rid);
    }

    void done(RepoId rid) {
        unfinished.remove(rid);
    }

    boolean isHalfway(RepoId rid) {
        return unfinished.contains(rid);
    }

    /// Finishes or drops what failed half-way in this process or was left at boot: nothing later may build on it, since
    /// a boot would do the earlier again on top. Says why it must still be left, if so. The caller holds the lock.
    Optional<String> settle(RepoId rid) {
        first.accept(rid);
        if (!unfinished.contains(rid)) return Optional.empty();
        for (var intent : intents.open()) {
            if (!intent.rid().equals(rid) || Cobs.isOurs(intent) || PeerSteps.isOurs(intent)) continue;
            var left = left(intent);
            if (left.isPresent()) return left;
            roll(intent);
        }
        repos.of(rid).forEach(views::forget);
        unfinished.remove(rid);
        return Optional.empty();
    }

    /// Why an intent must be left for later, if so. A row that has changed does not go back as refs do; so while the
    /// key waits that would sign what follows from it, the intent stays open.
    private Optional<String> left(Intent intent) {
        if (!intent.moves().isEmpty()) return Optional.empty();
        var repo = repos.byId(intent.repository());
        if (!livesThere(repo, intent)) return Optional.empty();
        // One that turned private was public to those who read it before.
        boolean turned = intent.change().orElse(null) instanceof Change.VisibilityChanged;
        var waiting = turned ? steps.keyWaits(repo.get()) : steps.waiting(repo.get());
        if (intent.change().orElse(null) instanceof Change.RepositoryTransferred moved)
            waiting = steps.keyWaits(repo.get()).or(() -> steps.keyWaits(DidKey.parse(moved.from()), moved.before()));
        if (waiting.isEmpty()) return waiting;
        try (var repository = storage.open(intent.rid())) {
            boolean done = identity.follows(repository, repo.get()) && signatures.isSigned(repository, repo.get());
            return done ? Optional.empty() : waiting;
        } catch (IOException e) {
            throw new StorageException("cannot read what was begun in " + intent.rid(), e);
        }
    }

    /// Whether an intent's repository is in the folder that it is about: else that is being made, or was left.
    private static boolean livesThere(Optional<Repo> repo, Intent intent) {
        return repo.filter(it -> it.rid().equals(intent.rid())).isPresent();
    }

    /// Finishes or drops what a crash left. Called once at boot, before anybody reads or writes.
    /// A folder that cannot be written keeps its intent, and does not keep the node from starting.
    Refs.Recovered recover() {
        int finished = 0;
        int dropped = 0;
        int left = 0;
        for (var intent : intents.open()) {
            if (Cobs.isOurs(intent) || PeerSteps.isOurs(intent)) continue;
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
        return new Refs.Recovered(finished, dropped, left);
    }

    /// Takes away what a killed push left: half-written objects, and lock files on its refs. Only at boot: the data
    /// folder has one owner, so whoever made them is dead. Locks on other refs are not ours to judge.
    private void sweep(Intent intent) {
        var repo = repos.byId(intent.repository());
        if (!storage.has(intent.rid())) return;
        if (!livesThere(repo, intent)) {
            // A folder in which nobody lives goes as it is.
            if (!repos.of(intent.rid()).isEmpty()) sweepAll(intent);
            return;
        }
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

    /// Takes every lock away from a folder that a repository came into or left, many refs at a time.
    private void sweepAll(Intent intent) {
        sweepAll(storage, intent);
    }

    /// The same for whoever else has been writing many refs there.
    static void sweepAll(Storage storage, Intent intent) {
        storage.sweepObjects(intent.rid());
        var folder = storage.path(intent.rid());
        try {
            var names = new ArrayList<>(List.of(Constants.HEAD, Constants.PACKED_REFS));
            names.addAll(locked(folder, Constants.R_REFS));
            for (String name : names)
                if (Files.deleteIfExists(folder.resolve(name + ".lock")))
                    LOG.info("removed the lock on {} in {} that a crash left", name, intent.rid());
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
        if (!livesThere(repo, intent)) {
            repos.clear(intent);
            LOG.info("cleared {}, where a repository was being made or deleted", intent.rid());
            return false;
        }
        try {
            if (intent.moves().isEmpty()) {
                steps.follow(repo.get(), intent);
                return true;
            }
            boolean possible = canFinish(repo.get(), intent);
            // A boot signs nothing with a key that waits: what is signed already goes forward, the rest back.
            boolean back = possible && steps.waiting(repo.get()).isPresent() && !isWritten(repo.get(), intent);
            if (possible && !back) {
                steps.finish(repo.get(), intent, Optional.empty());
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
            if (signed.isPresent() && RefViews.isCanonical(repo))
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
}
