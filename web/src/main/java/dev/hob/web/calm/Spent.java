package dev.hob.web.calm;

import java.time.Duration;

/// Ends a request of somebody who had more than their share of the node's work.
public final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    Spent(Duration wait) {
        super("a share of the work is spent", null, false, false);
        this.wait = wait;
    }

    /// In how many seconds they may ask again.
    public long seconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
