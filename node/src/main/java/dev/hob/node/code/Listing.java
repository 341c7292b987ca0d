package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

    /// Looking for the names that a folder had takes so long at most; else it is listed under the one it has.
    private static final Duration NAMES_TIME_MAX = Duration.ofSeconds(20);

    private static final int NAMES_MAX = 20;

    /// Which commits of a history.
    ///
    /// @param path only those that change something there
    /// @param follows whether a folder there is followed under the names that it had before
    /// @param query only those that it asks for
    /// @param not what another commit reaches too is left out
    public record Which(
            ObjectId tip, Optional<CodePath> path, boolean follows, CommitQuery query, Optional<ObjectId> not) {
        public Which {
            if (follows && not.isPresent()) throw new IllegalArgumentException("a folder is followed to its beginning");
        }

        /// Under one name.
        public Which(ObjectId tip, Optional<CodePath> path, CommitQuery query, Optional<ObjectId> not) {
            this(tip, path, false, query, not);
        }
    }

    /// A name of a path in a history.
    ///
    /// @param to the place in the list of the first commit that comes under the name before
    /// @param commit gave it this name
    /// @param before what it was called until then
    public record Name(String path, int to, ObjectId commit, String before) {}

    /// Some commits of a history, how many come before them, and how many there are.
    ///
    /// @param whole whether the history was walked to its end; else there are more
    /// @param names that it had but for its first, the newest first
    public record Part(List<ObjectId> commits, int from, int total, boolean whole, List<Name> names) {
        public Part {
            commits = List.copyOf(commits);
            names = List.copyOf(names);
        }

        /// What the path was called in one of these commits.
        public String path(int at, String now) {
            return names.stream()
                    .filter(it -> from + at < it.to())
                    .findFirst()
                    .map(Name::path)
                    .orElseGet(() -> names.isEmpty() ? now : names.getLast().before());
        }

        /// What it was called before one of these commits, if that gave it its name.
        public Optional<String> formerly(int at) {
            return names.stream()
                    .filter(it -> it.commit().equals(commits.get(at)))
                    .findFirst()
                    .map(Name::before);
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
    private record Walked(byte[] ids, boolean whole, List<Name> names) {}

    /// Ids that become more. Owned by one thread.
    private static final class Ids {
        private byte[] bytes = new byte[ID_BYTES * 64];
        private int count;

        void add(ObjectId id) {
            if (bytes.length == count * ID_BYTES) bytes = Arrays.copyOf(bytes, bytes.length * 2);
            id.copyRawTo(bytes, count++ * ID_BYTES);
        }

        Walked walked(boolean whole, List<Name> names) {
            return new Walked(Arrays.copyOf(bytes, count * ID_BYTES), whole, names);
        }
    }

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
                walked.whole(),
                walked.names());
    }

    private Walked walk(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid())) {
            return walk(repository, which);
        }
    }

    private static Walked walk(Repository repository, Which which) {
        long end = System.nanoTime() + WALK_TIME_MAX.toNanos();
        var ids = new Ids();
        try {
            if (which.follows()
                    && which.path().isPresent()
                    && !which.path().get().isRoot()) return followed(repository, which, ids, end);
            boolean whole = add(repository, which, ids, end);
            return ids.walked(whole, List.of());
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Walked(new byte[0], true, List.of());
        } catch (IOException e) {
            throw new CodeException("cannot walk the commits of " + which.tip().name(), e);
        }
    }

    /// Lists the commits; true when the history was walked to its end.
    private static boolean add(Repository repository, Which which, Ids ids, long end) throws IOException {
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
            if (which.not().isPresent()) {
                Beyond.of(walk, COMMITS_MAX - ids.count).forEach(ids::add);
                return walk.next() == null && System.nanoTime() - end < 0;
            }
            var commit = walk.next();
            for (; commit != null && ids.count < COMMITS_MAX; commit = walk.next()) ids.add(commit);
            return commit == null && System.nanoTime() - end < 0;
        }
    }

    /// Goes on, behind each commit that gave the folder its name, under the name before.
    private static Walked followed(Repository repository, Which which, Ids ids, long end) throws IOException {
        long namesEnd = System.nanoTime() + NAMES_TIME_MAX.toNanos();
        var names = new ArrayList<Name>();
        var now = which;
        for (; ; ) {
            var former = names.size() < NAMES_MAX ? former(repository, now, namesEnd) : Optional.<FormerFolder>empty();
            boolean whole = add(repository, until(now, former.map(FormerFolder::commit)), ids, end);
            if (former.isEmpty() || !whole) return ids.walked(whole, names);
            if (fits(repository, former.get().commit(), which.query()))
                ids.add(former.get().commit());
            String path = now.path().orElseThrow().value();
            names.add(new Name(
                    path, ids.count, former.get().commit(), former.get().path()));
            now = new Which(
                    former.get().before(), Optional.of(new CodePath(former.get().path())), which.query(), which.not());
        }
    }

    private static Which until(Which which, Optional<ObjectId> not) {
        return not.isEmpty() ? which : new Which(which.tip(), which.path(), which.query(), not);
    }

    private static Optional<FormerFolder> former(Repository repository, Which which, long end) throws IOException {
        var path = which.path().orElseThrow();
        try (var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            var filter = AndRevFilter.create(new Until(end), within(walk, path, RevFilter.ALL));
            return FormerFolder.of(repository, walk, filter, which.tip(), path.value());
        }
    }

    private static boolean fits(Repository repository, ObjectId id, CommitQuery query) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return query.fits(walk.parseCommit(id));
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
