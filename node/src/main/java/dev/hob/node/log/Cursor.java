package dev.hob.node.log;

import dev.hob.node.db.Database;
import org.jdbi.v3.core.Handle;

/// How far one reader of the log has come. Survives a restart; moves only forward. Owned by its reader.
public final class Cursor {
    private final Database database;
    private final String reader;

    Cursor(Database database, String reader) {
        this.database = database;
        this.reader = reader;
    }

    /// The position of the last entry that was dealt with; 0 at first.
    public long load() {
        return database.read(handle -> handle.createQuery("select position from log_cursor where reader = :reader")
                .bind("reader", reader)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /// Begins at a position, unless it has begun: for a reader to whom what was before is no news.
    public void beginAt(long position) {
        database.writing(handle -> handle.execute("""
                insert into log_cursor (reader, position)
                values (?, ?)
                on conflict (reader) do nothing""", reader, position));
    }

    /// Marks everything up to a position as dealt with.
    public void advance(long position) {
        database.writing(handle -> advance(handle, position));
    }

    /// The same within the transaction that keeps what came of it.
    void advance(Handle handle, long position) {
        long before = handle.createQuery("select position from log_cursor where reader = :reader")
                .bind("reader", reader)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        if (position < before)
            throw new AssertionError("log cursor " + reader + " moved back: " + before + " to " + position);
        handle.execute("""
                insert into log_cursor (reader, position)
                values (?, ?)
                on conflict (reader) do update set position = excluded.position""", reader, position);
    }

    /// Goes to a position, wherever it was: for who mends what a fault has left.
    public void rewind(long position) {
        database.writing(
                handle -> handle.execute("update log_cursor set position = ? where reader = ?", position, reader));
    }

    /// Goes back to the beginning within the transaction that forgets everything.
    void restart(Handle handle) {
        handle.execute("delete from log_cursor where reader = ?", reader);
    }
}
