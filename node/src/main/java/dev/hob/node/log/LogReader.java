package dev.hob.node.log;

import dev.hob.node.db.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log from where it was left, for readers that keep something in SQL. What they keep and how far they have
/// come is one transaction, so that each entry counts once, in order, whenever the node ends. One thread of its own;
/// an entry that a reader fails on again and again is reported and passed over. Shared between threads.
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final int ENTRIES_AT_ONCE = 100;
    private static final int TRIES_MAX = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
    /// Between one reading and the next, so that a burst of entries is read together, unless somebody waits for it.
    private static final Duration BREATH = Duration.ofMillis(100);

    private final Database database;
    private final Log log;
    private final Cursor cursor;
    private final Function<List<Entry>, Consumer<Handle>> reading;
    private final Thread thread;
    /// Held while entries are read: by the thread, or by whoever begins again.
    private final ReentrantLock turn = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Condition awaited = lock.newCondition();
    private int waiting;
    private volatile long position;
    private volatile boolean closed;
    private int failures;

    /// @param name of the place in the log, and of the thread
    /// @param reading makes of some entries what is to be written; it may take its time, the writing must not
    public LogReader(String name, Database database, Log log, Function<List<Entry>, Consumer<Handle>> reading) {
        this.database = database;
        this.log = log;
        this.cursor = log.cursor(name);
        this.reading = reading;
        this.position = cursor.load();
        this.thread = Background.thread(name, this::follow);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    private void follow() {
        while (!closed) {
            try {
                long announced = log.announced();
                while (step()) {
                    // There may be more.
                }
                breathe();
                log.await(announced, LOOK_ANYWAY);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) return;
                LOG.warn("{} failed behind log position {}", thread.getName(), position, e);
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private void breathe() throws InterruptedException {
        long nanos = BREATH.toNanos();
        lock.lock();
        try {
            while (waiting == 0 && nanos > 0) nanos = awaited.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    /// Reads some entries; whether there may be more. After a failure one at a time, so that only the one that cannot
    /// be read is passed over.
    private boolean step() {
        turn.lock();
        try {
            if (closed) return false;
            int max = failures > 0 ? 1 : ENTRIES_AT_ONCE;
            var entries = log.after(position, max);
            if (entries.isEmpty()) return false;
            long last = entries.getLast().position();
            try {
                var writing = reading.apply(entries);
                keep(writing, last);
                failures = 0;
            } catch (RuntimeException e) {
                failures++;
                if (failures < TRIES_MAX || entries.size() > 1) throw e;
                LOG.error("{} passes over log position {}", thread.getName(), last, e);
                keep(_ -> {}, last);
                failures = 0;
            }
            return entries.size() == max;
        } finally {
            turn.unlock();
        }
    }

    private void keep(Consumer<Handle> writing, long last) {
        database.writing(handle -> {
            writing.accept(handle);
            cursor.advance(handle, last);
        });
        lock.lock();
        try {
            position = last;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until everything that is in the log now was read, or the time is over; whether it was.
    public boolean await(Duration max) {
        long wanted = log.head();
        if (position >= wanted) return true;
        long nanos = max.toNanos();
        lock.lock();
        waiting++;
        awaited.signalAll();
        try {
            while (position < wanted && nanos > 0) nanos = moved.awaitNanos(nanos);
            return position >= wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// Reads what is still to be read, now; also when [#start] was never called.
    public void catchUp() {
        turn.lock();
        try {
            while (step()) {
                // There may be more.
            }
        } finally {
            turn.unlock();
        }
    }

    /// Whether the place is one that the log has not come to: then nothing would ever be read again.
    public boolean isBeyond() {
        return position > log.head();
    }

    /// Forgets everything, and reads the log from its beginning to its end.
    ///
    /// @param forgetting takes away what was kept
    public void again(Consumer<Handle> forgetting) {
        turn.lock();
        try {
            database.writing(handle -> {
                forgetting.accept(handle);
                cursor.restart(handle);
            });
            position = 0;
            while (step()) {
                // There may be more.
            }
        } finally {
            turn.unlock();
        }
    }

    /// Ends when what is being read is kept, so that nothing is torn from under it.
    @Override
    public void close() {
        closed = true;
        turn.lock();
        try {
            thread.interrupt();
        } finally {
            turn.unlock();
        }
    }
}
