package dev.hob.federation.remote;

import java.time.Duration;
import java.util.List;

/// How long to wait after failures. Stateless.
public final class Backoff {
    private static final List<Duration> DELAYS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12));
    private static final Duration DAILY = Duration.ofDays(1);

    private Backoff() {}

    /// @param failures so far, at least one
    public static Duration after(int failures) {
        return failures <= DELAYS.size() ? DELAYS.get(failures - 1) : DAILY;
    }
}
