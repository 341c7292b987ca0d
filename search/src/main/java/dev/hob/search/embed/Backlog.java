package dev.hob.search.embed;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Texts that wait for their vectors. One thread of low priority makes a few at a time and lets the foreground pass
/// in between. Nothing of it is kept: after a restart the index asks again for what it lacks. Shared between threads.
public final class Backlog implements AutoCloseable {
    public static final int JOBS_MAX = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration WAIT_MIN = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);
    private static final Logger LOG = System.getLogger(Backlog.class.getName());

    private final Embedder embedder;
    private final Foreground.Worker turns;
    private final Duration firstWait;
    private final Thread worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> jobs = new ArrayDeque<>();
    private boolean closed;
    private long done;
    private long waiting;
    private Optional<String> trouble = Optional.empty();

    /// @param what it belongs to, for people: `alice/tea`
    /// @param vectors is given them in the order of the texts, on the worker's thread
    public record Job(String what, List<String> texts, Consumer<List<float[]>> vectors) {
        public Job {
            texts = List.copyOf(texts);
        }
    }

    /// How far it is.
    ///
    /// @param what is worked on
    /// @param waiting texts without a vector
    /// @param done texts since the start
    /// @param trouble why it does not get on, in the server's log in full
    public record Progress(Optional<String> what, long waiting, long done, Optional<String> trouble) {}

    public Backlog(Embedder embedder, Foreground foreground) {
        this(embedder, foreground, WAIT_MIN);
    }

    Backlog(Embedder embedder, Foreground foreground, Duration firstWait) {
        this.embedder = embedder;
        this.turns = foreground.worker(PATIENCE);
        this.firstWait = firstWait;
        worker = Thread.ofPlatform()
                .daemon()
                .name("embedding")
                .priority(Thread.MIN_PRIORITY)
                .start(this::work);
    }

    /// Whether there was room; if not, the one who asks comes again later.
    public boolean offer(Job job) {
        lock.lock();
        try {
            if (jobs.size() >= JOBS_MAX) return false;
            jobs.add(job);
            waiting += job.texts().size();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    public Progress progress() {
        lock.lock();
        try {
            return new Progress(Optional.ofNullable(jobs.peek()).map(Job::what), waiting, done, trouble);
        } finally {
            lock.unlock();
        }
    }

    /// Stops after the texts that are being worked on. The worker is never interrupted: that would shut the files that
    /// it writes, and leave a model half loaded.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            worker.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (var job = first(); job.isPresent(); job = first()) {
                try {
                    vectors(job.get().texts()).ifPresent(job.get().vectors());
                } catch (RuntimeException e) { // Ours or the taker's fault, not the model's; the next may do better.
                    LOG.log(Logger.Level.ERROR, "no vectors for " + job.get().what(), e);
                } finally {
                    turns.end();
                }
                removeFirst();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The process ends.
        }
    }

    /// Empty when it was closed meanwhile.
    private Optional<List<float[]>> vectors(List<String> texts) throws InterruptedException {
        var vectors = new ArrayList<float[]>(texts.size());
        for (int from = 0; from < texts.size(); from += embedder.atOnce()) {
            var some = texts.subList(from, Math.min(from + embedder.atOnce(), texts.size()));
            turn();
            var made = untilMade(some);
            if (made.isEmpty()) return Optional.empty();
            vectors.addAll(made.get());
            count(some.size());
        }
        return Optional.of(vectors);
    }

    private void turn() throws InterruptedException {
        turns.rest();
        if (!embedder.worksHere()) turns.end();
    }

    /// A model's server that is away comes back: each time it waits twice as long.
    private Optional<List<float[]>> untilMade(List<String> texts) throws InterruptedException {
        var wait = firstWait;
        while (!closes(Duration.ZERO)) {
            try {
                var made = embedder.documents(texts);
                trouble(Optional.empty());
                return Optional.of(made);
            } catch (EmbeddingException e) {
                LOG.log(Logger.Level.WARNING, "embedding waits " + wait, e);
                trouble(Optional.of("the model does not answer"));
                turns.end(); // Whoever waits for a model takes no turn from others.
                if (closes(wait)) return Optional.empty();
                turn();
                wait = wait.multipliedBy(2).compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait.multipliedBy(2);
            }
        }
        return Optional.empty();
    }

    /// Whether it is closed, now or within so long.
    private boolean closes(Duration within) throws InterruptedException {
        lock.lock();
        try {
            long left = within.toNanos();
            while (!closed && left > 0) left = changed.awaitNanos(left);
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Empty when it was closed.
    private Optional<Job> first() throws InterruptedException {
        lock.lock();
        try {
            while (jobs.isEmpty() && !closed) changed.await();
            return closed ? Optional.empty() : Optional.of(jobs.element());
        } finally {
            lock.unlock();
        }
    }

    private void removeFirst() {
        lock.lock();
        try {
            jobs.remove();
        } finally {
            lock.unlock();
        }
    }

    private void count(int texts) {
        lock.lock();
        try {
            waiting -= texts;
            done += texts;
        } finally {
            lock.unlock();
        }
    }

    private void trouble(Optional<String> now) {
        lock.lock();
        try {
            trouble = now;
        } finally {
            lock.unlock();
        }
    }
}
