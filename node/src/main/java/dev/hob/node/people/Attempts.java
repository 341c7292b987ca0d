package dev.hob.node.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/// How often somebody may be wrong: failures by account and by address drain a bucket that fills slowly. Successes
/// cost nothing. Shared between threads; bounded.
final class Attempts {
    private static final int FAILURES_MAX = 10;
    private static final Duration REFILL = Duration.ofMinutes(10);
    private static final int WATCHED_MAX = 50_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(WATCHED_MAX)
            .expireAfterAccess(REFILL)
            .build();

    boolean exhausted(String who) {
        var bucket = buckets.getIfPresent(who);
        return bucket != null && bucket.getAvailableTokens() == 0;
    }

    void failed(String who) {
        buckets.get(who, _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(FAILURES_MAX).refillGreedy(FAILURES_MAX, REFILL))
                        .build())
                .tryConsume(1);
    }

    /// About when the next attempt makes sense.
    Duration pause() {
        return REFILL.dividedBy(FAILURES_MAX);
    }
}
