package dev.hob.federation.inbox;

import dev.hob.node.log.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what waits: of each host one after the other, of several hosts at once, and each host in its turn, so that none
/// keeps the others waiting. Shared between threads.
final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int THREADS = 4;
    private static final int TURN = 10;
    /// After so many it is given up.
    private static final int TRIES_MAX = 10;

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofHours(6);

    private final Queue queue;
    private final Dispatch dispatch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /// Hosts that wait for their turn, in order.
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    Worker(Queue queue, Dispatch dispatch) {
        this.queue = queue;
        this.dispatch = dispatch;
    }

    /// Begins, with what was left before.
    void start() {
        queue.hosts().forEach(this::more);
        for (int i = 0; i < THREADS; i++) threads.add(Background.thread("inbox " + i, this::run));
        threads.add(Background.thread("inbox ticks", this::tick));
        threads.forEach(Thread::start);
    }

    /// Something of a host waits.
    void more(String host) {
        lock.lock();
        try {
            waiting.add(host);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            String host;
            lock.lock();
            try {
                while (!closed && waiting.stream().allMatch(running::contains)) changed.await();
                if (closed) return;
                host = waiting.stream()
                        .filter(it -> !running.contains(it))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("somebody waited"));
                waiting.remove(host);
                running.add(host);
            } catch (InterruptedException _) {
                return; // The end.
            } finally {
                lock.unlock();
            }
            boolean more = false;
            try {
                more = turn(host);
            } catch (RuntimeException e) {
                LOG.error("what {} has sent is done later", host, e);
            } finally {
                lock.lock();
                try {
                    running.remove(host);
                    if (more) waiting.add(host);
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /// Does the next of a host; whether there may be more.
    boolean turn(String host) {
        var some = queue.next(host, TURN);
        for (var one : some) {
            if (closed) return false; // What is left is done after the next start.
            queue.settle(one, done(one));
        }
        return some.size() == TURN;
    }

    private Outcome done(Received one) {
        Outcome outcome;
        try {
            outcome = dispatch.of(one);
        } catch (RuntimeException e) {
            LOG.error("cannot do {}", one.activity(), e);
            outcome = new Outcome.Later("This node failed at it.");
        }
        return outcome instanceof Outcome.Later(var told) && one.tries() >= TRIES_MAX
                ? Outcome.refused("It was tried for too long: " + told)
                : outcome;
    }

    /// Does all that can be done now, in this thread.
    void drain() {
        for (var hosts = queue.hosts(); !hosts.isEmpty(); hosts = queue.hosts()) {
            boolean some = false;
            for (String host : hosts) {
                some |= !queue.next(host, 1).isEmpty();
                while (turn(host)) some = true;
            }
            if (!some) return;
        }
    }

    private void tick() {
        long swept = System.nanoTime();
        try {
            queue.sweep();
            while (true) {
                TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
                queue.due().forEach(this::more);
                if (System.nanoTime() - swept > SWEEP.toNanos()) {
                    queue.sweep();
                    swept = System.nanoTime();
                }
            }
        } catch (InterruptedException _) {
            // The end.
        } catch (RuntimeException e) {
            LOG.error("what waits for another try in the inbox waits until the next start", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // The last one only sleeps; the others end with what they are at.
        if (!threads.isEmpty()) threads.getLast().interrupt();
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
