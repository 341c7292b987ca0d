package dev.hob.p2p.book;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.DatabaseException;
import dev.hob.node.log.Background;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes facts a little later and many at once, off the thread on which they become known. Of each subject only the
/// last word is written. What a crash loses is a second of gossip, which comes again. Shared between threads.
final class FactWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FactWriter.class);
    private static final Duration BREATH = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int FACTS_AT_ONCE = 1_000;
    private static final int BATCHES_BETWEEN_PRUNINGS = 50;

    /// How many wait; who brings more waits himself.
    static final int WAITING_MAX = 20_000;

    /// What the facts that replace each other are about.
    private sealed interface Subject {
        record Of(Object what) implements Subject {}

        record RouteOf(RepoId repository, DidKey node) implements Subject {}

        record Peer(DidKey node) implements Subject {}

        record SyncOf(RepoId repository, DidKey node) implements Subject {}
    }

    private final Database database;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Subject, Fact> waiting = new LinkedHashMap<>();
    private final ReentrantLock writing = new ReentrantLock();
    private int batches;
    private boolean closed;

    FactWriter(Database database) {
        this.database = database;
        this.thread = Background.thread("peer book", this::run);
    }

    void start() {
        thread.start();
    }

    void keep(Fact fact) {
        lock.lock();
        try {
            while (waiting.size() >= WAITING_MAX && !closed) changed.awaitUninterruptibly();
            waiting.put(subject(fact), fact);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Subject subject(Fact fact) {
        return switch (fact) {
            case Fact.Announced announced -> new Subject.Of(announced.topic());
            case Fact.Unannounced(var topic) -> new Subject.Of(topic);
            case Fact.Routed(var route) -> new Subject.RouteOf(route.repository(), route.node());
            case Fact.Unrouted(var repository, var node) -> new Subject.RouteOf(repository, node);
            case Fact.Met(var peer) -> new Subject.Peer(peer.node());
            case Fact.Unmet(var node) -> new Subject.Peer(node);
            case Fact.Penalised penalised -> new Subject.Of(penalised.culprit());
            case Fact.Synced synced -> new Subject.SyncOf(synced.repository(), synced.node());
        };
    }

    private void run() {
        while (true) {
            try {
                if (!awaitWork()) return;
                Thread.sleep(BREATH);
                flush();
            } catch (InterruptedException _) {
                return;
            } catch (DatabaseException e) {
                LOG.error("cannot write what peers told; it is tried again", e);
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) changed.await();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// Writes all that waits, now. What cannot be written goes on waiting, unless there is newer word.
    void flush() {
        writing.lock();
        try {
            for (var batch = take(); !batch.isEmpty(); batch = take()) write(batch);
        } finally {
            writing.unlock();
        }
    }

    private void write(List<Fact> batch) {
        boolean written = false;
        try {
            database.writing(handle -> {
                batch.forEach(fact -> Facts.write(handle, fact));
                if (batches++ % BATCHES_BETWEEN_PRUNINGS == 0) Facts.prune(handle);
            });
            written = true;
        } finally {
            if (!written) putBack(batch);
        }
    }

    private List<Fact> take() {
        lock.lock();
        try {
            var batch = new ArrayList<Fact>();
            var all = waiting.values().iterator();
            while (all.hasNext() && batch.size() < FACTS_AT_ONCE) {
                batch.add(all.next());
                all.remove();
            }
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(List<Fact> batch) {
        lock.lock();
        try {
            batch.forEach(fact -> waiting.putIfAbsent(subject(fact), fact));
        } finally {
            lock.unlock();
        }
    }

    /// Writes what waits, and ends.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            flush();
        } catch (DatabaseException e) {
            LOG.warn("cannot write at the end what peers told; it comes again", e);
        }
    }
}
