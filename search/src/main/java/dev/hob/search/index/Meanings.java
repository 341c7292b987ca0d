package dev.hob.search.index;

import dev.hob.node.log.Background;
import dev.hob.search.embed.Backlog;
import dev.hob.search.embed.Embedder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the pieces of files, and issues, their vectors, in the background: they are found by their words before. What
/// still waits is asked of the index itself, so that a crash, or another model, needs nothing more. One thread of its
/// own.
public final class Meanings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meanings.class);
    private static final int AT_ONCE = 50;
    private static final int PIECES_AT_ONCE_MAX = 400;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

    private final Index index;
    private final Embedder embedder;
    private final Backlog backlog;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public Meanings(Index index, Embedder embedder, Backlog backlog) {
        this.index = index;
        this.embedder = embedder;
        this.backlog = backlog;
        this.thread = Background.thread("search-meanings", this::run);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                var pause = offered() > 0 ? PAUSE : LONG_PAUSE;
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // The process ends.
        }
    }

    private int offered() {
        // What was offered has to be given before more is read.
        if (!waiting.isEmpty()) return 1;
        try {
            int offered = 0;
            for (var each : index.waiting(embedder.name(), AT_ONCE)) if (offer(each)) offered++;
            return offered;
        } catch (RuntimeException e) {
            LOG.warn("no vectors for now", e);
            return 0;
        }
    }

    private boolean offer(Pieced pieced) {
        var passages = pieced.passages();
        // A file of so many pieces is data in disguise: the first of them stand for it.
        var some = passages.subList(0, Math.min(passages.size(), PIECES_AT_ONCE_MAX));
        if (!waiting.add(pieced.owner())) return false;
        boolean taken = backlog.offer(new Backlog.Job(pieced.path(), some, vectors -> give(pieced, vectors)));
        if (!taken) waiting.remove(pieced.owner());
        return taken;
    }

    private void give(Pieced pieced, List<float[]> vectors) {
        try {
            index.give(pieced, new Pieced.Vectors(embedder.name(), vectors));
            index.show();
        } finally {
            waiting.remove(pieced.owner());
        }
    }

    /// How far it is.
    public Backlog.Progress progress() {
        return backlog.progress();
    }

    @Override
    public void close() {
        // Not interrupted: that would shut files under the hands of whoever reads them.
        closed.countDown();
        try {
            if (thread.getState() != Thread.State.NEW) thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        backlog.close();
    }
}
