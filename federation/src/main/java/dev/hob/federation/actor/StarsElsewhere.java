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

/// The stars that our people gave to repositories elsewhere. Nobody answers a star. Shared between threads.
public final class StarsElsewhere {
    /// Nobody gives more.
    public static final int EACH_MAX = 5_000;

    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    private static final String SELECT = "select local, repository, inbox, activity, at from star_elsewhere ";

    private final Database database;
    private final InstantSource clock;

    /// A star.
    ///
    /// @param local whose it is, as [Local#key] says it
    /// @param activity the Like that gave it
    public record Star(String local, Id repository, Id inbox, Id activity, Instant at) {}

    public StarsElsewhere(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Somebody gives a star.
    ///
    /// @return false when they gave too many already
    public boolean give(Handle handle, Local local, Id repository, Id inbox, Id activity) {
        if (count(handle, local) >= EACH_MAX) return false;
        handle.execute("""
                insert into star_elsewhere (local, repository, inbox, activity, at)
                values (?, ?, ?, ?, ?)
                on conflict (local, repository) do nothing""", local.key(), repository.value(), inbox.value(), activity.value(), clock.millis());
        return true;
    }

    /// Takes it back; whether there was one.
    public boolean takeBack(Handle handle, Local local, Id repository) {
        return handle.execute(
                        "delete from star_elsewhere where local = ? and repository = ?",
                        local.key(),
                        repository.value())
                > 0;
    }

    /// A repository elsewhere is gone.
    public void forget(Handle handle, Id repository) {
        handle.execute("delete from star_elsewhere where repository = ?", repository.value());
    }

    /// Somebody of here is gone.
    public static void clear(Handle handle, String key) {
        handle.execute("delete from star_elsewhere where local = ?", key);
    }

    /// Somebody's star for a repository.
    public Optional<Star> find(Local local, Id repository) {
        return database.read(handle -> handle.createQuery(SELECT + "where local = :local and repository = :repository")
                .bind("local", local.key())
                .bind("repository", repository.value())
                .map(StarsElsewhere::row)
                .findOne());
    }

    /// The stars of people of here for a repository.
    public List<Star> givers(Id repository, int max) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where repository = :repository order by at, local limit :max")
                        .bind("repository", repository.value())
                        .bind("max", max)
                        .map(StarsElsewhere::row)
                        .list());
    }

    /// How many somebody gave.
    public int count(Local local) {
        return database.read(handle -> count(handle, local));
    }

    private static int count(Handle handle, Local local) {
        return handle.createQuery("select count(*) from star_elsewhere where local = :local")
                .bind("local", local.key())
                .mapTo(Integer.class)
                .one();
    }

    /// Some of somebody's stars, the latest first.
    ///
    /// @param max at most [#LIST_MAX]
    public List<Star> page(Local local, long skipped, int max) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "where local = :local order by at desc, repository limit :max offset :skipped")
                .bind("local", local.key())
                .bind("max", Math.min(max, LIST_MAX))
                .bind("skipped", skipped)
                .map(StarsElsewhere::row)
                .list());
    }

    private static Star row(ResultSet row, StatementContext context) throws SQLException {
        return new Star(
                row.getString("local"),
                new Id(row.getString("repository")),
                new Id(row.getString("inbox")),
                new Id(row.getString("activity")),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
