package dev.hob.search.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A small sentence model within this process; nothing leaves the node. Loaded at the first text (half a second),
/// unloaded when nobody asked for a while. Shared between threads; close it when nobody asks any more.
public final class LocalEmbedder implements Embedder {
    public static final Duration IDLE = Duration.ofMinutes(5);
    /// How long an end waits for a text that the library works on.
    private static final Duration CLOSING = Duration.ofSeconds(10);
    /// Code has about three letters a token: a passage of 1,200 letters fits.
    private static final int TOKENS_MAX = 400;
    /// What this model was trained to see before a question, and never before a text.
    private static final String QUESTION = "Represent this sentence for searching relevant passages: ";

    private final Path folder;
    private final Duration idle;
    private final ScheduledExecutorService clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition unused = lock.newCondition();
    private @Nullable SentenceModel model;
    private int users;
    private long lastUsed;
    private boolean closed;

    /// @param folder for what the model's libraries unpack; may be deleted while the node is down
    public LocalEmbedder(Path folder, Duration idle) {
        this.folder = folder;
        this.idle = idle;
        clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sentence-model-idle").factory());
    }

    /// Whether the model is part of this distribution.
    public static boolean present() {
        return SentenceModel.present();
    }

    @Override
    public String name() {
        return "bge-small-en-v1.5-q";
    }

    @Override
    public int dimensions() {
        return SentenceModel.DIMENSIONS;
    }

    @Override
    public int atOnce() {
        return 1; // It makes one after the other, and pages are let pass in between.
    }

    @Override
    public boolean worksHere() {
        return true;
    }

    @Override
    public List<float[]> documents(List<String> texts) {
        return use(model -> texts.stream().map(model::vector).toList());
    }

    @Override
    public float[] query(String text) {
        return use(model -> model.vector(QUESTION + text));
    }

    /// Whether the model takes memory at this moment.
    public boolean loaded() {
        lock.lock();
        try {
            return model != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lock.lock();
        try {
            closed = true;
            long left = CLOSING.toNanos();
            while (users > 0 && left > 0) left = unused.awaitNanos(left);
            if (users == 0) unload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever gives it back last unloads it.
        } finally {
            lock.unlock();
        }
    }

    private <T> T use(Function<SentenceModel, T> work) {
        var borrowed = borrow();
        try {
            return work.apply(borrowed);
        } finally {
            giveBack();
        }
    }

    private SentenceModel borrow() {
        lock.lock();
        try {
            if (closed) throw new EmbeddingException("the sentence model was closed");
            if (model == null) {
                model = SentenceModel.open(folder, TOKENS_MAX);
                unloadIn(idle.toNanos());
            }
            users++;
            return model;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        lock.lock();
        try {
            users--;
            lastUsed = System.nanoTime();
            if (users == 0) unused.signalAll();
            if (closed && users == 0) unload();
        } finally {
            lock.unlock();
        }
    }

    private void unloadIn(long nanos) {
        var _ = clock.schedule(this::unloadIfIdle, nanos, TimeUnit.NANOSECONDS);
    }

    private void unloadIfIdle() {
        lock.lock();
        try {
            long left = users > 0 ? idle.toNanos() : idle.toNanos() - (System.nanoTime() - lastUsed);
            if (left <= 0) unload();
            else if (!closed) unloadIn(left);
        } finally {
            lock.unlock();
        }
    }

    private void unload() {
        if (model != null) model.close();
        model = null;
    }
}
