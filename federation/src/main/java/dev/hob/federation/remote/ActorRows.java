package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Json;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The documents of remote actors that are kept, and which actors were deleted. Shared between threads.
final class ActorRows {
    /// How many are kept; those not fetched for longest go first.
    static final int ACTORS_MAX = 200_000;

    static final int TOMBSTONES_MAX = 200_000;
    static final Duration TOMBSTONES_KEPT = Duration.ofDays(90);

    private static final int KEPT_BETWEEN_PRUNINGS = 500;

    private final Database database;
    private final InstantSource clock;
    private final AtomicInteger kept = new AtomicInteger();

    ActorRows(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Keeps what a host says of an actor now.
    void keep(RemoteActor actor) {
        database.writing(handle -> {
            handle.execute(
                    """
                    insert into remote_actor (id, handle, document, fetched)
                    values (?, ?, ?, ?)
                    on conflict (id) do update set
                      handle = excluded.handle, document = excluded.document, fetched = excluded.fetched""",
                    actor.id().value(),
                    actor.handle().acct(),
                    new String(Vocabulary.bytes(actor.document()), UTF_8),
                    actor.fetched().toEpochMilli());
            if (kept.incrementAndGet() % KEPT_BETWEEN_PRUNINGS == 0) prune(handle);
        });
    }

    Optional<RemoteActor> find(Id id) {
        return database.read(
                handle -> handle.createQuery("select handle, document, fetched from remote_actor where id = :id")
                        .bind("id", id.value())
                        .map((row, _) -> actor(row))
                        .findOne());
    }

    /// The one that was fetched last, when several say they have that handle.
    Optional<RemoteActor> find(Handle wanted) {
        return database.read(handle -> handle.createQuery("""
                        select handle, document, fetched
                          from remote_actor
                         where handle = :handle
                         order by fetched desc
                         limit 1""")
                .bind("handle", wanted.acct())
                .map((row, _) -> actor(row))
                .findOne());
    }

    private static RemoteActor actor(ResultSet row) throws SQLException {
        var document = parsed(row.getString("document"));
        var fetched = Instant.ofEpochMilli(row.getLong("fetched"));
        if (!(ActorReading.read(document, fetched) instanceof ActorReading.Read.Whole(var actor)))
            throw new AssertionError("an actor that was kept cannot be read: " + document.path("id"));
        return Handle.of(row.getString("handle")).map(actor::known).orElse(actor);
    }

    private static ObjectNode parsed(String text) {
        if (!(Json.parse(text.getBytes(UTF_8)) instanceof Json.Parsed.Whole(var object)))
            throw new AssertionError("an actor's document that was kept is not JSON");
        return object;
    }

    void bury(Id id) {
        database.writing(handle -> {
            handle.execute("delete from remote_actor where id = ?", id.value());
            handle.execute("""
                    insert into remote_tombstone (id, at)
                    values (?, ?)
                    on conflict (id) do nothing""", id.value(), clock.millis());
            if (kept.incrementAndGet() % KEPT_BETWEEN_PRUNINGS == 0) prune(handle);
        });
    }

    boolean isGone(Id id) {
        return database.read(handle -> handle.createQuery("select 1 from remote_tombstone where id = :id")
                .bind("id", id.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    private void prune(org.jdbi.v3.core.Handle handle) {
        keepNewest(handle, "remote_actor", "fetched", ACTORS_MAX);
        handle.execute(
                "delete from remote_tombstone where at < ?",
                clock.instant().minus(TOMBSTONES_KEPT).toEpochMilli());
        keepNewest(handle, "remote_tombstone", "at", TOMBSTONES_MAX);
    }

    static void keepNewest(org.jdbi.v3.core.Handle handle, String table, String time, int max) {
        int tooMany = handle.createQuery("select count(*) from " + table)
                        .mapTo(Integer.class)
                        .one()
                - max;
        if (tooMany > 0)
            handle.execute(
                    "delete from " + table + " where id in (select id from " + table + " order by " + time
                            + " limit ?)",
                    tooMany);
    }
}
