package dev.hob.web.calm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many pieces of costly work are done at once: a few in all, fewer for those without an account, fewer still for
/// one client. The others wait, some of them, for some time. Shared between threads.
final class Places {
    /// More do not wait: they are told to come again.
    static final int WAITING_MAX = 200;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition left = lock.newCondition();
    private final Map<String, Integer> ofOne = new HashMap<>();
    private final int most;
    private final int mostOfStrangers;
    private final int mostOfOne;
    private int taken;
    private int strangers;
    private int waiting;

    Places(int most, int mostOfStrangers, int mostOfOne) {
        this.most = most;
        this.mostOfStrangers = mostOfStrangers;
        this.mostOfOne = mostOfOne;
    }

    /// Takes a place when there is one in time; whether there was.
    boolean enter(Client client, Duration patience) {
        lock.lock();
        try {
            if (waiting >= WAITING_MAX) return false;
            long nanos = patience.toNanos();
            waiting++;
            try {
                while (!isFree(client)) {
                    if (nanos <= 0) return false;
                    nanos = left.awaitNanos(nanos);
                }
            } finally {
                waiting--;
            }
            taken++;
            if (isStranger(client)) strangers++;
            ofOne.merge(client.name(), 1, Integer::sum);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFree(Client client) {
        return taken < most
                && (!isStranger(client) || strangers < mostOfStrangers)
                && ofOne.getOrDefault(client.name(), 0) < mostOfOne;
    }

    private static boolean isStranger(Client client) {
        return !(client instanceof Client.Person);
    }

    /// Gives it back.
    void leave(Client client) {
        lock.lock();
        try {
            taken--;
            if (isStranger(client)) strangers--;
            ofOne.computeIfPresent(client.name(), (_, count) -> count == 1 ? null : count - 1);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
