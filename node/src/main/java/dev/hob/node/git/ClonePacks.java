package dev.hob.node.git;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// A [ClonePack] for each view, or some of its tips, that is asked for, made by the first who asks and kept for a
/// while. Shared between threads.
public final class ClonePacks {
    /// What is not in a base pack is kept in memory, up to this; beyond it there is no clone pack until maintenance
    /// has written a new base.
    static final int INCREMENT_BYTES_MAX = 8 << 20;

    private static final long MEMORY_MAX = 32L << 20;
    private static final Duration KEPT = Duration.ofMinutes(10);

    /// Tips that are kept to know the question again.
    private static final int TIPS_MAX = 10_000;

    private final BasePacks bases;
    private final Cache<Key, Optional<ClonePack>> ready = Caffeine.newBuilder()
            .maximumWeight(MEMORY_MAX)
            .weigher((Key _, Optional<ClonePack> pack) ->
                    pack.map(ClonePack::weight).orElse(64))
            .expireAfterAccess(KEPT)
            .build();

    public ClonePacks(BasePacks bases) {
        this.bases = bases;
    }

    /// What is asked for, and the base that was there then.
    private sealed interface Key {
        record Whole(RepositoryId repository, long generation, String base) implements Key {}

        record Tips(RepoId rid, Set<ObjectId> tips, String base) implements Key {}
    }

    /// All that a view reaches as one pack; none when it is empty, or too much of it is not in the base pack.
    Optional<ClonePack> of(Repo repo, RefView view, Repository shared) {
        if (view.isEmpty()) return Optional.empty();
        var base = bases.of(repo.rid(), shared);
        var key = new Key.Whole(repo.id(), view.generation(), name(base));
        return ready.get(key, _ -> prepare(repo.rid(), new HashSet<>(view.refs().values()), shared, base));
    }

    /// All that some tips reach as one pack; none when there are too many of them, or too much of it is not in the base
    /// pack.
    Optional<ClonePack> of(RepoId rid, Set<ObjectId> tips, Repository shared) {
        if (tips.isEmpty() || tips.size() > TIPS_MAX) return Optional.empty();
        var base = bases.of(rid, shared);
        return ready.get(new Key.Tips(rid, Set.copyOf(tips), name(base)), _ -> prepare(rid, tips, shared, base));
    }

    private static String name(Optional<BasePack> base) {
        return base.map(BasePack::name).orElse("");
    }

    private static Optional<ClonePack> prepare(
            RepoId rid, Set<ObjectId> tips, Repository shared, Optional<BasePack> noted) {
        try {
            if (noted.isPresent()) {
                var news = News.since(shared, noted.get().index(), tips);
                var moved = new HashSet<>(noted.get().tips());
                moved.removeAll(tips);
                moved.removeAll(news.roots());
                if (isReached(shared, moved, tips))
                    return increment(shared, noted, news.tips(), news.roots())
                            .map(increment -> new ClonePack(tips, noted, increment));
            }
            if (bytes(shared) > 2L * INCREMENT_BYTES_MAX) return Optional.empty();
            return increment(shared, Optional.empty(), tips, Set.of())
                    .map(increment -> new ClonePack(tips, Optional.empty(), increment));
        } catch (IOException e) {
            throw new StorageException("cannot pack what was pushed to " + rid, e);
        }
    }

    /// What is not in a pack that holds all that its own commits lead to.
    ///
    /// @param tips the tips that are not in it
    /// @param roots the commits in it that the new ones stand on
    private record News(Set<ObjectId> tips, Set<ObjectId> roots) {
        static News since(Repository repository, ObjectIdSet pack, Set<ObjectId> tips) throws IOException {
            var fresh = new HashSet<ObjectId>();
            for (var tip : tips) if (!pack.contains(tip)) fresh.add(tip);
            var roots = new HashSet<ObjectId>();
            var seen = new HashSet<ObjectId>();
            try (var walk = new RevWalk(repository)) {
                walk.setRetainBody(false);
                var left = new ArrayDeque<RevCommit>();
                for (var tip : fresh) if (walk.peel(walk.parseAny(tip)) instanceof RevCommit commit) left.add(commit);
                while (!left.isEmpty()) {
                    var commit = left.remove();
                    if (!seen.add(commit)) continue;
                    if (pack.contains(commit)) {
                        roots.add(commit.copy());
                        continue;
                    }
                    for (var parent : commit.getParents()) left.add(walk.parseCommit(parent));
                }
            }
            return new News(fresh, roots);
        }
    }

    /// Whether some tips reach all of some ids. An id that is no tip must be a commit that one leads to.
    static boolean isReached(Repository repository, Set<ObjectId> ids, Set<ObjectId> tips) throws IOException {
        var moved = new HashSet<ObjectId>();
        for (var id : ids) if (!tips.contains(id)) moved.add(id);
        if (moved.isEmpty()) return true;
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            var sought = new HashSet<RevCommit>();
            for (var id : moved) {
                if (!(walk.parseAny(id) instanceof RevCommit commit)) return false;
                sought.add(commit);
            }
            var starts = new HashSet<RevCommit>();
            for (var id : tips) if (walk.peel(walk.parseAny(id)) instanceof RevCommit commit) starts.add(commit);
            var checker = walk.getObjectReader().createReachabilityChecker(walk);
            return checker.areAllReachable(sought, starts.stream()).isEmpty();
        }
    }

    /// Whether all that a view names leads to commits, so that a filter may leave whole kinds of objects away.
    static boolean leadsToCommits(Repository repository, RefView view) throws IOException {
        try (var walk = new RevWalk(repository)) {
            for (var tag : view.below(Constants.R_TAGS).entrySet()) {
                var target = view.peeled().getOrDefault(tag.getKey(), tag.getValue());
                if (walk.parseAny(target).getType() != Constants.OBJ_COMMIT) return false;
            }
            return true;
        }
    }

    private static long bytes(Repository repository) throws IOException {
        return StoredPack.of(repository).stream().mapToLong(StoredPack::bytes).sum();
    }

    private static Optional<ClonePack.Increment> increment(
            Repository repository, Optional<BasePack> base, Set<ObjectId> tips, Set<ObjectId> roots)
            throws IOException {
        try (var reader = repository.newObjectReader();
                var writer = new PackWriter(new PackConfig(repository), reader)) {
            writer.setDeltaBaseAsOffset(true);
            writer.setUseBitmaps(false);
            writer.setUseCachedPacks(false);
            writer.setReuseDeltaCommits(true);
            writer.setIndexDisabled(true);
            writer.setThin(base.isPresent());
            base.ifPresent(b -> writer.excludeObjects(b.index()));
            writer.preparePack(NullProgressMonitor.INSTANCE, tips, roots);
            var objects = new HashSet<ObjectId>();
            for (var object : writer.getObjectSet()) objects.add(object.copy());
            var pack = new Bounded(new ByteArrayOutputStream());
            writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, pack);
            return Optional.of(new ClonePack.Increment(pack.bytes(), PackLayout.of(writer.getStatistics()), objects));
        } catch (TooMuch e) {
            return Optional.empty();
        }
    }

    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream kept;

        Bounded(ByteArrayOutputStream kept) {
            this.kept = kept;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (kept.size() + length > INCREMENT_BYTES_MAX) throw new TooMuch();
            kept.write(bytes, offset, length);
        }

        byte[] bytes() {
            return kept.toByteArray();
        }
    }
}
