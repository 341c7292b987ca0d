package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
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
import org.eclipse.jgit.revwalk.TreeRevFilter;
import org.eclipse.jgit.revwalk.filter.AndRevFilter;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Histories counted and numbered from the newest, for clients that ask for page 7 of 12. A history of a commit never
/// changes, so it is walked once and its ids are kept for a while. Shared between threads.
public final class Listing {
    private static final int ID_BYTES = Constants.OBJECT_ID_LENGTH;
    private static final long KEPT_BYTES_MAX = 32L << 20;
    private static final int KEPT_BYTES_MIN = 300;
    /// Of a longer history the newest are listed.
    private static final int COMMITS_MAX = 500_000;

    /// After so long a walk ends, and what it found is listed.
    private static final Duration WALK_TIME_MAX = Duration.ofMinutes(2);

    /// Which commits of a history.
    ///
    /// @param path only those that change something there
    /// @param query only those that it asks for
    /// @param not what another commit reaches too is left out
    public record Which(ObjectId tip, Optional<CodePath> path, CommitQuery query, Optional<ObjectId> not) {}

    /// Some commits of a history, how many come before them, and how many there are.
    ///
    /// @param whole whether the history was walked to its end; else there are more
    public record Part(List<ObjectId> commits, int from, int total, boolean whole) {
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
    private final Cache<Which, Walked> histories = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher((Which _, Walked walked) -> KEPT_BYTES_MIN + walked.ids().length)
            .build();

    /// One id after the other.
    @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
    private record Walked(byte[] ids, boolean whole) {}

    Listing(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The commits from a place in the list on; none while the history is still being walked after so long.
    public Optional<Part> part(Repo repo, Which which, long from, int max, Duration patience) {
        return walked(repo, which, patience).map(walked -> part(walked, from, max));
    }

    /// The commits behind one of them, or the first ones; no commits when that one is not in the list.
    public Optional<Part> behind(Repo repo, Which which, Optional<ObjectId> after, int max, Duration patience) {
        return walked(repo, which, patience)
                .map(walked -> part(
                        walked, after.map(id -> place(walked.ids(), id) + 1L).orElse(0L), max));
    }

    private Optional<Walked> walked(Repo repo, Which which, Duration patience) {
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

    private static Part part(Walked walked, long from, int max) {
        byte[] ids = walked.ids();
        int total = ids.length / ID_BYTES;
        int first = (int) Math.min(from, total);
        int end = (int) Math.min((long) first + max, total);
        return new Part(
                IntStream.range(first, end)
                        .mapToObj(i -> ObjectId.fromRaw(ids, i * ID_BYTES))
                        .toList(),
                first,
                total,
                walked.whole());
    }

    private Walked walk(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid())) {
            return walk(repository, which);
        }
    }

    private static Walked walk(Repository repository, Which which) {
        long end = System.nanoTime() + WALK_TIME_MAX.toNanos();
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(which.tip()));
            if (which.not().isPresent())
                walk.markUninteresting(walk.parseCommit(which.not().get()));
            var path = which.path().filter(it -> !it.isRoot());
            var fitting = new Fitting(which.query());
            walk.setRevFilter(AndRevFilter.create(
                    new Until(end), path.map(it -> within(walk, it, fitting)).orElse(fitting)));
            // Else the bodies of all those commits would be kept that the path leaves out.
            walk.setRetainBody(which.query().readsBodies() && path.isEmpty());
            byte[] ids = new byte[ID_BYTES * 64];
            int count = 0;
            var commit = walk.next();
            for (; commit != null && count < COMMITS_MAX; commit = walk.next()) {
                if (ids.length == count * ID_BYTES) ids = Arrays.copyOf(ids, ids.length * 2);
                commit.copyRawTo(ids, count++ * ID_BYTES);
            }
            return new Walked(Arrays.copyOf(ids, count * ID_BYTES), commit == null && System.nanoTime() - end < 0);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Walked(new byte[0], true);
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + which.tip().name(), e);
        }
    }

    private static RevFilter within(RevWalk walk, CodePath path, RevFilter and) {
        var changed = AndTreeFilter.create(PathFilterGroup.createFromStrings(path.value()), TreeFilter.ANY_DIFF);
        return AndRevFilter.create(new TreeRevFilter(walk, changed), and);
    }

    /// Lets through what a query asks for.
    private static final class Fitting extends Plain {
        private final CommitQuery query;

        Fitting(CommitQuery query) {
            this.query = query;
        }

        @Override
        public boolean include(RevWalk walk, RevCommit commit) throws IOException {
            if (query.readsBodies()) walk.parseBody(commit);
            boolean fits = query.fits(commit);
            commit.disposeBody();
            return fits;
        }
    }

    /// Lets everything through, until time is over.
    private static final class Until extends Plain {
        private final long end;

        Until(long end) {
            this.end = end;
        }

        @Override
        public boolean include(RevWalk walk, RevCommit commit) {
            if (System.nanoTime() - end >= 0) throw StopWalkException.INSTANCE;
            return true;
        }
    }

    /// A filter that another walk may share, and that reads what it needs itself.
    private abstract static class Plain extends RevFilter {
        @Override
        public RevFilter clone() {
            return this;
        }

        @Override
        public boolean requiresCommitBody() {
            return false;
        }
    }
}
