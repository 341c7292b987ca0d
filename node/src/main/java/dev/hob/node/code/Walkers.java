package dev.hob.node.code;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does long walks through histories, few at a time, on threads of the machine at the lowest priority: a walk
/// never waits for anything, so that on a virtual thread it would keep the few carriers from the pages. Who asks
/// waits as long as they have patience; what was begun goes on without them. Shared between threads.
public final class Walkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Walkers.class);
    /// More at once would only take the processor from those who read and push.
    private static final int WALKS_MAX = 2;

    private static final int WAITING_MAX = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Map<Object, FutureTask<Void>> walks = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;

    /// @param name what the threads are called
    Walkers(String name) {
        this.threads = new ThreadPoolExecutor(
                WALKS_MAX,
                WALKS_MAX,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform()
                        .name(name + "-", 0)
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Does a walk, or waits for the same one that somebody else began; whether it came to its end in time.
    ///
    /// @param what tells walks apart: equal ones do the same
    /// @throws CodeException when it failed
    @SuppressWarnings("ReferenceEquality") // The very task that this call made, not an equal one.
    boolean await(Object what, Runnable walk, Duration patience) {
        var mine = new FutureTask<Void>(() -> walkOnce(what, walk), null);
        var task = walks.computeIfAbsent(what, _ -> mine);
        try {
            if (task == mine) threads.execute(mine);
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            walks.remove(what, mine);
            LOG.debug("there is no room to wait for {}", what, e);
        } catch (TimeoutException e) {
            LOG.debug("{} is still being walked", what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new CodeException("cannot walk " + what, Objects.requireNonNullElse(e.getCause(), e));
        }
        return false;
    }

    private void walkOnce(Object what, Runnable walk) {
        try {
            walk.run();
        } finally {
            walks.remove(what);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
