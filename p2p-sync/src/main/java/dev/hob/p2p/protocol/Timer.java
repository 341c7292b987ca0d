package dev.hob.p2p.protocol;

import java.time.Duration;
import java.time.Instant;

/// Says when something that is done every so often is due. Owned by [Protocol].
final class Timer {
    private final Duration every;
    private Instant last = Instant.MIN;

    Timer(Duration every) {
        this.every = every;
    }

    void reset(Instant now) {
        last = now;
    }

    boolean isDue(Instant now) {
        if (now.isBefore(last.plus(every))) return false;
        last = now;
        return true;
    }
}
