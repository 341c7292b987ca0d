package dev.hob.federation.inbox;

import java.time.Duration;
import java.util.List;

/// How long something waits for its next try. Stateless.
final class Patience {
    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1));

    /// After so many it is given up.
    static final int TRIES_MAX = 10;

    private Patience() {}

    static Duration after(int tries) {
        return WAITS.get(Math.min(tries, WAITS.size() - 1));
    }
}
