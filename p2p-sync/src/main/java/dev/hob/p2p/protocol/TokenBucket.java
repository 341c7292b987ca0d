package dev.hob.p2p.protocol;

import java.time.Duration;
import java.time.Instant;

/// Allows a burst, and then so many a second. Owned by one table.
final class TokenBucket {
    private final double capacity;
    private final double perSecond;
    private double tokens;
    private Instant filled;

    TokenBucket(int capacity, double perSecond, Instant now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.tokens = capacity;
        this.filled = now;
    }

    boolean take(Instant now) {
        if (now.isAfter(filled)) {
            double seconds = Duration.between(filled, now).toMillis() / 1000.0;
            tokens = Math.min(capacity, tokens + seconds * perSecond);
            filled = now;
        }
        if (tokens < 1) return false;
        tokens--;
        return true;
    }
}
