package dev.hob.node.code;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.code.RangeDiff.Comparison;
import dev.hob.node.code.RangeDiff.Pair;
import dev.hob.node.code.RangeDiff.Series;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Storage;
import java.time.Duration;
import java.util.Optional;

/// Comparisons of two versions of a series, made once and kept. Shared between threads.
public final class RangeDiffs {
    private static final int KEPT_LINES_MAX = 300_000;

    private record Versions(String folder, Series before, Series after) {}

    private final Storage storage;
    private final Walkers walkers;
    private final RangeDiff diff = new RangeDiff();
    private final Cache<Versions, Comparison> known = Caffeine.newBuilder()
            .maximumWeight(KEPT_LINES_MAX)
            .weigher((Versions _, Comparison it) -> weight(it))
            .build();

    RangeDiffs(Storage storage, Walkers walkers) {
        this.storage = storage;
        this.walkers = walkers;
    }

    private static int weight(Comparison comparison) {
        return switch (comparison) {
            case Comparison.TooLarge _ -> 5;
            case Comparison.Compared(var pairs) ->
                5
                        + pairs.stream()
                                .mapToInt(it -> it instanceof Pair.Changed changed
                                        ? 3 + changed.lines().size()
                                        : 3)
                                .sum();
        };
    }

    /// What became of a series, if that is known after so long. It is compared on without whoever asked. All
    /// four
    /// commits are there.
    public Optional<Comparison> of(Repo repo, Series before, Series after, Duration patience) {
        var versions = new Versions(repo.rid().value(), before, after);
        if (known.getIfPresent(versions) == null) walkers.await(versions, () -> compare(repo, versions), patience);
        return Optional.ofNullable(known.getIfPresent(versions));
    }

    private void compare(Repo repo, Versions versions) {
        try (var repository = storage.open(repo.rid())) {
            known.put(versions, diff.compare(repository, versions.before(), versions.after()));
        }
    }
}
