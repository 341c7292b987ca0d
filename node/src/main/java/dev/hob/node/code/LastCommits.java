package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.code.DatedFolder.Entry;
import dev.hob.node.code.DatedFolder.Inside;
import dev.hob.node.log.RepoId;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.util.RawParseUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which commit last touched each path: what `git log -1 -- path` says, for every path of a tip at once, kept on disk
/// as a cache that may be deleted at any time.
///
/// The index of a commit follows from those of its parents: an entry that a parent already has is that parent's, any
/// other is the commit's own. Unchanged folders are shared, so a commit costs what it changed, and a push only its
/// new commits. Pages ask [#ready] and never wait for a walk; the push's afterwork calls [#learn]. Shared between
/// threads.
public final class LastCommits {
    /// The layout of the folder; another one is another folder.
    private static final String VERSION = "1";

    private static final int TIPS_MAX = 64;
    private static final int OPEN_MAX = 500;
    private static final long CACHED_ENTRIES_MAX = 100_000;
    private static final long FILE_BYTES_MIN = 4L << 20;
    private static final long FILE_BYTES_MAX = 128L << 20;
    private static final long FOLDER_BYTES_MAX = 1L << 30;
    private static final int GROWTH = 4;
    private static final Logger LOG = LoggerFactory.getLogger(LastCommits.class);

    private final Path folder;
    private final int tipsMax;
    private final Map<RepoId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<RepoId, Long> compact = new ConcurrentHashMap<>();
    private final Cache<RepoId, DatedFile> files =
            Caffeine.newBuilder().maximumSize(OPEN_MAX).build();
    private final Cache<Written, DatedFolder> read = Caffeine.newBuilder()
            .maximumWeight(CACHED_ENTRIES_MAX)
            .weigher((Written _, DatedFolder dated) -> 1 + dated.entries().size())
            .build();

    private record Written(Path file, long place) {}

    /// What is known of a tip.
    ///
    /// @param last the last commit of each name in a folder
    /// @param commits how many commits the tip reaches
    public record Known(Map<String, ObjectId> last, int commits) {
        public Known {
            last = Map.copyOf(last);
        }
    }

    /// @param cache the node's folder for what can be made again
    public LastCommits(Path cache) {
        this(cache, TIPS_MAX);
    }

    LastCommits(Path cache, int tipsMax) {
        this.folder = cache.resolve("last-commits").resolve(VERSION);
        this.tipsMax = tipsMax;
    }

    /// Whether anything was ever written down; not so after somebody deleted the cache.
    boolean begun() {
        return Files.isDirectory(folder);
    }

    /// The last commit of each name in a folder; empty when this tip was not learnt yet, or there is no such folder.
    public Optional<Known> ready(RepoId rid, ObjectId tip, CodePath path) {
        var file = file(rid);
        var known = file.tips().get(tip);
        if (known == null) return Optional.empty();
        try {
            var at = dated(file, known.root());
            if (!path.isRoot()) {
                for (String name : path.value().split("/", -1)) {
                    var inner = at.inner(name.getBytes(UTF_8)).map(Entry::inside);
                    if (!(inner.orElse(DatedFolder.NOTHING) instanceof Inside.At(long place))) return Optional.empty();
                    at = dated(file, place);
                }
            }
            var last = HashMap.<String, ObjectId>newHashMap(at.entries().size());
            for (var entry : at.entries()) last.put(RawParseUtils.decode(UTF_8, entry.name()), entry.last());
            return Optional.of(new Known(last, known.commits()));
        } catch (NoSuchFileException e) {
            LOG.debug("{} was written anew or deleted", file.file(), e);
            files.invalidate(rid);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("cannot use {}, it is made again", file.file(), e);
            forget(rid);
            return Optional.empty();
        }
    }

    /// Whether a tip was learnt.
    boolean knows(RepoId rid, ObjectId tip) {
        return file(rid).tips().containsKey(tip);
    }

    private DatedFile file(RepoId rid) {
        return files.get(rid, this::open);
    }

    private DatedFile open(RepoId rid) {
        var place = folder.resolve(rid.folder());
        try {
            return DatedFile.open(place);
        } catch (IOException e) {
            LOG.warn("cannot use what is in {}, it is made again", place, e);
            remove(place);
            return DatedFile.fresh(place, 0);
        }
    }

    private DatedFolder dated(DatedFile file, long place) throws IOException {
        var key = new Written(file.file(), place);
        var known = read.getIfPresent(key);
        if (known != null) return known;
        var dated = file.folder(place);
        read.put(key, dated);
        return dated;
    }

    /// Forgets a repository.
    public void forget(RepoId rid) {
        var lock = lock(rid);
        lock.lock();
        try {
            files.invalidate(rid);
            compact.remove(rid);
            remove(folder.resolve(rid.folder()));
            read.asMap().keySet().removeIf(it -> it.file().startsWith(folder.resolve(rid.folder())));
        } finally {
            lock.unlock();
        }
    }

    private static void remove(Path folder) {
        try {
            if (Files.exists(folder)) Storage.remove(folder);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", folder, e);
        }
    }

    private ReentrantLock lock(RepoId rid) {
        return locks.computeIfAbsent(rid, _ -> new ReentrantLock());
    }

    /// Learns a tip, going on from whatever tips of its history are known.
    public void learn(RepoId rid, Repository repository, ObjectId tip) {
        var lock = lock(rid);
        lock.lock();
        try {
            var file = file(rid);
            if (!file.isThere()) {
                files.invalidate(rid); // Somebody deleted the cache.
                file = file(rid);
            }
            if (file.tips().containsKey(tip)) return;
            files.put(rid, bounded(rid, new Lesson(file, repository).of(tip)));
        } catch (IOException e) {
            forget(rid);
            throw new CodeException("cannot index the history of " + tip.name(), e);
        } finally {
            lock.unlock();
        }
    }

    /// Writes a file anew once most of it is of no use, or it is too large.
    private DatedFile bounded(RepoId rid, DatedFile file) throws IOException {
        long limit = compact.getOrDefault(rid, FILE_BYTES_MIN);
        if (file.size() <= limit && file.tips().size() <= 2 * tipsMax) return file;
        var next = file.rewritten(tipsMax);
        for (int tips = tipsMax / 2; next.size() > FILE_BYTES_MAX && tips > 0; tips /= 2) next = next.rewritten(tips);
        compact.put(rid, Math.clamp(GROWTH * next.size(), FILE_BYTES_MIN, Math.max(FILE_BYTES_MAX, 2 * next.size())));
        return next;
    }

    /// Deletes what was written least lately, until the rest is not too much.
    void bound() {
        if (!begun()) return;
        try (var folders = Files.list(folder)) {
            var all = new ArrayList<Used>();
            for (var one : folders.toList()) all.add(Used.of(one));
            all.sort(Comparator.comparing(Used::at));
            long bytes = all.stream().mapToLong(Used::bytes).sum();
            for (var used : all) {
                if (bytes <= FOLDER_BYTES_MAX) return;
                bytes -= used.bytes();
                forget(new RepoId("rad:" + used.name()));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("cannot look through {}", folder, e);
        }
    }

    /// What a repository takes of the disk, and since when.
    private record Used(String name, long bytes, FileTime at) {
        static Used of(Path folder) throws IOException {
            long bytes = 0;
            var at = Files.getLastModifiedTime(folder);
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    bytes += Files.size(file);
                    var written = Files.getLastModifiedTime(file);
                    if (written.compareTo(at) > 0) at = written;
                }
            }
            return new Used(folder.getFileName().toString(), bytes, at);
        }
    }

    /// One walk from what a file holds to a tip.
    private final class Lesson {
        private final DatedFile file;
        private final Repository repository;
        /// Folders of commits whose children are still to come.
        private final Map<ObjectId, DatedFolder> known = new HashMap<>();
        private final Map<ObjectId, Integer> waiting = new HashMap<>();

        Lesson(DatedFile file, Repository repository) {
            this.file = file;
            this.repository = repository;
        }

        DatedFile of(ObjectId tip) throws IOException {
            try (var walk = new RevWalk(repository);
                    var reader = repository.newObjectReader()) {
                var missing = missing(walk, tip);
                for (var commit : missing) {
                    var parents = new DatedFolder[commit.getParentCount()];
                    for (int i = 0; i < parents.length; i++) {
                        var parent = known.get(commit.getParent(i));
                        if (parent == null) throw new AssertionError("a parent comes before its child");
                        parents[i] = parent;
                    }
                    known.put(commit.copy(), folder(reader, commit.getTree(), commit.copy(), parents));
                    for (var parent : commit.getParents()) {
                        // The last child has been made: nobody asks for this parent any more.
                        if (waiting.merge(parent, -1, Integer::sum) == 0) known.remove(parent);
                    }
                }
                var learnt = known.get(tip);
                if (learnt == null) throw new AssertionError("the tip is the last of its history");
                return file.with(tip, count(tip, missing), learnt);
            }
        }

        /// How many commits a tip reaches. Those that are known need no second look when all that is missing stands on
        /// one of them.
        private int count(ObjectId tip, LinkedHashSet<RevCommit> missing) throws IOException {
            var bases = new LinkedHashSet<ObjectId>();
            boolean rooted = false;
            for (var commit : missing) {
                if (commit.getParentCount() == 0) rooted = true;
                for (var parent : commit.getParents()) if (!missing.contains(parent)) bases.add(parent);
            }
            if (bases.isEmpty()) return missing.size();
            if (bases.size() == 1 && !rooted) {
                var base = file.tips().get(bases.iterator().next());
                if (base != null) return base.commits() + missing.size();
            }
            try (var walk = new RevWalk(repository)) {
                walk.setRetainBody(false);
                walk.markStart(walk.parseCommit(tip));
                int count = 0;
                while (walk.next() != null) count++;
                return count;
            }
        }

        /// The commits to index, parents first: a walk in depth that turns back at tips that are known.
        private LinkedHashSet<RevCommit> missing(RevWalk walk, ObjectId tip) throws IOException {
            walk.setRetainBody(false);
            var found = new LinkedHashSet<RevCommit>();
            var path = new ArrayDeque<RevCommit>();
            path.push(walk.parseCommit(tip));
            while (!path.isEmpty()) {
                var commit = path.peek();
                if (found.contains(commit)) {
                    path.pop(); // By another way.
                    continue;
                }
                int before = path.size();
                for (var parent : commit.getParents()) {
                    if (found.contains(parent) || known.containsKey(parent)) continue;
                    var written = file.tips().get(parent);
                    if (written != null) known.put(parent.copy(), dated(file, written.root()));
                    else path.push(walk.parseCommit(parent));
                }
                if (path.size() > before) continue;
                path.pop();
                found.add(commit);
                for (var parent : commit.getParents()) waiting.merge(parent, 1, Integer::sum);
            }
            return found;
        }

        private DatedFolder folder(ObjectReader reader, ObjectId tree, ObjectId commit, DatedFolder... parents)
                throws IOException {
            if (parents.length > 0 && parents[0].tree().equals(tree)) return parents[0];
            var entries = new ArrayList<Entry>(
                    parents.length > 0 ? parents[0].entries().size() + 1 : 16);
            var places = new int[parents.length];
            var parser = new CanonicalTreeParser();
            for (parser.reset(reader, tree); !parser.eof(); parser.next(1))
                entries.add(entry(reader, parser, commit, parents, places));
            return new DatedFolder(tree.copy(), entries);
        }

        /// @param places how far each parent's entries have been passed: all are in the same order
        private Entry entry(
                ObjectReader reader, CanonicalTreeParser parser, ObjectId commit, DatedFolder[] parents, int[] places)
                throws IOException {
            int mode = parser.getEntryRawMode();
            boolean isTree = FileMode.TREE.equals(mode);
            ObjectId last = commit;
            var inside = new ArrayList<DatedFolder>();
            boolean found = false;
            for (int i = 0; i < parents.length; i++) {
                var before = before(parser, parents[i], places, i);
                if (before.isEmpty()) continue;
                boolean same = before.get().holds(mode, parser.idBuffer(), parser.idOffset());
                // A name inside may be the same in an earlier parent although the folder is not: git follows that one.
                if (same && !found && (i == 0 || !isTree)) return before.get();
                if (same && !found) last = before.get().last();
                found |= same;
                if (isTree) inside(before.get()).ifPresent(inside::add);
            }
            byte[] name = Arrays.copyOf(parser.getEntryPathBuffer(), parser.getEntryPathLength());
            var id = parser.getEntryObjectId();
            if (!isTree) return new Entry(name, mode, id, last, DatedFolder.NOTHING);
            var folder = folder(reader, id, commit, inside.toArray(DatedFolder[]::new));
            return new Entry(name, mode, id, last, new Inside.Here(folder));
        }

        /// What a parent has under the name at which a tree is being read.
        private Optional<Entry> before(CanonicalTreeParser parser, DatedFolder parent, int[] places, int number) {
            var entries = parent.entries();
            while (places[number] < entries.size()) {
                var entry = entries.get(places[number]);
                int order = entry.compareTo(
                        parser.getEntryPathBuffer(), parser.getEntryPathLength(), parser.getEntryRawMode());
                if (order == 0) return Optional.of(entry);
                if (order > 0) return Optional.empty();
                places[number]++;
            }
            return Optional.empty();
        }

        private Optional<DatedFolder> inside(Entry entry) throws IOException {
            return switch (entry.inside()) {
                case Inside.Nothing _ -> Optional.empty();
                case Inside.Here(var folder) -> Optional.of(folder);
                case Inside.At(long place) -> Optional.of(dated(file, place));
            };
        }
    }
}
