package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/// The commits that changed a file, newest first, also under the names that it had before, as `git log --follow`
/// tells them; or only those that changed some of its lines, as `git log -L` does. Each side of a merge is followed
/// under the name that the file has there. Walked once and kept for a while. Shared between threads.
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
    /// @param whole whether the history was walked to its end; else time was over before
    public record Part(List<Step> steps, boolean more, boolean whole) {
        public Part {
            steps = List.copyOf(steps);
        }
    }

    private record Walked(List<Step> steps, boolean whole) {}

    /// Folders have their own, so that nobody learns what another one holds.
    private record Which(String folder, ObjectId tip, CodePath path, Optional<Lines> lines) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Which, Walked> known = Caffeine.newBuilder()
            .maximumWeight(STEPS_KEPT_MAX)
            .weigher((Which _, Walked walked) -> 5 + walked.steps().size())
            .build();

    FileHistory(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// The commits behind one of them, or the first ones; no commits when that one is not among them. Empty while it
    /// is still being walked after so long.
    ///
    /// @param path of a file that the tip has
    public Optional<Part> behind(
            Repo repo,
            ObjectId tip,
            CodePath path,
            Optional<Lines> lines,
            Optional<ObjectId> after,
            int max,
            Duration patience) {
        var which = new Which(repo.rid().value(), tip.copy(), path, lines);
        if (known.getIfPresent(which) == null)
            walkers.await(which, () -> known.put(which, walk(repo, which)), patience);
        return Optional.ofNullable(known.getIfPresent(which)).map(walked -> part(walked, after, max));
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
        return new Part(steps.subList(from, to), to < steps.size(), walked.whole());
    }

    private Walked walk(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid());
                var walk = new FileWalk(repository, which.tip(), which.path().value(), which.lines(), WALK_TIME_MAX)) {
            return new Walked(walk.steps(), walk.whole());
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return new Walked(List.of(), true);
        } catch (IOException e) {
            throw new CodeException("cannot walk the history of " + which.path().value(), e);
        }
    }
}
