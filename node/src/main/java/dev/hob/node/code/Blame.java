package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.language.Messages;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// From which commit each line of a file is. What was found of a commit's file never changes, so it is kept for a
/// while. Shared between threads.
public final class Blame {
    /// A larger file is not looked at.
    public static final int FILE_BYTES_MAX = Blobs.SHOWN_BYTES_MAX;

    /// Of a longer file nothing is told: it takes too long, and nobody reads it.
    public static final int LINES_MAX = 20_000;

    /// After so long the lines that have no commit yet get none.
    private static final Duration WALK_TIME_MAX = Duration.ofSeconds(60);

    private static final int KEPT_RUNS_MAX = 200_000;

    /// Lines that stand together and are from one commit.
    ///
    /// @param first counted from 1
    /// @param last with this one
    /// @param path what the file was called in that commit
    /// @param source which line of it the first one was, from 1
    /// @param earlier where the file was before that commit; empty when it began there
    public record Run(int first, int last, ObjectId commit, String path, int source, Optional<Earlier> earlier) {
        Run until(int last) {
            return new Run(first, last, commit, path, source, earlier);
        }
    }

    /// A file before a commit that changed it, and what it was called there.
    public record Earlier(ObjectId commit, String path) {}

    /// What is known of a file.
    public sealed interface Answer {
        /// @param runs in the order of the lines
        /// @param lines how many the file has
        /// @param complete whether each line has its commit; else time was over, and some stand in no run
        record Known(List<Run> runs, int lines, boolean complete) implements Answer {
            public Known {
                runs = List.copyOf(runs);
            }
        }

        /// There is no such file.
        record Missing() implements Answer {}

        /// It has no lines, or too many: `told` says so.
        record Unfit(String told) implements Answer {}

        /// It is still being looked for: ask again.
        record Busy() implements Answer {}
    }

    /// Folders have their own, so that nobody learns what another one holds.
    private record Which(String folder, ObjectId commit, CodePath path, boolean formless) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Duration time;
    private final Trees trees = new Trees();
    private final Blobs blobs = new Blobs();
    private final Cache<Which, Answer.Known> known = Caffeine.newBuilder()
            .maximumWeight(KEPT_RUNS_MAX)
            .weigher((Which _, Answer.Known answer) -> 10 + answer.runs().size())
            .build();

    Blame(Storage storage, Walkers walkers) {
        this(storage, walkers, WALK_TIME_MAX);
    }

    Blame(Storage storage, Walkers walkers, Duration time) {
        this.storage = storage;
        this.walkers = walkers;
        this.time = time;
    }

    /// From where the lines of a file are; [Answer.Busy] after so long, while it is looked for without who asked.
    public Answer of(Repo repo, ObjectId commit, CodePath path, Duration patience) {
        return of(repo, new Which(repo.rid().value(), commit.copy(), path, false), patience);
    }

    /// The same as if the [IgnoredCommits] of the commit had not been: their lines are from where those are that they
    /// were made of. Only what they added stays theirs.
    public Answer formless(Repo repo, ObjectId commit, CodePath path, Duration patience) {
        return of(repo, new Which(repo.rid().value(), commit.copy(), path, true), patience);
    }

    private Answer of(Repo repo, Which which, Duration patience) {
        var there = known.getIfPresent(which);
        if (there != null) return there;
        var unfit = unfit(repo, which);
        if (unfit.isPresent()) return unfit.get();
        walkers.await(which, () -> known.put(which, walk(repo, which)), patience);
        return Optional.<Answer>ofNullable(known.getIfPresent(which)).orElseGet(Answer.Busy::new);
    }

    private Optional<Answer> unfit(Repo repo, Which which) {
        try (var repository = storage.open(repo.rid())) {
            var place = trees.at(repository, which.commit(), which.path());
            if (place.isEmpty() || !(place.get() instanceof Place.File(var entry)))
                return Optional.of(new Answer.Missing());
            var blob = blobs.shown(repository, entry.id());
            if (blob.isEmpty()) return Optional.of(new Answer.Missing());
            if (blob.get().binary()) return Optional.of(new Answer.Unfit(Messages.text("code.blame-no-text")));
            if (blob.get().text().isEmpty())
                return Optional.of(new Answer.Unfit(Messages.text("code.blame-bytes-max", FILE_BYTES_MAX)));
            if (blob.get().text().get().lines().skip(LINES_MAX).findAny().isPresent())
                return Optional.of(new Answer.Unfit(Messages.text("code.blame-lines-max", LINES_MAX)));
            return Optional.empty();
        }
    }

    private Answer.Known walk(Repo repo, Which which) {
        long end = System.nanoTime() + time.toNanos();
        try (var repository = storage.open(repo.rid());
                var walk =
                        new BlameWalk(repository, which.commit(), which.path().value(), ignored(repository, which))) {
            boolean complete = false;
            while (!complete && System.nanoTime() - end < 0) complete = !walk.step();
            return new Answer.Known(walk.found(), walk.lines(), complete);
        } catch (IOException e) {
            throw new CodeException(
                    "cannot look for where the lines of " + which.path().value() + " are from", e);
        }
    }

    private static Set<ObjectId> ignored(Repository repository, Which which) {
        return which.formless() ? IgnoredCommits.of(repository, which.commit()).ids() : Set.of();
    }
}
