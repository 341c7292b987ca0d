package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Whether two commits can be merged, tried in memory once for each pair and kept. Shared between threads.
public final class Mergeability {
    private static final int KEPT_MAX = 20_000;
    private static final Merging.Names NAMES = new Merging.Names("ours", "theirs");

    private record Pair(ObjectId onto, ObjectId head) {}

    private final Storage storage;
    private final Walkers walkers;
    private final Merging merging = new Merging();
    private final Cache<Pair, Merge> known =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).build();

    Mergeability(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    /// What a merge of `head` into `onto` comes to, if that is known after so long. It is tried on without whoever
    /// asked.
    public Optional<Merge> of(Repo repo, ObjectId onto, ObjectId head, Duration patience) {
        var pair = new Pair(onto.copy(), head.copy());
        if (known.getIfPresent(pair) == null) walkers.await(pair, () -> tryIt(repo, pair), patience);
        return Optional.ofNullable(known.getIfPresent(pair));
    }

    private void tryIt(Repo repo, Pair pair) {
        try (var repository = storage.open(repo.rid());
                var drafts = DraftObjects.over(repository)) {
            known.put(pair, merging.merge(drafts, pair.onto(), pair.head(), NAMES));
        }
    }
}
