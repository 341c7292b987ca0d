package dev.hob.node.log;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log from now on, for readers that keep nothing and so have nothing to catch up with. One thread of its
/// own; an entry that a reader fails on is reported and passed over.
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int ENTRIES_AT_ONCE = 100;
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
    /// Between one reading and the next, so that a burst of entries is read together.
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Log log;
    private final Consumer<Entry> reader;
    private final Thread thread;

    /// @param name of the thread, for those who look at it
    public Follower(String name, Log log, Consumer<Entry> reader) {
        this.log = log;
        this.reader = reader;
        this.thread = Background.thread(name, this::follow);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    private void follow() {
        long position = log.head();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                long announced = log.announced();
                var entries = log.after(position, ENTRIES_AT_ONCE);
                for (var entry : entries) {
                    position = entry.position();
                    reader.accept(entry);
                }
                if (entries.size() == ENTRIES_AT_ONCE) continue;
                Thread.sleep(BREATH);
                log.await(announced, LOOK_ANYWAY);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) return;
                LOG.warn("{} failed at log position {}", thread.getName(), position, e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
