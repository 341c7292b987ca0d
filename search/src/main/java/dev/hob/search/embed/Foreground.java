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

    /// Returns when nobody waits, or after so long: on a node that is never quiet the rest must get on, too.
    void letPass(Duration patience) throws InterruptedException {
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
