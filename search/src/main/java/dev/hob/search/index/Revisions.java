package dev.hob.search.index;

import dev.hob.node.Node;
import dev.hob.node.code.Generated;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.search.index.Overlays.Comparison;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Branches and tags beside the default branch. Of each only those files are read that the default branch does not have
/// so ([Overlay]): when somebody asks for it first, and always where the node is told so ([Retention]). Whether a
/// revision can be searched is nothing that is put down: what differs is compared when somebody asks, and has to be in
/// the index. Shared between threads.
public final class Revisions {
    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);
    /// So many of a repository are always in at most: those that were committed last.
    private static final int ALWAYS_MAX = 20;
    /// So many are read before what happened meanwhile has its turn.
    private static final int FILES_AT_ONCE = 200;
    /// That somebody asked is put on the disk no more often.
    private static final Duration WRITE_EVERY = Duration.ofHours(1);

    private final Node node;
    private final Index index;
    private final Retention retention;
    private final Overlays overlays;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition read = lock.newCondition();
    /// Those that are kept because somebody asked. Guarded by the lock, as is what follows.
    private final Map<RepositoryId, Map<Revision, Asked>> kept = new HashMap<>();

    private final Set<RepositoryId> due = new LinkedHashSet<>();
    private Instant looked = Instant.MIN;
    private Optional<RepositoryId> working = Optional.empty();
    private long steps;

    /// When somebody asked last, and what of it is in the index.
    private record Asked(Instant at, Optional<Instant> written) {}

    Revisions(Node node, Index index, Retention retention) {
        this.node = node;
        this.index = index;
        this.retention = retention;
        this.overlays = new Overlays(node.storage());
    }

    /// How far a revision can be searched.
    public sealed interface Standing {
        /// All of it.
        record Whole(Overlay overlay) implements Standing {}

        /// Some of it.
        ///
        /// @param files of those that the default branch does not have so
        record Part(Overlay overlay, int read, int files) implements Standing {}

        /// Nothing yet, since the default branch is being read.
        record Later() implements Standing {}

        /// More files differ than are read.
        ///
        /// @param max so many are
        record TooMuch(int max) implements Standing {}

        /// It is no commit.
        record Nothing() implements Standing {}
    }

    /// How far it can be searched in what a look finds.
    public Standing standing(Look look, Repo repo, RefView view, Revision revision) {
        var commit = commit(view, revision);
        if (commit.isEmpty()) return new Standing.Nothing();
        var state = look.state(repo.id());
        boolean isMoving = state.head().isEmpty() && !state.left().isEmpty();
        if (isMoving || (state.head().isEmpty() && view.headId().isPresent())) return new Standing.Later();
        return switch (overlays.of(repo, state.head().map(ObjectId::fromString), commit.get())) {
            case Comparison.TooMuch _ -> new Standing.TooMuch(Overlays.FILES_MAX);
            // What the default branch left behind may have been cleaned up before the index followed it.
            case Comparison.Missing _ ->
                state.head().equals(view.headId().map(ObjectId::name)) ? new Standing.Nothing() : new Standing.Later();
            case Comparison.Differs(var overlay) -> {
                int there = overlay.files() == 0 ? 0 : look.beside(repo.id(), overlay);
                yield there == overlay.files()
                        ? new Standing.Whole(overlay)
                        : new Standing.Part(overlay, there, overlay.files());
            }
        };
    }

    private static Optional<ObjectId> commit(RefView view, Revision revision) {
        return dev.hob.node.code.Revisions.target(view, revision.ref());
    }

    /// Somebody asked for a revision: it is kept, and read where it is not. Whether it is: too many others may have
    /// been asked for just now.
    public boolean ask(Repo repo, Revision revision, Standing standing) {
        boolean isRead = standing instanceof Standing.Whole;
        if (standing instanceof Standing.Whole(var overlay) && overlay.files() == 0) return true;
        lock.lock();
        try {
            if (!retention.isAlways(revision) && !asked(repo.id(), revision)) return false;
            if (!isRead) due.add(repo.id());
        } finally {
            lock.unlock();
        }
        if (!isRead) node.log().announce();
        return true;
    }

    private boolean asked(RepositoryId id, Revision revision) {
        var now = retention.clock().instant();
        var some = kept.computeIfAbsent(id, _ -> new HashMap<>());
        var known = some.get(revision);
        if (known == null && !makesRoom(some, now)) return false;
        var written = known == null ? Optional.<Instant>empty() : known.written();
        some.put(revision, new Asked(now, written));
        // To be put down.
        if (written.isEmpty() || written.get().plus(WRITE_EVERY).isBefore(now)) due.add(id);
        return true;
    }

    /// Lets the one go that was asked for longest ago, if there are too many; whether there is room.
    private boolean makesRoom(Map<Revision, Asked> some, Instant now) {
        int all = kept.values().stream().mapToInt(Map::size).sum();
        if (all >= Index.REVISIONS_MAX) return false;
        if (index.filesBeside() > retention.filesMax() && !letOldestGo(now)) return false;
        return some.size() < retention.askedMax() || letOldestGo(some, now);
    }

    private boolean letOldestGo(Map<Revision, Asked> some, Instant now) {
        var oldest = some.entrySet().stream()
                .min(Comparator.comparing(entry -> entry.getValue().at()))
                .filter(entry -> entry.getValue().at().plus(retention.rest()).isBefore(now));
        oldest.ifPresent(entry -> some.remove(entry.getKey()));
        return oldest.isPresent();
    }

    /// The same among those of all repositories.
    private boolean letOldestGo(Instant now) {
        var oldest = kept.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .min(Comparator.comparing(each -> each.getValue().values().stream()
                        .map(Asked::at)
                        .min(Comparator.naturalOrder())
                        .orElse(now)));
        if (oldest.isEmpty() || !letOldestGo(oldest.get().getValue(), now)) return false;
        due.add(oldest.get().getKey());
        return true;
    }

    /// Waits until something more was read, or the time is over.
    public void await(Duration max) {
        long nanos = max.toNanos();
        lock.lock();
        try {
            long before = steps;
            while (steps == before && nanos > 0) nanos = read.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// What was kept before is looked at again: a crash may have come between, and the node may be told otherwise.
    void begin() {
        var found = index.revisions();
        var besides = index.besides();
        lock.lock();
        try {
            for (var each : found.entrySet()) {
                var some = kept.computeIfAbsent(each.getKey(), _ -> new HashMap<>());
                each.getValue().forEach((revision, at) -> some.putIfAbsent(revision, new Asked(at, Optional.of(at))));
            }
            due.addAll(kept.keySet());
            due.addAll(besides);
            if (!retention.always().isEmpty()) for (var repo : node.repos().all()) due.add(repo.id());
        } finally {
            lock.unlock();
        }
    }

    /// The index was thrown away, and what was asked for with it.
    void forget() {
        lock.lock();
        try {
            kept.clear();
            due.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Something moved in a repository.
    void touch(RepositoryId id) {
        lock.lock();
        try {
            if (kept.containsKey(id) || !retention.always().isEmpty()) due.add(id);
        } finally {
            lock.unlock();
        }
    }

    /// Brings one repository's revisions in, or some files of them; whether anything was done.
    ///
    /// @param between is called now and then; whether to go on
    /// @param hurried whether something else waits by now
    boolean step(BooleanSupplier between, BooleanSupplier hurried) {
        letGo();
        RepositoryId id;
        lock.lock();
        try {
            if (due.isEmpty()) return false;
            id = due.iterator().next();
            due.remove(id);
            working = Optional.of(id);
        } finally {
            lock.unlock();
        }
        try {
            if (!bring(id, between, hurried)) again(id);
        } catch (Code.Stopped e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // It is tried again when something moves there, or somebody asks.
            LOG.warn("cannot index the branches of {}", id, e);
        }
        index.show();
        lock.lock();
        try {
            working = Optional.empty();
            steps++;
            read.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void again(RepositoryId id) {
        lock.lock();
        try {
            due.add(id);
        } finally {
            lock.unlock();
        }
    }

    /// Lets go, now and then, what nobody asked for any more.
    private void letGo() {
        var now = retention.clock().instant();
        lock.lock();
        try {
            if (looked.isAfter(now.minus(WRITE_EVERY))) return;
            looked = now;
            for (var each : kept.entrySet()) {
                boolean some = each.getValue()
                        .values()
                        .removeIf(asked -> asked.at().plus(retention.unasked()).isBefore(now));
                if (some) due.add(each.getKey());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether it came to the end.
    private boolean bring(RepositoryId id, BooleanSupplier between, BooleanSupplier hurried) throws IOException {
        var found = node.repos().byId(id);
        if (found.isEmpty()) {
            lock.lock();
            try {
                kept.remove(id);
            } finally {
                lock.unlock();
            }
            index.removeAll(id);
            return true;
        }
        var repo = found.get();
        var view = node.refs().view(repo);
        index.show();
        var revisions = wanted(repo, view);
        var state = index.state(id);
        // Until the default branch is in, nobody knows what differs from it: it comes back here.
        if (state.head().isEmpty() && (!state.left().isEmpty() || view.headId().isPresent())) return true;
        var base = state.head().map(ObjectId::fromString);
        var left = index.beside(id);
        var there = Set.copyOf(left);
        int files = 0;
        try (var repository = node.storage().open(repo.rid());
                var reader = repository.newObjectReader();
                var walk = new RevWalk(reader)) {
            for (var revision : revisions) {
                var commit = commit(view, revision).orElseThrow();
                if (!(overlays.of(repo, base, commit) instanceof Comparison.Differs)) continue;
                var generated = new Generated(reader, walk.parseCommit(commit).getTree());
                for (var file : Overlays.files(reader, base, commit)) {
                    String owner =
                            SourceFile.ownerBeside(id, file.path(), file.blob().name());
                    left.remove(owner);
                    if (there.contains(owner)) continue;
                    boolean machineMade = generated.is(file.path());
                    var source = Code.file(id, reader, machineMade, file.path(), file.blob(), true);
                    index.replace(owner, source.documents(Optional.empty()));
                    if (!between.getAsBoolean()) throw new Code.Stopped();
                    if (++files % FILES_AT_ONCE == 0 && hurried.getAsBoolean()) return false;
                }
            }
        }
        left.forEach(index::remove);
        return true;
    }

    /// Those of a repository that shall be in, and are there; what is in of others is put down as kept no longer.
    private List<Revision> wanted(Repo repo, RefView view) throws IOException {
        var now = new LinkedHashMap<Revision, Asked>();
        var known = index.revisions(repo.id());
        lock.lock();
        try {
            var some = kept.getOrDefault(repo.id(), new HashMap<>());
            some.keySet().removeIf(revision -> !view.refs().containsKey(revision.ref()));
            some.replaceAll((_, asked) -> new Asked(asked.at(), Optional.of(asked.at())));
            now.putAll(some);
            if (some.isEmpty()) kept.remove(repo.id());
        } finally {
            lock.unlock();
        }
        for (var revision : known.keySet()) if (!now.containsKey(revision)) index.letGo(repo.id(), revision);
        now.forEach((revision, asked) -> {
            if (!asked.at().equals(known.get(revision))) index.keep(repo.id(), revision, asked.at());
        });
        var wanted = new LinkedHashSet<>(always(repo, view));
        now.keySet().stream().sorted(Comparator.comparing(Revision::ref)).forEach(wanted::add);
        wanted.removeIf(revision -> revision.ref().equals(view.head()));
        return List.copyOf(wanted);
    }

    private List<Revision> always(Repo repo, RefView view) throws IOException {
        if (retention.always().isEmpty()) return List.of();
        var fitting = new ArrayList<Revision>();
        for (String ref : view.refs().keySet()) {
            if (!ref.startsWith(Constants.R_HEADS) && !ref.startsWith(Constants.R_TAGS)) continue;
            var revision = new Revision(ref);
            if (retention.isAlways(revision)) fitting.add(revision);
        }
        if (fitting.size() <= ALWAYS_MAX) return fitting;
        try (var repository = node.storage().open(repo.rid())) {
            return latest(repository, view, fitting);
        }
    }

    private static List<Revision> latest(Repository repository, RefView view, List<Revision> some) throws IOException {
        var times = new HashMap<Revision, Integer>();
        try (var walk = new RevWalk(repository)) {
            for (var revision : some) {
                var object = walk.parseAny(commit(view, revision).orElseThrow());
                if (object instanceof RevCommit it) times.put(revision, it.getCommitTime());
            }
        }
        return times.entrySet().stream()
                .sorted(Map.Entry.<Revision, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().ref()))
                .limit(ALWAYS_MAX)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What of a repository's revisions is not as it should be, a line each.
    List<String> examine(Repo repo) {
        lock.lock();
        try {
            if (due.contains(repo.id()) || working.filter(repo.id()::equals).isPresent()) return List.of();
        } finally {
            lock.unlock();
        }
        var wrong = new ArrayList<String>();
        var view = node.refs().view(repo);
        try (var look = index.look(new Patience(Duration.ofMinutes(1)))) {
            for (var revision : examined(repo, view))
                if (standing(look, repo, view, revision) instanceof Standing.Part part)
                    wrong.add("%s: of %s %d files are indexed and not %d"
                            .formatted(repo.path(), revision.name(), part.read(), part.files()));
        } catch (IOException e) {
            throw new IndexException("cannot examine the branches of " + repo.path(), e);
        }
        return wrong;
    }

    private Set<Revision> examined(Repo repo, RefView view) throws IOException {
        var some = new HashSet<>(always(repo, view));
        lock.lock();
        try {
            some.addAll(kept.getOrDefault(repo.id(), Map.of()).keySet());
        } finally {
            lock.unlock();
        }
        some.removeIf(revision -> revision.ref().equals(view.head()));
        return some;
    }
}
