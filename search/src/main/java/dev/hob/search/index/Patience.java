package dev.hob.search.index;

import java.time.Duration;

/// How long somebody waits for an answer, unless they go away before. Shared between threads.
public final class Patience {
    private final long began = System.nanoTime();
    private final long nanos;
    private volatile boolean cancelled;

    public Patience(Duration max) {
        this.nanos = max.toNanos();
    }

    /// They went away.
    public void cancel() {
        cancelled = true;
    }

    /// Whether nobody waits any more.
    public boolean isOver() {
        return cancelled || System.nanoTime() - began > nanos;
    }

    /// How long they will wait.
    public Duration left() {
        return cancelled ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - began)));
    }

    /// How long they have waited.
    public Duration waited() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
