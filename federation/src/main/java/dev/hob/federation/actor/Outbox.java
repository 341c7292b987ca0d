package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What each of those who act here has told their followers. Only what and when: the text is that of today. Shared
/// between threads.
public final class Outbox {
    /// Behind every line.
    public static final long LATEST = Long.MAX_VALUE;

    /// How many lines stay for each; older activities are forgotten, what they were about is not.
    private static final int EACH_MAX = 10_000;

    /// How often the older ones are looked for.
    private static final int SWEEP_EACH = 64;

    private static final int OF_ONE_MAX = 1_000;
    private static final String SELECT = "select actor, position, part, kind, subject, since, at from announcement ";

    private final Database database;

    /// What an activity says of its subject.
    public enum Kind {
        CREATE,
        ANNOUNCE,
        UPDATE,
        DELETE,
        MOVE,
        /// Commits came: what only forges understand.
        PUSH,
        /// A ticket was closed, reopened or merged: the same.
        TURN,
        /// What was passed on is other now at its author's: the same.
        ANNOUNCE_UPDATE,
        /// What was passed on was taken back there: the same.
        ANNOUNCE_DELETE;

        /// Whether it is for forges alone (D7): GoToSocial answers what it does not know with errors, for days.
        public boolean isForForges() {
            return switch (this) {
                case PUSH, TURN, ANNOUNCE_UPDATE, ANNOUNCE_DELETE -> true;
                case CREATE, ANNOUNCE, UPDATE, DELETE, MOVE -> false;
            };
        }
    }

    private static final String FOR_ALL = "kind not in ('PUSH', 'TURN', 'ANNOUNCE_UPDATE', 'ANNOUNCE_DELETE')";

    /// One activity.
    ///
    /// @param actor as [Local#key] names them
    /// @param position in the log, of the change that it tells of
    /// @param part among several of one change
    /// @param subject the id of what it is about
    /// @param since where the first of the changes is, if it tells of several
    public record Line(String actor, long position, int part, Kind kind, Id subject, long since, Instant at) {}

    public Outbox(Database database) {
        this.database = database;
    }

    /// Adds a line, unless it is there; whether it was not.
    public boolean add(Handle handle, Line line) {
        int rows = handle.execute(
                """
                insert into announcement (actor, position, part, kind, subject, since, at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (actor, position, part) do nothing""",
                line.actor(),
                line.position(),
                line.part(),
                line.kind().name(),
                line.subject().value(),
                line.since(),
                line.at().toEpochMilli());
        if (rows > 0 && line.position() % SWEEP_EACH == 0) sweep(handle, line.actor());
        return rows > 0;
    }

    private static void sweep(Handle handle, String actor) {
        handle.createQuery("select position from announcement where actor = :actor"
                        + " order by position desc, part desc limit 1 offset :max")
                .bind("actor", actor)
                .bind("max", EACH_MAX)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(last ->
                        handle.execute("delete from announcement where actor = ? and position <= ?", actor, last));
    }

    /// The line of an activity.
    public Optional<Line> find(Local local, long position, int part) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where actor = :actor and position = :position and part = :part")
                        .bind("actor", local.key())
                        .bind("position", position)
                        .bind("part", part)
                        .map(Outbox::row)
                        .findOne());
    }

    /// The lines before a position, the latest first.
    public List<Line> before(Local local, long position, int max) {
        return database.read(handle -> handle.createQuery(SELECT + "where actor = :actor and position < :position and "
                        + FOR_ALL + " order by position desc, part desc limit :max")
                .bind("actor", local.key())
                .bind("position", position)
                .bind("max", max)
                .map(Outbox::row)
                .list());
    }

    /// How many there are.
    public int count(Local local) {
        return database.read(
                handle -> handle.createQuery("select count(*) from announcement where actor = :actor and " + FOR_ALL)
                        .bind("actor", local.key())
                        .mapTo(Integer.class)
                        .one());
    }

    /// What was told of something, in order.
    public List<Line> of(Id subject) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where subject = :subject order by position, part limit :max")
                        .bind("subject", subject.value())
                        .bind("max", OF_ONE_MAX)
                        .map(Outbox::row)
                        .list());
    }

    /// What was told to be new of all that is below an id, and was not taken back since; the latest first.
    public List<Line> below(Id place, int max) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where kind = 'CREATE' and subject like :below escape '!'
                           and not exists (
                                 select 1 from announcement later
                                  where later.subject = announcement.subject and later.kind = 'DELETE')
                         order by position desc, part desc
                         limit :max""")
                .bind("below", place.value().replaceAll("[!%_]", "!$0") + "/%")
                .bind("max", max)
                .map(Outbox::row)
                .list());
    }

    /// Whether it was told that something is gone.
    public boolean isGone(Id subject) {
        return of(subject).stream().anyMatch(line -> line.kind() == Kind.DELETE);
    }

    /// How many posts of all that are here were told.
    public long posts() {
        return database.read(handle -> handle.createQuery("select count(*) from announcement where kind = 'CREATE'")
                .mapTo(Long.class)
                .one());
    }

    /// Nothing is kept of somebody who is gone, but that.
    public void clear(Handle handle, String key, Id self) {
        handle.execute("delete from announcement where actor = ? and subject <> ?", key, self.value());
    }

    private static Line row(ResultSet row, StatementContext context) throws SQLException {
        return new Line(
                row.getString("actor"),
                row.getLong("position"),
                row.getInt("part"),
                Kind.valueOf(row.getString("kind")),
                new Id(row.getString("subject")),
                row.getLong("since"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
