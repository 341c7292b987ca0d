package dev.hob.search.embed;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What somebody waits for: pages, pushes, questions. Work in the background lets it pass, and takes half of the
/// processors at most. Shared between threads.
public final class Foreground {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Semaphore places =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
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
        private boolean working;

        private Worker(Duration patience) {
            this.patience = patience.toNanos();
            this.resumed = System.nanoTime() - this.patience;
        }

        /// Returns when nobody waits, or when it has waited long for what it worked since the last time; and when
        /// there is a processor for it.
        public void rest() throws InterruptedException {
            long worked = System.nanoTime() - resumed;
            end();
            letPass(Duration.ofNanos(Math.min(patience, PASSING * worked)));
            places.acquire();
            working = true;
            resumed = System.nanoTime();
        }

        /// There is nothing more to do for now.
        public void end() {
            if (working) places.release();
            working = false;
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
