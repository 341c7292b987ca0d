package dev.hob.node.git;

import dev.hob.node.git.WrittenPack.Deltas;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Follower;
import dev.hob.node.log.Log;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.RefView;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Storage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSet;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the repositories' folders quick to read without stopping anybody: writes the [BasePack] that clones are
/// answered with, merges the small packs and loose objects that pushes leave, drops what no ref reaches, and writes
/// the commit-graph. One thread, one folder at a time. Shared between threads.
///
/// New packs are written aside, and come in under the folder's lease and lock. The packs that they replace stay
/// beside (`objects/pack/preserved`) for a while: JGit finds there what a fetch that runs on still needs.
public final class Maintenance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    /// A merge takes in every pack that is smaller than so many times all the smaller ones together.
    private static final int GROWTH = 2;

    /// A new base is written when the other packs together are so large a part of it.
    private static final int BASE_PARTS = 4;

    /// Up to this, deltas are searched for among what pushes brought.
    private static final long ANEW_BYTES_MAX = 16L << 20;

    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofHours(1);
    private static final Duration PRESERVED = Duration.ofHours(2);
    private static final Duration LEASE_PATIENCE = Duration.ofMinutes(1);
    private static final Duration LEASE_LOOK = Duration.ofMillis(20);

    /// When there is something to do.
    ///
    /// @param smallBytes up to this, a folder needs no base: it is one pack, and clones are answered from memory
    /// @param packsMax how many packs there may be beside the base
    /// @param looseObjectsMax how many objects there may be outside of packs
    public record Limits(long smallBytes, int packsMax, int looseObjectsMax) {
        /// One megabyte, forty packs (a push leaves two), six hundred objects.
        public static final Limits USUAL = new Limits(1 << 20, 40, 600);
    }

    private final Storage storage;
    private final Repos repos;
    private final Refs refs;
    private final BasePacks bases;
    private final InstantSource clock;
    private final Limits limits;
    private final Follower follower;
    private final ConcurrentHashMap<RepoId, ScheduledFuture<?>> due = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RepoId, Done> done = new ConcurrentHashMap<>();
    /// Folders that others stay in when a repository left them.
    private final Set<RepoId> left = ConcurrentHashMap.newKeySet();

    private @Nullable ScheduledFuture<?> rounds;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(run -> {
        var thread = new Thread(run, "maintenance");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });

    public Maintenance(
            Log log, Storage storage, Repos repos, Refs refs, BasePacks bases, InstantSource clock, Limits limits) {
        this.follower = new Follower("maintenance-follower", log, this::look);
        this.storage = storage;
        this.repos = repos;
        this.refs = refs;
        this.bases = bases;
        this.clock = clock;
        this.limits = limits;
    }

    /// What was done to a folder.
    public enum Work {
        NOTHING,
        /// Small packs and loose objects became one pack.
        MERGED,
        /// All that refs reach was written anew, and the rest let go.
        REPACKED
    }

    /// When a folder was last looked after, and what was done.
    public record Done(Instant at, Work work) {}

    /// The last time that a folder was looked after since the node started.
    public Optional<Done> last(RepoId rid) {
        return Optional.ofNullable(done.get(rid));
    }

    /// Begins to look after every folder, now and then.
    public void start() {
        follower.start();
        rounds = worker.scheduleWithFixedDelay(this::round, MOMENT.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A folder that was pushed to is looked at a moment later, whatever comes in between. One that a repository
    /// has left is freed of what only that one had.
    private void look(Entry entry) {
        switch (entry.change()) {
            case Change.RefsMoved moved -> soon(new RepoId(moved.rid()));
            case Change.NamespaceCleared cleared -> {
                left.add(new RepoId(cleared.rid()));
                soon(new RepoId(cleared.rid()));
            }
            case Change.RepositoryDeleted deleted -> {
                left.add(new RepoId(deleted.rid()));
                soon(new RepoId(deleted.rid()));
            }
            default -> {
                // Nothing else changes what a folder must hold.
            }
        }
    }

    private void soon(RepoId rid) {
        due.computeIfAbsent(
                rid, _ -> worker.schedule(() -> attempt(rid, Leisure.NONE), MOMENT.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void round() {
        try {
            var seen = new HashSet<RepoId>();
            for (var repo : repos.all()) if (seen.add(repo.rid())) attempt(repo.rid(), Leisure.SOME);
        } catch (RuntimeException e) {
            LOG.error("maintenance cannot list the repositories", e);
        }
    }

    /// Whether what is only good enough may be made better.
    private enum Leisure {
        /// Something has just come, and more may follow.
        NONE,
        SOME
    }

    private void attempt(RepoId rid, Leisure leisure) {
        due.remove(rid);
        try {
            long begin = System.nanoTime();
            var work = maintain(rid, leisure);
            if (storage.has(rid)) done.put(rid, new Done(clock.instant(), work));
            else done.remove(rid);
            if (work != Work.NOTHING)
                LOG.info(
                        "{} the packs of {} in {} ms",
                        work,
                        rid,
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
        } catch (IOException | RuntimeException e) {
            // The folder stays as it was, only slower; the next push or round tries again.
            LOG.error("maintenance of {} failed", rid, e);
        }
    }

    /// Does what a folder needs. One call at a time.
    ///
    /// @throws IOException when the disk fails; what is in the folder stays valid
    public Work maintain(RepoId rid) throws IOException {
        return maintain(rid, Leisure.SOME);
    }

    private Work maintain(RepoId rid, Leisure leisure) throws IOException {
        if (!storage.has(rid)) {
            left.remove(rid);
            return Work.NOTHING;
        }
        try (var repository = storage.open(rid)) {
            expirePreserved(repository);
            removeHalves(rid, repository);
            return work(rid, repository, leisure);
        }
    }

    private Work work(RepoId rid, Repository repository, Leisure leisure) throws IOException {
        var packs = StoredPack.of(repository);
        long loose = looseObjects(repository);
        long all = bytes(packs);
        var base = bases.of(rid, repository);
        var rest = packs.stream().filter(pack -> !isBase(pack, base)).toList();
        boolean crowded = rest.size() > limits.packsMax() || loose > limits.looseObjectsMax();
        var canonical = repos.project(rid);
        if (left.remove(rid)) {
            var based = canonical.filter(_ -> all > limits.smallBytes());
            return repack(rid, repository, based) ? Work.REPACKED : Work.NOTHING;
        }
        if (all <= limits.smallBytes() || canonical.isEmpty()) {
            if (!crowded) return Work.NOTHING;
            return repack(rid, repository, Optional.empty()) ? Work.REPACKED : Work.NOTHING;
        }
        boolean stale = base.isEmpty()
                // What came whole from a peer serves most as it is.
                || (leisure == Leisure.SOME && !base.get().layout().isSorted())
                || bytes(rest)
                        > Math.max(
                                limits.smallBytes(), base.get().file().toFile().length() / BASE_PARTS)
                || !ClonePacks.isReached(repository, base.get().tips(), tips(refs.view(canonical.get())));
        if (stale) return repack(rid, repository, canonical) ? Work.REPACKED : Work.NOTHING;
        return crowded && merge(rid, repository, rest) ? Work.MERGED : Work.NOTHING;
    }

    /// Writes all that refs reach anew: the base first, where there is to be one, and the rest beside it.
    private boolean repack(RepoId rid, Repository repository, Optional<Repo> canonical) throws IOException {
        var aside = storage.aside();
        try {
            var old = StoredPack.of(repository);
            var tips = tips(repository);
            var written = new ArrayList<WrittenPack>();
            var seen = new HashSet<ObjectId>();
            if (canonical.isPresent()) {
                seen.addAll(tips(refs.view(canonical.get())));
                if (seen.isEmpty()) return false;
                WrittenPack.reached(repository, seen, Set.of(), List.of(), Deltas.KEPT, aside)
                        .ifPresent(written::add);
            }
            var base = bases.of(rid, repository);
            var beside = old.stream().filter(pack -> !isBase(pack, base)).toList();
            WrittenPack.reached(repository, tips, seen, sets(written), deltas(beside), aside)
                    .ifPresent(written::add);
            return exchange(rid, repository, aside, old, written, Optional.of(tips), canonical.map(_ -> seen));
        } finally {
            Storage.remove(aside);
        }
    }

    /// Puts the objects of small packs and the loose ones into one pack, reached or not.
    private boolean merge(RepoId rid, Repository repository, List<StoredPack> rest) throws IOException {
        var aside = storage.aside();
        try {
            var small = small(rest);
            var written = WrittenPack.all(repository, small, looseIds(repository), deltas(small), aside);
            if (written.isEmpty()) return false;
            return exchange(rid, repository, aside, small, List.of(written.get()), Optional.empty(), Optional.empty());
        } finally {
            Storage.remove(aside);
        }
    }

    private static Deltas deltas(List<StoredPack> packs) {
        return bytes(packs) <= ANEW_BYTES_MAX ? Deltas.ANEW : Deltas.KEPT;
    }

    private static List<StoredPack> small(List<StoredPack> packs) {
        var sorted = packs.stream()
                .sorted(Comparator.comparingLong(StoredPack::bytes))
                .toList();
        long sum = 0;
        int take = 0;
        for (int i = 0; i < sorted.size(); i++) {
            long size = sorted.get(i).bytes();
            if (size <= GROWTH * sum || i < 2) take = i + 1;
            sum += size;
        }
        return sorted.subList(0, take);
    }

    /// Lets the new packs in and takes the old ones away.
    ///
    /// @param reached when given, only what these ids reach is in the new packs: what refs reach by now besides is
    ///     added
    /// @param base when given, the first new pack is the base of these ids
    private boolean exchange(
            RepoId rid,
            Repository repository,
            Path aside,
            List<StoredPack> old,
            List<WrittenPack> written,
            Optional<Set<ObjectId>> reached,
            Optional<Set<ObjectId>> base)
            throws IOException {
        var lease = storage.lease(rid).writeLock();
        if (!take(lease)) return false;
        var lock = storage.lock(rid);
        lock.lock();
        try {
            if (!storage.has(rid)) return false;
            var all = new ArrayList<>(written);
            if (reached.isPresent()) {
                var there = new ArrayList<>(sets(written));
                for (var pack : StoredPack.of(repository)) if (!old.contains(pack)) there.add(pack.index());
                WrittenPack.reached(repository, tips(repository), reached.get(), there, Deltas.KEPT, aside)
                        .ifPresent(all::add);
            }
            var folder = ((ObjectDirectory) repository.getObjectDatabase())
                    .getPackDirectory()
                    .toPath();
            for (var pack : all) pack.moveTo(folder);
            if (base.isPresent() && !written.isEmpty())
                bases.replace(rid, written.getFirst().name(), written.getFirst().layout(), base.get());
            else if (reached.isPresent()) bases.drop(rid);
            var fresh = new HashSet<String>();
            for (var pack : all) fresh.add(pack.name());
            for (var pack : old) if (!fresh.contains(pack.name())) preserve(repository, pack);
            new GC((FileRepository) repository).prunePacked();
        } finally {
            lock.unlock();
            lease.unlock();
        }
        WrittenPack.commitGraph(repository, tips(repository));
        return true;
    }

    /// Takes a lease without standing in line for it: whoever waits in line keeps others out.
    private static boolean take(Lock lease) {
        long end = System.nanoTime() + LEASE_PATIENCE.toNanos();
        while (!lease.tryLock()) {
            if (System.nanoTime() > end) return false;
            try {
                Thread.sleep(LEASE_LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private void preserve(Repository repository, StoredPack pack) throws IOException {
        var preserved = ((ObjectDirectory) repository.getObjectDatabase()).getPreservedDirectory();
        Files.createDirectories(preserved.toPath());
        // The index first, by which a pack is seen, and the pack last: git complains of one without a pack.
        preserve(pack.file().create(PackExt.INDEX), preserved);
        for (var kind : PackExt.values())
            if (kind != PackExt.PACK) preserve(pack.file().create(kind), preserved);
        preserve(pack.file(), preserved);
    }

    private void preserve(PackFile file, File preserved) throws IOException {
        if (!file.exists()) return;
        // Counted from now, not from when it was pushed.
        Files.setLastModifiedTime(file.toPath(), FileTime.from(clock.instant()));
        Files.move(
                file.toPath(),
                file.createPreservedForDirectory(preserved).toPath(),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Takes away packs and indexes that lack the other half: a process was killed while they came or went.
    private void removeHalves(RepoId rid, Repository repository) throws IOException {
        if (halves(repository).isEmpty()) return;
        var lease = storage.lease(rid).writeLock();
        if (!take(lease)) return;
        var lock = storage.lock(rid);
        lock.lock();
        try {
            if (!storage.has(rid)) return;
            var preserved = ((ObjectDirectory) repository.getObjectDatabase()).getPreservedDirectory();
            Files.createDirectories(preserved.toPath());
            // Now none is on its way.
            for (var half : halves(repository)) preserve(half, preserved);
        } finally {
            lock.unlock();
            lease.unlock();
        }
    }

    private static List<PackFile> halves(Repository repository) throws IOException {
        var folder = ((ObjectDirectory) repository.getObjectDatabase()).getPackDirectory();
        var halves = new ArrayList<PackFile>();
        try (var files = Files.newDirectoryStream(folder.toPath(), StoredPack.FILES)) {
            for (var path : files) {
                var file = new PackFile(path.toFile());
                boolean whole = file.create(PackExt.PACK).exists()
                        && file.create(PackExt.INDEX).exists();
                if (!whole && file.getPackExt() != null) halves.add(file);
            }
        }
        return halves;
    }

    private void expirePreserved(Repository repository) throws IOException {
        var preserved = ((ObjectDirectory) repository.getObjectDatabase())
                .getPreservedDirectory()
                .toPath();
        if (!Files.isDirectory(preserved)) return;
        var limit = FileTime.from(clock.instant().minus(PRESERVED));
        try (var files = Files.list(preserved)) {
            for (var file : files.toList())
                if (Files.getLastModifiedTime(file).compareTo(limit) < 0) Files.deleteIfExists(file);
        }
    }

    private static Set<ObjectId> tips(RefView view) {
        return new HashSet<>(view.refs().values());
    }

    private static Set<ObjectId> tips(Repository repository) throws IOException {
        var tips = new HashSet<ObjectId>();
        for (Ref ref : repository.getRefDatabase().getRefs())
            if (ref.getObjectId() != null) tips.add(ref.getObjectId().copy());
        return tips;
    }

    private static List<ObjectIdSet> sets(List<WrittenPack> packs) {
        return packs.stream().<ObjectIdSet>map(WrittenPack::objects).toList();
    }

    private static boolean isBase(StoredPack pack, Optional<BasePack> base) {
        return base.filter(b -> b.name().equals(pack.name())).isPresent();
    }

    private static long bytes(List<StoredPack> packs) {
        return packs.stream().mapToLong(StoredPack::bytes).sum();
    }

    private static long looseObjects(Repository repository) throws IOException {
        return looseIds(repository).size();
    }

    private static List<ObjectId> looseIds(Repository repository) throws IOException {
        var ids = new ArrayList<ObjectId>();
        var objects = ((ObjectDirectory) repository.getObjectDatabase())
                .getDirectory()
                .toPath();
        try (var folders = Files.newDirectoryStream(objects, "[0-9a-f][0-9a-f]")) {
            for (var folder : folders) {
                try (var files = Files.newDirectoryStream(folder)) {
                    for (var file : files) {
                        String name = folder.getFileName().toString() + file.getFileName();
                        if (ObjectId.isId(name)) ids.add(ObjectId.fromString(name));
                    }
                }
            }
        }
        return ids;
    }

    /// Ends after the folder that is being worked on.
    @Override
    public void close() {
        follower.close();
        if (rounds != null) rounds.cancel(false);
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(10, TimeUnit.SECONDS)) LOG.warn("maintenance is still at work");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
