package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.code.Counted.Counting;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Who wrote how much of a history, and in which weeks. Counted once for each commit that is asked for, from what is
/// known of an earlier one on, so that a push costs what it brought. Shared between threads.
public final class Contributions {
    private static final int CELLS_KEPT_MAX = 3_000_000;
    private static final int REPOSITORIES_MAX = 10_000;
    /// Of a longer history the newest are counted.
    private static final int COMMITS_MAX = 1_000_000;
    /// After so long a walk ends, and what it found is told.
    private static final Duration WALK_TIME_MAX = Duration.ofMinutes(2);

    /// Folders have their own, so that nobody learns what another one holds.
    private record Key(String folder, ObjectId tip) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Key, Counted> known = Caffeine.newBuilder()
            .maximumWeight(CELLS_KEPT_MAX)
            .weigher((Key _, Counted counted) -> counted.weight())
            .build();

    /// From which commit on a repository is counted the next time.
    private final Cache<String, ObjectId> latest =
            Caffeine.newBuilder().maximumSize(REPOSITORIES_MAX).build();

    /// What was counted before.
    private record Base(Optional<ObjectId> tip, Counted counted) {
        static final Base NOTHING = new Base(Optional.empty(), Counted.nothing());
    }

    Contributions(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// Who wrote a history; empty while it is still being counted after so long.
    ///
    /// @param since from which week on, or from the beginning
    public Optional<Contributors> soon(
            Repo repo, Repository repository, ObjectId tip, Optional<Week> since, Duration patience) {
        return counted(repo, tip, patience).map(it -> Contributors.of(it, Mailmap.of(repository, tip), since));
    }

    private Optional<Counted> counted(Repo repo, ObjectId tip, Duration patience) {
        var key = new Key(repo.rid().value(), tip.copy());
        var kept = Optional.ofNullable(known.getIfPresent(key));
        if (kept.isPresent()) return kept;
        walkers.await(
                key,
                () -> {
                    known.put(key, count(repo, key));
                    latest.put(repo.id().value(), key.tip());
                },
                patience);
        return Optional.ofNullable(known.getIfPresent(key));
    }

    /// How many commits each week has, as far as that costs nothing: nothing is told of a history that nobody had
    /// counted, and of one that went on since, it is told the next time.
    public Optional<SortedMap<Week, Integer>> glance(Repo repo, ObjectId tip) {
        if (latest.getIfPresent(repo.id().value()) == null) return Optional.empty();
        return counted(repo, tip, Duration.ZERO).map(it -> {
            var weeks = new TreeMap<Week, Integer>();
            it.forEach((_, week, commits) -> weeks.merge(week, commits, Integer::sum));
            return Collections.unmodifiableSortedMap(weeks);
        });
    }

    private Counted count(Repo repo, Key key) {
        try (var repository = storage.open(repo.rid());
                var walk = new RevWalk(repository)) {
            var base = base(repo, walk, key);
            walk.reset();
            walk.markStart(walk.parseCommit(key.tip()));
            if (base.tip().isPresent())
                walk.markUninteresting(walk.parseCommit(base.tip().get()));
            long end = System.nanoTime() + WALK_TIME_MAX.toNanos();
            var counting = new Counting(base.counted());
            boolean whole = false;
            var news = base.tip().isPresent()
                    ? Optional.of(new ArrayDeque<>(Beyond.of(walk, COMMITS_MAX)))
                    : Optional.<ArrayDeque<RevCommit>>empty();
            while (counting.count() < COMMITS_MAX && System.nanoTime() - end < 0) {
                var commit = news.isPresent() ? news.get().poll() : walk.next();
                whole = commit == null;
                if (commit == null) break;
                walk.parseBody(commit);
                if (commit.getParentCount() < 2) counting.add(commit);
                commit.disposeBody();
            }
            return counting.done(whole);
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Counted.nothing();
        } catch (IOException e) {
            throw new CodeException("cannot count the commits of " + key.tip().name(), e);
        }
    }

    /// What was counted last in the same repository, if the history went on from there.
    private Base base(Repo repo, RevWalk walk, Key key) throws IOException {
        var tip = latest.getIfPresent(repo.id().value());
        if (tip == null) return Base.NOTHING;
        var counted = known.getIfPresent(new Key(key.folder(), tip));
        if (counted == null || !counted.isWhole()) return Base.NOTHING;
        try {
            boolean goesOn = walk.isMergedInto(walk.parseCommit(tip), walk.parseCommit(key.tip()));
            return goesOn ? new Base(Optional.of(tip), counted) : Base.NOTHING;
        } catch (MissingObjectException e) {
            return Base.NOTHING; // Rewritten and cleaned up since.
        }
    }
}
