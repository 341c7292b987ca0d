package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.StopWalkException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Histories counted and numbered from the newest, for clients that ask for page 7 of 12. A history of a commit never
/// changes, so it is walked once and its ids are kept for a while. Shared between threads.
public final class Listing {
    private static final int ID_BYTES = Constants.OBJECT_ID_LENGTH;
    private static final long KEPT_BYTES_MAX = 32L << 20;
    /// Of a longer history the newest are listed.
    private static final int COMMITS_MAX = 500_000;

    /// Which commits of a history.
    ///
    /// @param path only those that change something there
    /// @param not what another commit reaches too is left out
    public record Which(
            ObjectId tip,
            Optional<CodePath> path,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<ObjectId> not) {}

    /// Some commits of a history, how many come before them, and how many there are.
    public record Part(List<ObjectId> commits, int from, int total) {
        public Part {
            commits = List.copyOf(commits);
        }

        /// Whether more follow.
        public boolean more() {
            return from + commits.size() < total;
        }
    }

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Which, byte[]> histories = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher((Which _, byte[] ids) -> 100 + ids.length)
            .build();

    Listing(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The commits from a place in the list on; none while the history is still being walked after so long.
    public Optional<Part> part(Repo repo, Which which, long from, int max, Duration patience) {
        return ids(repo, which, patience).map(ids -> part(ids, from, max));
    }

    /// The commits behind one of them, or the first ones; no commits when that one is not in the list.
    public Optional<Part> behind(Repo repo, Which which, Optional<ObjectId> after, int max, Duration patience) {
        return ids(repo, which, patience)
                .map(ids -> part(ids, after.map(id -> place(ids, id) + 1L).orElse(0L), max));
    }

    private Optional<byte[]> ids(Repo repo, Which which, Duration patience) {
        var known = Optional.ofNullable(histories.getIfPresent(which));
        if (known.isPresent()) return known;
        if (!walkers.await(
                which,
                () -> {
                    var _ = histories.get(which, it -> walk(repo, it));
                },
                patience)) return Optional.empty();
        return Optional.ofNullable(histories.getIfPresent(which));
    }

    /// The last place when it is not there, so that nothing comes behind it.
    private static int place(byte[] ids, ObjectId id) {
        int total = ids.length / ID_BYTES;
        for (int i = 0; i < total; i++) if (id.compareTo(ids, i * ID_BYTES) == 0) return i;
        return total;
    }

    private static Part part(byte[] ids, long from, int max) {
        int total = ids.length / ID_BYTES;
        int first = (int) Math.min(from, total);
        int end = (int) Math.min((long) first + max, total);
        return new Part(
                IntStream.range(first, end)
                        .mapToObj(i -> ObjectId.fromRaw(ids, i * ID_BYTES))
                        .toList(),
                first,
                total);
    }

    private byte[] walk(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid())) {
            return walk(repository, which);
        }
    }

    private static byte[] walk(Repository repository, Which which) {
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(which.tip()));
            if (which.not().isPresent())
                walk.markUninteresting(walk.parseCommit(which.not().get()));
            which.path().filter(path -> !path.isRoot()).ifPresent(path -> {
                walk.setRewriteParents(false);
                walk.setTreeFilter(
                        AndTreeFilter.create(PathFilterGroup.createFromStrings(path.value()), TreeFilter.ANY_DIFF));
            });
            if (which.since().isPresent() || which.until().isPresent()) walk.setRevFilter(between(which));
            walk.setRetainBody(false);
            byte[] ids = new byte[ID_BYTES * 64];
            int count = 0;
            for (var commit = walk.next(); commit != null && count < COMMITS_MAX; commit = walk.next()) {
                if (ids.length == count * ID_BYTES) ids = Arrays.copyOf(ids, ids.length * 2);
                commit.copyRawTo(ids, count++ * ID_BYTES);
            }
            return Arrays.copyOf(ids, count * ID_BYTES);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + which.tip().name(), e);
        }
    }

    private static RevFilter between(Which which) {
        long since = which.since().map(Instant::getEpochSecond).orElse(Long.MIN_VALUE);
        long until = which.until().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
        return new RevFilter() {
            @Override
            public boolean include(RevWalk walker, RevCommit commit) throws StopWalkException {
                // As git does: clocks differ, so one old commit does not end the walk.
                return commit.getCommitTime() >= since && commit.getCommitTime() <= until;
            }

            @Override
            public RevFilter clone() {
                return this;
            }

            @Override
            public boolean requiresCommitBody() {
                return false;
            }
        };
    }
}
