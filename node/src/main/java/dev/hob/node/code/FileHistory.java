package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// The commits that changed a file, newest first, also under the names that it had before, as `git log --follow`
/// tells them, and one of its name that ended before it began; or only those that changed some of its lines, as
/// `git log -L` does. Each side of a merge is followed under the name that the file has there. Walked once and
/// kept for a while. Shared between threads.
public final class FileHistory {
    private static final int STEPS_KEPT_MAX = 200_000;
    /// After so long a walk ends, and what it found is told.
    private static final Duration WALK_TIME_MAX = Duration.ofMinutes(2);

    /// Some lines of a file.
    ///
    /// @param first counted from 1
    /// @param last with this one
    public record Lines(int first, int last) {
        public Lines {
            if (first < 1 || last < first) throw new IllegalArgumentException("no lines: " + first + "-" + last);
        }
    }

    /// A commit that changed the file.
    ///
    /// @param path what the file is called from then on
    /// @param formerly what it was called before, if that was another name
    /// @param lines where those that are asked for are in it
    public record Step(ObjectId commit, String path, Optional<String> formerly, Optional<Lines> lines) {}

    /// Some of them, and whether more follow.
    ///
    /// @param total how many there are in all
    /// @param whole whether the history was walked to its end; else time was over before
    public record Part(List<Step> steps, boolean more, int total, boolean whole) {
        public Part {
            steps = List.copyOf(steps);
        }
    }

    private record Walked(List<Step> steps, boolean whole) {}

    /// Which steps of a history.
    ///
    /// @param path of a file that the tip has
    /// @param query only the commits that it asks for
    public record Which(ObjectId tip, CodePath path, Optional<Lines> lines, CommitQuery query) {
        Which all() {
            return new Which(tip, path, lines, CommitQuery.ANY);
        }
    }

    /// Folders have their own, so that nobody learns what another one holds.
    private record Key(String folder, Which which) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Key, Walked> known = Caffeine.newBuilder()
            .maximumWeight(STEPS_KEPT_MAX)
            .weigher((Key _, Walked walked) -> 5 + walked.steps().size())
            .build();

    FileHistory(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The commits behind one of them, or the first ones; no commits when that one is not among them. Empty while it
    /// is still being walked after so long.
    public Optional<Part> behind(Repo repo, Which which, Optional<ObjectId> after, int max, Duration patience) {
        var key = new Key(repo.rid().value(), which);
        if (known.getIfPresent(key) == null) walkers.await(key, () -> known.put(key, walk(repo, which)), patience);
        return Optional.ofNullable(known.getIfPresent(key)).map(walked -> part(walked, after, max));
    }

    private static Part part(Walked walked, Optional<ObjectId> after, int max) {
        var steps = walked.steps();
        int from = after.map(id -> IntStream.range(0, steps.size())
                        .filter(it -> steps.get(it).commit().equals(id))
                        .map(it -> it + 1)
                        .findFirst()
                        .orElse(steps.size()))
                .orElse(0);
        int to = Math.min(steps.size(), from + max);
        return new Part(steps.subList(from, to), to < steps.size(), steps.size(), walked.whole());
    }

    private Walked walk(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid())) {
            if (which.query().isAny()) return walk(repository, which);
            var key = new Key(repo.rid().value(), which.all());
            var kept = known.getIfPresent(key);
            var all = kept == null ? walk(repository, which.all()) : kept;
            known.put(key, all);
            return fitting(repository, all, which.query());
        }
    }

    private static Walked walk(Repository repository, Which which) {
        try (var walk = new FileWalk(repository, which.tip(), which.path().value(), which.lines(), WALK_TIME_MAX)) {
            return new Walked(walk.steps(), walk.whole());
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Walked(List.of(), true);
        } catch (IOException e) {
            throw new CodeException("cannot walk the history of " + which.path().value(), e);
        }
    }

    /// There are at most so many steps that this needs no bound of its own.
    private static Walked fitting(Repository repository, Walked all, CommitQuery query) {
        try (var walk = new RevWalk(repository)) {
            var steps = new ArrayList<Step>();
            for (var step : all.steps()) {
                var commit = walk.parseCommit(step.commit());
                if (query.fits(commit)) steps.add(step);
                commit.disposeBody();
            }
            return new Walked(steps, all.whole());
        } catch (IOException e) {
            throw new CodeException("cannot read the commits of a history", e);
        }
    }
}
