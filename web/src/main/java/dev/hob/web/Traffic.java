package dev.hob.web;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the requests that are being answered, and waits for the last one when the node stops. Shared between
/// threads.
final class Traffic {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private int running;
    private boolean stopping;

    /// Whether a request may come in; no more when the node is stopping.
    boolean enters() {
        lock.lock();
        try {
            if (stopping) return false;
            running++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// One that came in was answered.
    void leaves() {
        lock.lock();
        try {
            if (--running == 0) quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many are inside.
    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nobody in any more and waits for those inside; whether all left in time.
    boolean drain(Duration max) {
        lock.lock();
        try {
            stopping = true;
            long left = max.toNanos();
            while (running > 0) {
                if (left <= 0) return false;
                left = quiet.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
