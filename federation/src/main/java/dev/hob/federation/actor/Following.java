package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Whom our people follow elsewhere, and whether they may. Shared between threads.
public final class Following {
    /// Nobody follows more: each is somebody whose words come here.
    public static final int EACH_MAX = 5_000;

    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    private static final String SELECT = "select local, actor, inbox, follow, state, why, since from followed ";

    private final Database database;
    private final InstantSource clock;

    /// Somebody who is followed.
    ///
    /// @param local who follows, as [Local#key] says it
    /// @param follow the activity that asked for it
    /// @param why it was refused, if they said so
    public record Followed(String local, Id actor, Id inbox, Id follow, AskedState state, String why, Instant since) {}

    public Following(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Somebody asks to follow, perhaps once more.
    ///
    /// @return false when they follow too many already
    public boolean ask(Handle handle, Local local, Id actor, Id inbox, Id follow) {
        if (find(handle, local, actor).isEmpty() && count(handle, local, false) >= EACH_MAX) return false;
        handle.execute("""
                insert into followed (local, actor, inbox, follow, state, why, since)
                values (?, ?, ?, ?, 'ASKED', '', ?)
                on conflict (local, actor) do update
                   set inbox = excluded.inbox, follow = excluded.follow, state = excluded.state,
                       why = excluded.why, since = excluded.since""", local.key(), actor.value(), inbox.value(), follow.value(), clock.millis());
        return true;
    }

    /// Whoever was asked says yes or no.
    public void settle(Handle handle, Id follow, AskedState state, String why) {
        handle.execute("update followed set state = ?, why = ? where follow = ?", state.name(), why, follow.value());
    }

    /// Somebody follows no more; whether they did.
    public boolean remove(Handle handle, Local local, Id actor) {
        return handle.execute("delete from followed where local = ? and actor = ?", local.key(), actor.value()) > 0;
    }

    /// Somebody elsewhere is gone.
    public void forget(Handle handle, Id actor) {
        handle.execute("delete from followed where actor = ?", actor.value());
    }

    /// Somebody of here is gone.
    public static void clear(Handle handle, String key) {
        handle.execute("delete from followed where local = ?", key);
    }

    /// An actor is reached elsewhere from now on.
    public void reach(Handle handle, Id actor, Id inbox) {
        handle.execute("update followed set inbox = ? where actor = ?", inbox.value(), actor.value());
    }

    /// Where all of those are reached whom somebody of here follows.
    public static List<Id> inboxes(Handle handle, String key) {
        return handle.createQuery("select distinct inbox from followed where local = :local order by inbox")
                .bind("local", key)
                .map((row, _) -> new Id(row.getString("inbox")))
                .list();
    }

    /// How somebody of here stands to somebody elsewhere.
    public Optional<Followed> find(Local local, Id actor) {
        return database.read(handle -> find(handle, local, actor));
    }

    private static Optional<Followed> find(Handle handle, Local local, Id actor) {
        return handle.createQuery(SELECT + "where local = :local and actor = :actor")
                .bind("local", local.key())
                .bind("actor", actor.value())
                .map(Following::row)
                .findOne();
    }

    /// The same by the activity that asked.
    public Optional<Followed> byActivity(Id follow) {
        return database.read(handle -> handle.createQuery(SELECT + "where follow = :follow")
                .bind("follow", follow.value())
                .map(Following::row)
                .findOne());
    }

    /// Those of here who follow somebody elsewhere, or have asked.
    public List<Followed> whoFollow(Id actor, int max) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where actor = :actor order by since, local limit :max")
                        .bind("actor", actor.value())
                        .bind("max", max)
                        .map(Following::row)
                        .list());
    }

    /// Whether anybody of here follows somebody elsewhere, who lets them.
    public boolean isFollowed(Id actor) {
        return database.read(handle -> handle.createQuery(
                        "select 1 from followed where actor = :actor and state = 'ACCEPTED' limit 1")
                .bind("actor", actor.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// How many somebody follows who let them.
    public int count(Local local) {
        return database.read(handle -> count(handle, local, true));
    }

    /// How many somebody follows or has asked.
    public int countAll(Local local) {
        return database.read(handle -> count(handle, local, false));
    }

    private static int count(Handle handle, Local local, boolean accepted) {
        return handle.createQuery("select count(*) from followed where local = :local"
                        + (accepted ? " and state = 'ACCEPTED'" : ""))
                .bind("local", local.key())
                .mapTo(Integer.class)
                .one();
    }

    /// Some of those whom somebody follows, the latest first.
    ///
    /// @param accepted whether only those who let them
    /// @param max at most [#LIST_MAX]
    public List<Followed> page(Local local, boolean accepted, long skipped, int max) {
        return database.read(handle -> handle.createQuery(SELECT + "where local = :local"
                        + (accepted ? " and state = 'ACCEPTED'" : "")
                        + " order by since desc, actor limit :max offset :skipped")
                .bind("local", local.key())
                .bind("max", Math.min(max, LIST_MAX))
                .bind("skipped", skipped)
                .map(Following::row)
                .list());
    }

    private static Followed row(ResultSet row, StatementContext context) throws SQLException {
        return new Followed(
                row.getString("local"),
                new Id(row.getString("actor")),
                new Id(row.getString("inbox")),
                new Id(row.getString("follow")),
                AskedState.valueOf(row.getString("state")),
                row.getString("why"),
                Instant.ofEpochMilli(row.getLong("since")));
    }
}
