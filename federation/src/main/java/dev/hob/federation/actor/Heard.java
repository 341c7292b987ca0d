package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What came from those whom our people follow, and in answer to what our people wrote elsewhere: how each begins, and
/// where it is. Shared between threads.
public final class Heard {
    /// How many stay of each who speaks.
    public static final int EACH_MAX = 200;

    /// How many stay at all.
    public static final int ALL_MAX = 100_000;

    /// Older ones are no news.
    public static final Duration KEPT = Duration.ofDays(90);

    /// The most that a list gives at once.
    public static final int LIST_MAX = 100;

    /// How often the older ones are looked for.
    private static final int SWEEP_EACH = 100;

    private static final String SELECT =
            "select actor, object, author, kind, thread, title, said, page, at from heard ";

    private final Database database;
    private final InstantSource clock;

    /// What kind of thing was said.
    public enum Kind {
        NOTE,
        TICKET,
        RELEASE
    }

    /// One thing.
    ///
    /// @param actor who said it or passed it on
    /// @param object its id
    /// @param thread what of our people's it belongs to
    /// @param said how it begins, in one line
    /// @param page where people read it; empty when its author does not say
    public record Line(
            Id actor,
            Id object,
            Id author,
            Kind kind,
            Optional<Id> thread,
            String title,
            String said,
            String page,
            Instant at) {}

    public Heard(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Keeps one, or what it says now.
    public void keep(Handle handle, Line line) {
        handle.execute(
                """
                insert into heard (actor, object, author, kind, thread, title, said, page, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (actor, object) do update
                   set title = excluded.title, said = excluded.said, page = excluded.page""",
                line.actor().value(),
                line.object().value(),
                line.author().value(),
                line.kind().name(),
                line.thread().map(Id::value).orElse(null),
                line.title(),
                line.said(),
                line.page(),
                line.at().toEpochMilli());
        if (Math.floorMod(line.object().hashCode(), SWEEP_EACH) == 0) sweep(handle, line.actor());
    }

    private void sweep(Handle handle, Id actor) {
        handle.createQuery("select at from heard where actor = :actor order by at desc limit 1 offset :max")
                .bind("actor", actor.value())
                .bind("max", EACH_MAX)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(
                        last -> handle.execute("delete from heard where actor = ? and at <= ?", actor.value(), last));
        handle.execute(
                "delete from heard where at < ?", clock.instant().minus(KEPT).toEpochMilli());
        handle.createQuery("select at from heard order by at desc limit 1 offset :max")
                .bind("max", ALL_MAX)
                .mapTo(Long.class)
                .findOne()
                .ifPresent(last -> handle.execute("delete from heard where at <= ?", last));
    }

    /// Its author has changed it.
    public void change(Handle handle, Id object, Id author, String title, String said) {
        handle.execute(
                "update heard set title = ?, said = ? where object = ? and (author = ? or actor = ?)",
                title,
                said,
                object.value(),
                author.value(),
                author.value());
    }

    /// Its author has taken it back.
    public void remove(Handle handle, Id object, Id author) {
        handle.execute(
                "delete from heard where object = ? and (author = ? or actor = ?)",
                object.value(),
                author.value(),
                author.value());
    }

    /// Somebody is gone, and all they said.
    public void forget(Handle handle, Id actor) {
        handle.execute("delete from heard where actor = ? or author = ?", actor.value(), actor.value());
    }

    /// What an actor has passed on.
    public Optional<Line> passedOn(Id actor, Id object) {
        return database.read(handle -> handle.createQuery(SELECT + "where actor = :actor and object = :object")
                .bind("actor", actor.value())
                .bind("object", object.value())
                .map(Heard::row)
                .findOne());
    }

    /// Whether something is here.
    public boolean has(Id object) {
        return database.read(handle -> handle.createQuery("select 1 from heard where object = :object limit 1")
                .bind("object", object.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// What somebody of here hears, the latest first, each thing once.
    ///
    /// @param before what came before this
    /// @param max at most [#LIST_MAX]
    public List<Line> of(Local local, Instant before, int max) {
        int some = Math.min(max, LIST_MAX);
        var all = database.read(handle -> handle.createQuery(SELECT + """
                        where at < :before
                          and (actor in (select actor from followed where local = :local and state = 'ACCEPTED')
                               or thread in (select coalesce(ticket, object) from written_elsewhere
                                              where local = :local)
                               or thread in (select result from asked_pull where person = :person))
                        order by at desc, object, actor
                        limit :max""")
                .bind("before", before.toEpochMilli())
                .bind("local", local.key())
                .bind("person", local instanceof Local.Account(var person) ? person.id() : "")
                .bind("max", 2 * some)
                .map(Heard::row)
                .list());
        return once(all, some);
    }

    /// What was said in a thread, in order, each thing once.
    public List<Line> in(Id thread) {
        var all = database.read(
                handle -> handle.createQuery(SELECT + "where thread = :thread order by at, object, actor limit :max")
                        .bind("thread", thread.value())
                        .bind("max", 2 * LIST_MAX)
                        .map(Heard::row)
                        .list());
        return once(all, LIST_MAX);
    }

    /// One says a thing, and others pass it on.
    private static List<Line> once(List<Line> lines, int max) {
        var seen = new HashSet<Id>();
        return lines.stream().filter(line -> seen.add(line.object())).limit(max).toList();
    }

    private static Line row(ResultSet row, StatementContext context) throws SQLException {
        return new Line(
                new Id(row.getString("actor")),
                new Id(row.getString("object")),
                new Id(row.getString("author")),
                Kind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("thread")).map(Id::new),
                row.getString("title"),
                row.getString("said"),
                row.getString("page"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
