package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Intent;
import dev.hob.node.log.Intents;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.log.Probe;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.Custody;
import dev.hob.node.people.Person;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Forks;
import dev.hob.node.repo.Namespaces;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.RowIdentity;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jdbi.v3.core.Handle;

/// Moves branches and tags: the owner's namespace, the canonical refs and the signed list together, under one intent.
/// Readers see them through a [RefView], before or after a move and never between. Shared between threads.
public final class Refs {
    /// Where refs are that ordinary clients see only when they ask for them by prefix.
    public static final List<String> HIDDEN = List.of(Repos.NAMESPACES, "refs/cobs/", "refs/rad/", "refs/pull/");

    /// What came of a move.
    public sealed interface Verdict {
        /// It is done, signed and in the log.
        record Moved() implements Verdict {}

        /// Somebody else was quicker; `told` names the ref.
        record Stale(String ref, String told) implements Verdict {}

        record Refused(String ref, String told) implements Verdict {}

        /// The rules of this branch or tag do not let them; `told` names the rule, and what would be let.
        record Forbidden(String ref, String told) implements Verdict {}
    }

    /// Makes new objects visible in the repository; runs after the intent is kept and before any ref moves.
    @FunctionalInterface
    public interface Objects {
        void arrive() throws IOException;

        /// Reads what is about to come, and what is there; the caller closes it.
        default ObjectReader reader(Repository repository) {
            return repository.newObjectReader();
        }
    }

    /// Makes the rows of an object again from git, named by somebody's ref to it, within a transaction.
    @FunctionalInterface
    public interface Folding {
        void refold(Handle handle, Repository repository, RepoId rid, String ref);
    }

    private final Database database;
    private final Intents intents;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final RowIdentity identity;
    private final InstantSource clock;
    private final Signatures signatures;
    private final RefViews views;
    private final RefSteps steps;
    private final RefRecovery recovery;
    private final Forking forking;
    private volatile Computed computed = (_, _) -> Map.of();
    private volatile Guard guard = Guard.NONE;

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
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.identity = identity;
        this.clock = clock;
        this.signatures = new Signatures(clock);
        this.views = new RefViews(storage);
        this.steps =
                new RefSteps(database, log, intents, custody, storage, repos, identity, folding, signatures, views);
        this.recovery = new RefRecovery(database, intents, storage, repos, identity, signatures, views, steps);
        var forks = new Forks(database, log, intents, custody, storage, repos, clock);
        this.forking = new Forking(this, views, signatures, custody, storage, repos, forks);
    }

    /// Refs that are computed and not stored, such as the heads of pull requests.
    @FunctionalInterface
    public interface Computed {
        /// @param asked the beginnings of names that somebody asks for: what has to be worked out is so only for them
        Map<String, ObjectId> of(Repo repo, Collection<String> asked);
    }

    /// Names what computes refs. Before anybody reads.
    public void compute(Computed more) {
        computed = more;
    }

    /// Names who judges moves, in place of whoever did. Before anybody moves any; what a boot finishes was judged
    /// when it was begun.
    public void guard(Guard judge) {
        guard = judge;
    }

    /// Names another who judges moves, after those who do already.
    public void guardToo(Guard judge) {
        guard = guard.and(judge);
    }

    /// What somebody sees who asks for it: besides [#view] its owner's namespace and the project's identity, and
    /// of the project itself what everybody has said in it, and what is computed. The branches of one are never
    /// shown through another that lives in the same folder. Reads every ref.
    public RefView whole(Repo repo) {
        return whole(repo, List.of());
    }

    /// The same, for somebody who asks for names that begin so.
    public RefView whole(Repo repo, Collection<String> asked) {
        Map<String, ObjectId> more = repo.isProject() ? computed.of(repo, asked) : Map.of();
        var lock = storage.lock(repo.rid());
        lock.lock();
        try (var repository = storage.open(repo.rid())) {
            recovery.settle(repo.rid());
            var view = views.current(repo);
            var others = repos.of(repo.rid()).stream()
                    .filter(it -> !it.id().equals(repo.id()))
                    .map(it -> Repos.namespace(it.namespace()))
                    .collect(Collectors.toSet());
            var refs = new TreeMap<>(view.refs());
            for (String prefix : HIDDEN)
                for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix))
                    if (ref.getObjectId() != null && isPartOf(repo, others, ref.getName()))
                        refs.put(ref.getName(), ref.getObjectId().copy());
            refs.putAll(more);
            return new RefView(view.generation(), refs, view.peeled(), view.defaultBranch());
        } catch (IOException e) {
            throw new StorageException("cannot read the refs of " + repo.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// @param others the namespaces of those that live in the same folder
    private static boolean isPartOf(Repo repo, Set<String> others, String ref) {
        if (!ref.startsWith(Repos.NAMESPACES)) return repo.isProject() || ref.startsWith("refs/rad/");
        int end = ref.indexOf("/refs/", Repos.NAMESPACES.length()) + 1;
        String namespace = ref.substring(0, end);
        String name = ref.substring(end);
        boolean own = namespace.equals(Repos.namespace(repo.namespace()));
        boolean talk = name.startsWith("refs/cobs/");
        // Who looks for the talk finds it at the project, with all it leads to.
        if (!repo.isProject()) return own && !talk;
        boolean shows = name.startsWith(Constants.R_HEADS) || name.startsWith(Constants.R_TAGS);
        return own || !others.contains(namespace) || !shows || Namespaces.isOffered(name);
    }

    /// What clients see now. Costs nothing when somebody looked lately; else the refs are read once,
    /// not while they move.
    public RefView view(Repo repo) {
        var known = views.known(repo);
        boolean halfway = recovery.isHalfway(repo.rid());
        if (known.isPresent() && !halfway) return known.get();
        var lock = storage.lock(repo.rid());
        lock.lock();
        try {
            recovery.settle(repo.rid());
            return views.current(repo);
        } catch (StorageException | DatabaseException e) {
            // The disk still fails: what was seen before the move that failed is the truth until it is finished.
            if (halfway && known.isPresent()) return known.get();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /// Moves refs, all or none. When the answer is *Moved*, the move is kept, signed and in the log.
    ///
    /// @throws StorageException when the disk fails; a boot then finishes or drops what was begun
    public Verdict move(Repo asked, Origin origin, List<RefMove> moves, Objects objects, Optional<String> activity) {
        return move(asked, origin, new Guard.Way.Directly(), moves, objects, Optional.empty(), activity);
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
            Guard.Way way,
            List<RefMove> moves,
            Objects objects,
            Optional<Change> change,
            Optional<String> activity) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var left = recovery.settle(asked.rid());
            if (left.isPresent()) return new Verdict.Refused("", left.get());
            // It may have been renamed, deleted or pushed to while we waited.
            var repo = repos.byId(asked.id());
            if (repo.isEmpty()) return new Verdict.Refused("", Messages.text("refs.repository-is-gone"));
            var waiting = steps.waiting(repo.get());
            if (waiting.isPresent()) return new Verdict.Refused("", waiting.get());
            var before = views.current(repo.get());
            var plain = RefSteps.plain(moves);
            var objection = RefRules.objection(before.refs(), plain);
            if (objection.isPresent()) return objection.get();
            var forbidden = guarded(repo.get(), origin, way, before, plain, objects);
            if (forbidden.isPresent()) return forbidden.get();
            recovery.begun(asked.rid());
            begin(
                    repo.get(),
                    before,
                    Intent.moving(asked.id(), asked.rid(), origin, moves, change, activity, clock.instant()),
                    objects);
            recovery.done(asked.rid());
            return new Verdict.Moved();
        } catch (IOException e) {
            throw new StorageException("cannot move the refs of " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Verdict.Forbidden> guarded(
            Repo repo, Origin origin, Guard.Way way, RefView before, List<RefMove> moves, Objects objects)
            throws IOException {
        try (var repository = storage.open(repo.rid());
                var reader = objects.reader(repository)) {
            return guard.objection(new Guard.Attempt(repo, origin, way, before.refs(), moves, reader), repository);
        }
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
        steps.finish(repo, intent, Optional.of(before));
    }

    /// Why nothing may be signed in a repository now, if so.
    Optional<String> waiting(Repo repo) {
        return steps.waiting(repo);
    }

    /// Why the key of a repository's namespace signs nothing in public now, if so.
    Optional<String> keyWaits(Repo repo) {
        return steps.keyWaits(repo);
    }

    /// Why somebody's key signs nothing in public now, if so.
    Optional<String> keyWaits(DidKey key, String whose) {
        return steps.keyWaits(key, whose);
    }

    /// Whether a key is held here, so that it can sign at all.
    boolean holds(DidKey key) {
        return steps.holds(key);
    }

    /// Changes the row of a repository; its identity follows. Says why not, if it cannot be.
    Optional<String> edit(Repo asked, Origin origin, RepoEdits.Edit edit) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            var left = recovery.settle(asked.rid());
            if (left.isPresent()) return left;
            var repo = repos.byId(asked.id());
            if (repo.isEmpty()) return Optional.of(Messages.text("refs.repository-is-gone"));
            recovery.begun(asked.rid());
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
                steps.follow(repos.byId(asked.id()).orElseThrow(), intent.get().get());
            }
            recovery.done(asked.rid());
            return edited instanceof RepoEdits.Edited.Refused(var told) ? Optional.of(told) : Optional.empty();
        } catch (IOException e) {
            throw new StorageException("cannot change " + asked.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Lets the identity of a repository follow what a row says since an intent was opened with it.
    public void follow(Repo asked, Intent intent) {
        var lock = storage.lock(asked.rid());
        lock.lock();
        try {
            recovery.begun(asked.rid());
            steps.follow(repos.byId(asked.id()).orElseThrow(), intent);
            recovery.done(asked.rid());
        } catch (IOException e) {
            throw new StorageException("cannot change the identity of " + asked.path(), e);
        } finally {
            lock.unlock();
        }
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

    /// What people do with forks.
    public Forking forking() {
        return forking;
    }

    /// Finishes or drops what failed half-way in a folder, or says why it must be left. The caller holds its lock.
    Optional<String> settle(RepoId rid) {
        return recovery.settle(rid);
    }

    /// Names what settles a folder before this does.
    void first(Consumer<RepoId> settling) {
        recovery.first(settling);
    }

    /// Something else has written refs of a folder: what was seen of it is void. The caller holds its lock.
    void arrived(RepoId rid) {
        repos.of(rid).forEach(views::forget);
    }

    /// Finishes or drops what a crash left. Called once at boot, before anybody reads or writes.
    /// A folder that cannot be written keeps its intent, and does not keep the node from starting.
    public Recovered recover() {
        return recovery.recover();
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
            if (objection.isPresent() || !RefViews.isCanonical(repo) || identity.follows(repository, repo))
                return objection;
            return Optional.of("its identity does not say what its settings say");
        }
    }
}
