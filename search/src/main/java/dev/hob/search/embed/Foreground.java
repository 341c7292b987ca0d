package dev.hob.search.embed;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What somebody waits for: pages, pushes, questions. Work in the background lets it pass. Shared between threads.
public final class Foreground {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private int busy;

    /// From now until it is closed, somebody waits.
    public interface Busy extends AutoCloseable {
        @Override
        void close();
    }

    public Busy busy() {
        change(1);
        return () -> change(-1);
    }

    /// Somebody who works in the background, for one thread.
    ///
    /// @param patience how long they wait at most
    public Worker worker(Duration patience) {
        return new Worker(patience);
    }

    /// Lets the foreground pass between the parts of its work, which are best short. On a node that is never quiet it
    /// gets on nevertheless: for one part of the time.
    public final class Worker {
        private static final int PASSING = 4;

        private final long patience;
        private long resumed;

        private Worker(Duration patience) {
            this.patience = patience.toNanos();
            this.resumed = System.nanoTime() - this.patience;
        }

        /// Returns when nobody waits, or when it has waited long for what it worked since the last time.
        public void rest() throws InterruptedException {
            long worked = System.nanoTime() - resumed;
            letPass(Duration.ofNanos(Math.min(patience, PASSING * worked)));
            resumed = System.nanoTime();
        }
    }

    private void letPass(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (busy > 0 && left > 0) left = quiet.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            busy += by;
            if (busy < 0) throw new AssertionError("closed more often than begun");
            if (busy == 0) quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
