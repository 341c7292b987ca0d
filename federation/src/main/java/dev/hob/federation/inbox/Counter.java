package dev.hob.federation.inbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// How often somebody did something within a time that begins with the first. Bounded; shared between threads.
final class Counter {
    private static final int WATCHED_MAX = 50_000;

    private final int max;
    private final Duration window;
    private final InstantSource clock;
    private final Cache<String, Window> windows =
            Caffeine.newBuilder().maximumSize(WATCHED_MAX).build();

    private record Window(Instant until, AtomicInteger count) {}

    Counter(int max, Duration window, InstantSource clock) {
        this.max = max;
        this.window = window;
        this.clock = clock;
    }

    /// Counts once more.
    void count(String who) {
        current(who).count().incrementAndGet();
    }

    /// How long somebody who did it too often has to wait.
    Optional<Duration> wait(String who) {
        var known = windows.getIfPresent(who);
        var now = clock.instant();
        if (known == null || !known.until().isAfter(now) || known.count().get() < max) return Optional.empty();
        return Optional.of(Duration.between(now, known.until()));
    }

    private Window current(String who) {
        var now = clock.instant();
        return windows.asMap()
                .compute(
                        who,
                        (_, known) -> known != null && known.until().isAfter(now)
                                ? known
                                : new Window(now.plus(window), new AtomicInteger()));
    }
}
