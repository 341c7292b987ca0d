package dev.hob.search;

import dev.hob.search.index.Patience;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Whose turn it is to be answered: with more at once each would take longer. Shared between threads.
public final class Turns {
    private static final int AT_ONCE_MAX = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final AtomicLong abandoned = new AtomicLong();

    Turns() {}

    /// What was asked for, or something else for who got no turn in time.
    <T> T take(Patience patience, Supplier<T> asked, Supplier<T> otherwise) {
        try {
            if (!enters(patience)) return otherwise.get();
            try {
                return asked.get();
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return otherwise.get();
        } finally {
            if (patience.isCancelled()) abandoned.incrementAndGet();
        }
    }

    private boolean enters(Patience patience) throws InterruptedException {
        while (!patience.isOver()) {
            long wait = Math.min(patience.left().toNanos(), LOOK_EVERY.toNanos());
            if (places.tryAcquire(wait, TimeUnit.NANOSECONDS)) return true;
        }
        return false;
    }

    /// How many are being answered.
    public int running() {
        return AT_ONCE_MAX - places.availablePermits();
    }

    /// How many went away before they were answered, since the start.
    public long abandoned() {
        return abandoned.get();
    }
}
