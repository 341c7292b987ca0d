package dev.hob.web.calm;

import java.time.Duration;

/// Work that somebody may still have. What it was is known only when it is done, so it may become a debt; time pays it
/// back. Shared between threads.
final class Budget {
    private static final double HARDLY = .9;

    private final double most;
    private final double share;
    private double left;
    private long looked;

    /// @param share of a processor's time that they may have for ever
    /// @param saved how long they may save it up
    Budget(double share, Duration saved, long now) {
        this.most = share * saved.toNanos();
        this.share = share;
        this.left = most;
        this.looked = now;
    }

    /// After how long they may ask again; zero is now.
    synchronized Duration delay(long now) {
        grow(now);
        return left > 0 ? Duration.ZERO : Duration.ofNanos((long) (-left / share) + 1);
    }

    /// Whether they have asked for little lately.
    synchronized boolean isHardlyTouched(long now) {
        grow(now);
        return left >= most * HARDLY;
    }

    /// Some work was done for them. A debt has an end, too.
    synchronized void spend(long nanos, long now) {
        grow(now);
        left = Math.max(left - nanos, -most);
    }

    private void grow(long now) {
        left = Math.min(left + (now - looked) * share, most);
        looked = now;
    }
}
