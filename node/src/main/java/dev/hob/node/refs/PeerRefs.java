package dev.hob.node.refs;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.db.Database;
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
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.IdentityDocument;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Seeds;
import dev.hob.node.repo.Storage;
import dev.hob.node.repo.StorageException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door for what peers bring, and what they may take. Nothing that a peer brings is seen before all of it was
/// judged: each namespace by its own signed list, the whole by its delegates; then it comes under one intent. What a
/// key held here has signed is never overwritten. Shared between threads.
public final class PeerRefs {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRefs.class);

    private final Intents intents;
    private final Database database;
    private final Custody custody;
    private final Storage storage;
    private final Repos repos;
    private final Refs refs;
    private final Cobs cobs;
    private final Seeds seeds;
    private final InstantSource clock;
    private final PeerSteps steps;
    private final SignedViews signed;
    private final SecureRandom random = new SecureRandom();
    /// Folders in which something failed half-way.
    private final Set<RepoId> unfinished = ConcurrentHashMap.newKeySet();
    /// Folders in which something is being finished, by the one who has the lock.
    private final Set<RepoId> rolling = ConcurrentHashMap.newKeySet();

    public PeerRefs(
            Database database,
            Log log,
            Intents intents,
            Custody custody,
            Storage storage,
            Repos repos,
            Refs refs,
            Cobs cobs,
            LateSigning signing,
            Seeds seeds,
            InstantSource clock) {
        this.database = database;
        this.intents = intents;
        this.custody = custody;
        this.storage = storage;
        this.repos = repos;
        this.refs = refs;
        this.cobs = cobs;
        this.seeds = seeds;
        this.clock = clock;
        this.steps = new PeerSteps(database, log, intents, storage, repos, cobs);
        this.signed = new SignedViews(storage, signing, this::settleAll);
        refs.first(this::settle);
        cobs.first(this::settle);
    }

    /// What peers see.
    public SignedViews signed() {
        return signed;
    }

    /// Whether a peer may have a repository that is here: what is private only its delegates and whom they let in,
    /// and only where the connection proves who they are and hides what is said.
    public boolean mayHave(RepoId rid, DidKey peer, boolean proven) {
        if (repos.project(rid).isEmpty() || !storage.has(rid)) return false;
        boolean hides = repos.of(rid).stream().anyMatch(Repo::isPrivate);
        var document = document(rid);
        if (!hides && !document.isPrivate()) return true;
        return proven && document.isPrivate() && document.visibleTo(peer);
    }

    /// A key that is held here and may have a private repository that is here; others are asked for it in its name.
    public Optional<SigningKey> named(RepoId rid) {
        if (repos.project(rid).isEmpty() || !storage.has(rid)) return Optional.empty();
        var document = document(rid);
        if (!document.isPrivate()) return Optional.empty();
        return Stream.concat(document.delegates().stream(), document.allowed().stream())
                .flatMap(key -> custody.signingKey(key).stream())
                .findFirst();
    }

    private IdentityDocument document(RepoId rid) {
        var lock = storage.lock(rid);
        lock.lock();
        try (var repository = storage.open(rid)) {
            return cobs.identities().of(repository, rid).document();
        } catch (IOException e) {
            throw new StorageException("cannot read the identity of " + rid, e);
        } finally {
            lock.unlock();
        }
    }

    /// Begins to take something in; the caller closes it.
    public Intake begin(RepoId rid) {
        try {
            return Intake.open(storage, rid);
        } catch (IOException e) {
            throw new StorageException("cannot make room for what comes for " + rid, e);
        }
    }

    /// Keys held here, whose namespaces only this node writes.
    public boolean isHeld(DidKey key) {
        return custody.signingKey(key).isPresent();
    }

    /// What came of it.
    public sealed interface Outcome {
        /// All that holds is kept.
        ///
        /// @param taken the namespaces that are newer now, and where their lists stand
        /// @param left why others were left as they are
        record Kept(Map<DidKey, ObjectId> taken, Map<DidKey, String> left, boolean cloned) implements Outcome {}

        /// Nothing is; `why` is for our log.
        record Refused(String why) implements Outcome {}
    }

    /// Looks whether everything is there that lists lead to, while nobody takes objects away; what is left out of the
    /// offers is not taken.
    @FunctionalInterface
    public interface Completeness {
        void check(Map<DidKey, ObjectId> offers) throws IOException;
    }

    /// Judges what came, and keeps what holds, all of it at once.
    ///
    /// @param from the peer that brought it
    /// @param offers where it says that signed lists stand
    /// @param proven whether it was hidden from others on its way
    public Outcome take(
            Intake intake,
            Intake.Anchor anchor,
            DidKey from,
            Map<DidKey, ObjectId> offers,
            boolean proven,
            Completeness completeness) {
        var rid = intake.rid();
        var lease = storage.lease(rid).readLock();
        lease.lock();
        try {
            var whole = new LinkedHashMap<>(offers);
            completeness.check(whole);
            return take(intake, anchor, from, whole, proven);
        } catch (IOException e) {
            throw new StorageException("cannot read what came for " + rid, e);
        } finally {
            lease.unlock();
        }
    }

    private Outcome take(
            Intake intake, Intake.Anchor anchor, DidKey from, Map<DidKey, ObjectId> offers, boolean proven) {
        var rid = intake.rid();
        var lock = storage.lock(rid);
        lock.lock();
        try {
            if (intake.isFresh() == storage.has(rid)) return new Outcome.Refused("it came or went meanwhile");
            settleAll(rid);
            var project = repos.project(rid);
            if (!intake.isFresh() && project.isEmpty()) return new Outcome.Refused("it is nobody's here");
            return switch (new PeerJudge(intake, custody).judge(anchor, offers, proven)) {
                case PeerJudge.Judgement.Bad(String why, var elsewhere) -> {
                    elsewhere.forEach(key -> seenElsewhere(key, rid, from));
                    yield new Outcome.Refused(why);
                }
                case PeerJudge.Judgement.Good good -> {
                    good.elsewhere().forEach(key -> seenElsewhere(key, rid, from));
                    if (intake.isFresh()) {
                        var refused = place(intake, good, from);
                        if (refused.isPresent()) yield new Outcome.Refused(refused.get());
                    } else join(intake, good, project.orElseThrow(), from);
                    var taken = new TreeMap<DidKey, ObjectId>();
                    good.taken().forEach(one -> taken.put(one.key(), one.list().commit()));
                    yield new Outcome.Kept(taken, good.left(), intake.isFresh());
                }
            };
        } catch (IOException e) {
            throw new StorageException("cannot keep what came for " + rid, e);
        } finally {
            lock.unlock();
        }
    }

    /// One key, one writer: from now on this node signs nothing with it in public.
    private void seenElsewhere(DidKey key, RepoId rid, DidKey from) {
        if (custody.waiting().begin(key, WaitingKeys.Reason.SEEN))
            LOG.warn("{} is held here and has signed on another node: {} showed it in {}", key, from, rid);
    }

    /// Puts a folder into its place; says why it cannot be a repository here, if so.
    private Optional<String> place(Intake intake, PeerJudge.Judgement.Good good, DidKey from) throws IOException {
        var rid = intake.rid();
        PeerSteps.fill(intake.all(), good, good.identity().current().document().defaultBranch());
        Probe.at("peer fresh");
        var id = RepositoryId.random(random);
        unfinished.add(rid);
        var intent =
                intents.open(Intent.changing(id, rid, new Origin.Peer(from.nid()), Optional.empty(), clock.instant()));
        Probe.at("peer intent");
        boolean placed = false;
        try {
            intake.place();
            placed = true;
        } finally {
            if (!placed) close(intent);
        }
        Probe.at("peer placed");
        boolean adopted = roll(intent);
        unfinished.remove(rid);
        return adopted ? Optional.empty() : Optional.of("it cannot be a repository here");
    }

    private boolean adopt(Intent intent) {
        var adoption = seeds.adopt(intent.rid());
        Probe.at("peer adopted");
        if (adoption instanceof Seeds.Adoption.Refused(String told)) {
            LOG.info("{} is let go again: {}", intent.rid(), told);
            repos.clear(intent);
            return false;
        }
        close(intent);
        return true;
    }

    private void close(Intent intent) {
        database.writing(handle -> intents.close(handle, intent.id()));
    }

    private void join(Intake intake, PeerJudge.Judgement.Good good, Repo project, DidKey from) throws IOException {
        var rid = intake.rid();
        var moves = new ArrayList<RefMove>();
        for (var one : good.taken())
            moves.add(new RefMove(
                    Repos.namespace(one.key()) + SignedRefs.REF,
                    one.before().map(ObjectId::name).orElse(RefMove.ABSENT),
                    one.list().commit().name()));
        if (moves.isEmpty()) return;
        var identity = intake.here(Repos.IDENTITY).orElseThrow(() -> new IOException("there is no identity in " + rid));
        var next = good.identity().current().id();
        if (!identity.equals(next)) moves.add(new RefMove(Repos.IDENTITY, identity.name(), next.name()));
        List<Change> changes = good.canonical().isEmpty()
                ? List.of()
                : List.of(new Change.RefsMoved(project.id().value(), rid.value(), good.canonical()));
        unfinished.add(rid);
        var intent = intents.open(new Intent(
                0, project.id(), rid, new Origin.Peer(from.nid()), moves, changes, Optional.empty(), clock.instant()));
        Probe.at("peer intent");
        boolean joined = false;
        try {
            intake.join();
            joined = true;
        } finally {
            if (!joined) close(intent);
        }
        Probe.at("peer objects");
        if (!roll(intent)) throw new AssertionError("what was judged cannot be done in " + rid);
        unfinished.remove(rid);
    }

    /// Finishes an intent, or drops it; gives whether it was finished.
    private boolean roll(Intent intent) throws IOException {
        // Who makes the row settles the folder first, and must not come here again.
        boolean again = !rolling.add(intent.rid());
        if (again) throw new AssertionError("something is finished while it is finished: " + intent.rid());
        try {
            return rolled(intent);
        } finally {
            rolling.remove(intent.rid());
        }
    }

    private boolean rolled(Intent intent) throws IOException {
        if (intent.moves().isEmpty()) {
            if (storage.has(intent.rid())) return adopt(intent);
            close(intent);
            return false;
        }
        var project = repos.project(intent.rid());
        if (project.isEmpty() || !storage.has(intent.rid())) {
            close(intent);
            return false;
        }
        try (var repository = storage.open(intent.rid())) {
            if (!steps.isPossible(repository, intent)) {
                LOG.info("dropped what a peer brought to {}: it had not come whole", intent.rid());
                close(intent);
                return false;
            }
        }
        boolean revised = intent.moves().stream().anyMatch(move -> move.ref().equals(Repos.IDENTITY));
        steps.finish(project.get(), intent, () -> {
            refs.arrived(intent.rid());
            // Of what is kept for others, the row says what the identity does.
            if (revised) seeds.adopt(intent.rid());
        });
        return true;
    }

    /// Finishes or drops what failed half-way in this process. The caller holds the lock.
    private void settle(RepoId rid) {
        if (!unfinished.contains(rid) || rolling.contains(rid)) return;
        try {
            for (var intent : intents.open())
                if (PeerSteps.isOurs(intent) && intent.rid().equals(rid)) roll(intent);
        } catch (IOException e) {
            throw new StorageException("cannot finish what a peer brought to " + rid, e);
        }
        unfinished.remove(rid);
    }

    /// The same, with what others began there.
    private void settleAll(RepoId rid) {
        try {
            cobs.settle(rid);
            refs.settle(rid);
        } catch (IOException e) {
            throw new StorageException("cannot finish what was begun in " + rid, e);
        }
    }

    /// Finishes or drops what a crash left. Called once at boot, before anybody reads or writes.
    public void recover() {
        for (var intent : intents.open()) {
            if (!PeerSteps.isOurs(intent)) continue;
            try {
                if (storage.has(intent.rid())) RefRecovery.sweepAll(storage, intent);
                roll(intent);
            } catch (IOException | StorageException e) {
                LOG.error("what a peer brought to {} stays unfinished", intent.rid(), e);
                unfinished.add(intent.rid());
            }
        }
    }
}
