package dev.hob.search.index;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How long somebody waits for an answer, unless they go away before. Shared between threads.
public final class Patience {
    /// Looking whether they are still there costs a system call.
    static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final long began = System.nanoTime();
    private final long nanos;
    private final BooleanSupplier gone;
    private volatile long looked = began - LOOK_EVERY.toNanos();
    private volatile boolean cancelled;

    public Patience(Duration max) {
        this(max, () -> false);
    }

    /// @param gone tells whether they went away, to whoever works for them and nobody else; asked now and then
    public Patience(Duration max, BooleanSupplier gone) {
        this.nanos = max.toNanos();
        this.gone = gone;
    }

    /// They went away.
    public void cancel() {
        cancelled = true;
    }

    /// Whether they went away before their time was over.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Whether nobody waits any more.
    public boolean isOver() {
        if (cancelled) return true;
        long now = System.nanoTime();
        if (now - began > nanos) return true;
        if (now - looked < LOOK_EVERY.toNanos()) return false;
        looked = now;
        if (gone.getAsBoolean()) cancel();
        return cancelled;
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
