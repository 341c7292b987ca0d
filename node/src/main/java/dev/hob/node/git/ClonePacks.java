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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/// A [ClonePack] for each view that is asked for, made by the first who asks and kept for a while. Shared between
/// threads.
final class ClonePacks {
    /// What is not in a base pack is kept in memory, up to this; beyond it there is no clone pack until maintenance
    /// has written a new base.
    static final int INCREMENT_BYTES_MAX = 8 << 20;

    private static final long MEMORY_MAX = 32L << 20;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final BasePacks bases;
    private final Cache<Key, Optional<ClonePack>> ready = Caffeine.newBuilder()
            .maximumWeight(MEMORY_MAX)
            .weigher((Key _, Optional<ClonePack> pack) ->
                    pack.map(ClonePack::weight).orElse(64))
            .expireAfterAccess(KEPT)
            .build();

    ClonePacks(BasePacks bases) {
        this.bases = bases;
    }

    private record Key(RepositoryId repository, long generation, String base) {}

    /// All that a view reaches as one pack; none when it is empty, or too much of it is not in the base pack.
    Optional<ClonePack> of(Repo repo, RefView view, Repository shared) {
        if (view.isEmpty()) return Optional.empty();
        var base = bases.of(repo.rid(), shared);
        var key = new Key(repo.id(), view.generation(), base.map(BasePack::name).orElse(""));
        return ready.get(key, _ -> prepare(repo.rid(), view, shared, base));
    }

    private static Optional<ClonePack> prepare(RepoId rid, RefView view, Repository shared, Optional<BasePack> noted) {
        try {
            var tips = new HashSet<>(view.refs().values());
            var base = noted.isPresent() && isReached(shared, noted.get().tips(), view)
                    ? noted
                    : Optional.<BasePack>empty();
            if (bytesBeside(shared, base) > 2L * INCREMENT_BYTES_MAX) return Optional.empty();
            return increment(shared, base, tips).map(increment -> {
                boolean onlyCommits = leadToCommits(shared, view);
                return new ClonePack(tips, onlyCommits, base, increment);
            });
        } catch (IOException e) {
            throw new StorageException("cannot pack what was pushed to " + rid, e);
        }
    }

    /// Whether the refs of a view still reach all of some ids. An id that no ref names must be a commit that one
    /// leads to.
    static boolean isReached(Repository repository, Set<ObjectId> ids, RefView view) throws IOException {
        var named = new HashSet<>(view.refs().values());
        var moved = new HashSet<ObjectId>();
        for (var id : ids) if (!named.contains(id)) moved.add(id);
        if (moved.isEmpty()) return true;
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            var sought = new HashSet<RevCommit>();
            for (var id : moved) {
                if (!(walk.parseAny(id) instanceof RevCommit commit)) return false;
                sought.add(commit);
            }
            var starts = new HashSet<RevCommit>();
            for (var id : named) if (walk.peel(walk.parseAny(id)) instanceof RevCommit commit) starts.add(commit);
            var checker = walk.getObjectReader().createReachabilityChecker(walk);
            return checker.areAllReachable(sought, starts.stream()).isEmpty();
        }
    }

    private static boolean leadToCommits(Repository repository, RefView view) {
        try (var walk = new RevWalk(repository)) {
            for (var ref : view.refs().entrySet()) {
                if (ref.getKey().startsWith(Constants.R_HEADS)) continue;
                var target = view.peeled().getOrDefault(ref.getKey(), ref.getValue());
                if (walk.parseAny(target).getType() != Constants.OBJ_COMMIT) return false;
            }
            return true;
        } catch (IOException e) {
            throw new StorageException("cannot read tags", e);
        }
    }

    private static long bytesBeside(Repository repository, Optional<BasePack> base) throws IOException {
        long bytes = 0;
        for (var pack : StoredPack.of(repository))
            if (base.isEmpty() || !base.get().name().equals(pack.name())) bytes += pack.bytes();
        return bytes;
    }

    private static Optional<ClonePack.Increment> increment(
            Repository repository, Optional<BasePack> base, Set<ObjectId> tips) throws IOException {
        try (var reader = repository.newObjectReader();
                var writer = new PackWriter(new PackConfig(repository), reader)) {
            writer.setDeltaBaseAsOffset(true);
            writer.setUseBitmaps(false);
            writer.setUseCachedPacks(false);
            writer.setReuseDeltaCommits(true);
            writer.setIndexDisabled(true);
            writer.setThin(base.isPresent());
            base.ifPresent(b -> writer.excludeObjects(b.index()));
            writer.preparePack(
                    NullProgressMonitor.INSTANCE, tips, base.map(BasePack::tips).orElse(Set.of()));
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
