package dev.hob.node.log;

import dev.hob.node.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/// The intents that are open: at most one for each repository's folder while it is being written, none at rest.
public final class Intents {
    private final Database database;
    private final AtomicLong lastId;

    public Intents(Database database) {
        this.database = database;
        this.lastId =
                new AtomicLong(database.read(handle -> handle.createQuery("select coalesce(max(id), 0) from intent")
                        .mapTo(Long.class)
                        .one()));
    }

    /// Writes an intent down; the answer carries its id. Its own transaction: it must be kept before git is touched.
    public Intent open(Intent draft) {
        return database.write(handle -> open(handle, draft));
    }

    /// The same within the caller's transaction, when that one is what git must follow.
    public Intent open(Handle handle, Intent draft) {
        long id = lastId.incrementAndGet();
        handle.execute(
                """
                insert into intent (id, repository, rid, origin, moves, change, activity, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                draft.repository().value(),
                draft.rid().value(),
                Json.write(draft.origin()),
                Json.write(draft.moves()),
                draft.changes().isEmpty() ? null : Json.writeChanges(draft.changes()),
                draft.activity().orElse(null),
                draft.at().toEpochMilli());
        return draft.withId(id);
    }

    /// Removes an intent within the transaction that appends what came of it.
    public void close(Handle handle, long id) {
        int rows = handle.execute("delete from intent where id = ?", id);
        if (rows != 1) throw new AssertionError("intent " + id + " was closed twice");
    }

    /// Those that a crash left, oldest first.
    public List<Intent> open() {
        return database.read(handle -> handle.createQuery("""
                        select id, repository, rid, origin, moves, change, activity, at
                          from intent
                         order by id""")
                .map((row, _) -> new Intent(
                        row.getLong("id"),
                        new RepositoryId(row.getString("repository")),
                        new RepoId(row.getString("rid")),
                        Json.read(row.getString("origin"), Origin.class),
                        Json.moves(row.getString("moves")),
                        Optional.ofNullable(row.getString("change"))
                                .map(Json::changes)
                                .orElse(List.of()),
                        Optional.ofNullable(row.getString("activity")),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list());
    }
}
