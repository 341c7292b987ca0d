package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// How far branches are apart: how many commits one has that the other has not, and the other way round. Two
/// commits are always as far apart, so what was counted is kept. Shared between threads.
public final class Distances {
    /// Farther than this is not counted.
    public static final int COUNTED_MAX = 10_000;

    private static final int KEPT_MAX = 50_000;

    private record Pair(ObjectId base, ObjectId tip) {}

    private record Asked(ObjectId base, List<ObjectId> tips) {}

    /// How far a commit is from another.
    ///
    /// @param ahead what it has and the other has not, up to [#COUNTED_MAX]
    /// @param behind what the other has and it has not, up to [#COUNTED_MAX]
    public record Distance(int ahead, int behind) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Cache<Pair, Distance> known =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    Distances(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// How far each of some commits is from another, as far as it is known after so long. The rest is counted on.
    public Map<ObjectId, Distance> from(Repo repo, ObjectId base, Collection<ObjectId> tips, Duration patience) {
        var missing = tips.stream()
                .distinct()
                .filter(tip -> known.getIfPresent(new Pair(base, tip)) == null)
                .toList();
        if (!missing.isEmpty())
            walkers.await(
                    new Asked(base.copy(), missing),
                    () -> count(() -> storage.open(repo.rid()), base, missing),
                    patience);
        var found = new HashMap<ObjectId, Distance>();
        for (var tip : tips) {
            var distance = known.getIfPresent(new Pair(base, tip));
            if (distance != null) found.put(tip, distance);
        }
        return found;
    }

    /// How far one commit is from another, as far as it is known after so long.
    ///
    /// @param opener gives a handle on a repository that has both, closed after use
    public Optional<Distance> between(Supplier<Repository> opener, ObjectId base, ObjectId tip, Duration patience) {
        var pair = new Pair(base.copy(), tip.copy());
        if (known.getIfPresent(pair) == null)
            walkers.await(
                    new Asked(pair.base(), List.of(pair.tip())),
                    () -> count(opener, pair.base(), List.of(pair.tip())),
                    patience);
        return Optional.ofNullable(known.getIfPresent(pair));
    }

    private void count(Supplier<Repository> opener, ObjectId base, List<ObjectId> tips) {
        try (var repository = opener.get();
                var walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (var tip : tips) {
                try {
                    var distance = new Distance(beyond(walk, tip, base), beyond(walk, base, tip));
                    known.put(new Pair(base.copy(), tip.copy()), distance);
                } catch (MissingObjectException | IncorrectObjectTypeException _) {
                    // A branch that was deleted meanwhile is not listed any more.
                }
            }
        } catch (IOException e) {
            throw new CodeException("cannot count how far branches are from " + base.name(), e);
        }
    }

    /// How many commits one reaches that the other does not.
    private static int beyond(RevWalk walk, ObjectId tip, ObjectId other) throws IOException {
        walk.reset();
        walk.markStart(walk.parseCommit(tip));
        walk.markUninteresting(walk.parseCommit(other));
        return Beyond.of(walk, COUNTED_MAX).size();
    }
}
