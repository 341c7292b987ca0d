package dev.hob.node.log;

import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The append-only record of what changed here. Readers follow it at their own pace with a durable [Cursor]: at least
/// once, in order. Shared between threads.
public final class Log {
    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long announced;

    public Log(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Adds a change within the caller's transaction and returns its position. Call [#announce] after the commit.
    public long append(Handle handle, Origin origin, Change change) {
        // One counter row, not a sequence: a sequence hands out numbers before commit, so that a reader could pass a
        // number that appears later. The row's lock makes positions visible in order on both databases.
        long position = handle.createQuery("update log_head set position = position + 1 returning position")
                .mapTo(Long.class)
                .one();
        handle.execute("""
                insert into log (position, at, origin, change)
                values (?, ?, ?, ?)""", position, clock.millis(), Json.write(origin), Json.write(change));
        return position;
    }

    /// Wakes those who wait for more.
    public void announce() {
        lock.lock();
        try {
            announced++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Up to so many entries behind a position, oldest first.
    public List<Entry> after(long position, int max) {
        return database.read(handle -> handle.createQuery("""
                        select position, at, origin, change
                          from log
                         where position > :position
                         order by position
                         limit :max""")
                .bind("position", position)
                .bind("max", max)
                .map(Log::row)
                .list());
    }

    /// Up to so many entries before a position, newest first.
    public List<Entry> before(long position, int max) {
        return database.read(handle -> handle.createQuery("""
                        select position, at, origin, change
                          from log
                         where position < :position
                         order by position desc
                         limit :max""")
                .bind("position", position)
                .bind("max", max)
                .map(Log::row)
                .list());
    }

    /// The entries at some positions, by position.
    public Map<Long, Entry> at(Collection<Long> positions) {
        if (positions.isEmpty()) return Map.of();
        var found = new HashMap<Long, Entry>();
        database.read(handle -> handle.createQuery(
                                "select position, at, origin, change from log where position in (<positions>)")
                        .bindList("positions", List.copyOf(positions))
                        .map(Log::row)
                        .list())
                .forEach(entry -> found.put(entry.position(), entry));
        return found;
    }

    private static Entry row(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(
                row.getLong("position"),
                Instant.ofEpochMilli(row.getLong("at")),
                Json.read(row.getString("origin"), Origin.class),
                Json.read(row.getString("change"), Change.class));
    }

    /// The position of the newest entry; 0 when there is none.
    public long head() {
        return database.read(handle -> handle.createQuery("select position from log_head")
                .mapTo(Long.class)
                .one());
    }

    /// How often something was announced. Asked before the log is read, and given to [#await] after it: so nothing is
    /// missed that comes in between.
    public long announced() {
        lock.lock();
        try {
            return announced;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something was announced since, or the time is over.
    public void await(long since, Duration max) throws InterruptedException {
        long nanos = max.toNanos();
        lock.lock();
        try {
            while (nanos > 0 && announced == since) nanos = grown.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    /// The durable place of a reader in the log; a new reader begins at the beginning.
    public Cursor cursor(String reader) {
        return new Cursor(database, reader);
    }
}
