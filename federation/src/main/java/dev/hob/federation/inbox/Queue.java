package dev.hob.federation.inbox;

import dev.hob.federation.remote.Backoff;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What has come and is to be done, and what has become of what came before. Kept in SQL, so that a kill loses nothing
/// that was acknowledged. Shared between threads.
public final class Queue {
    /// An id that was seen is not done again for so long.
    private static final Duration REMEMBERED = Duration.ofDays(30);
    /// The bytes on which operations stand are kept for so long.
    private static final Duration EVIDENCE = Duration.ofDays(90);

    private static final int TOGETHER_MAX = 500;
    /// More wait for nobody's leave; what comes then is refused.
    static final int HELD_MAX = 10_000;

    private static final int TOLD_MAX = 500;
    private static final String COLUMNS =
            "position, activity, kind, object, actor, host, key_id, digest, body, received, tries, approved";

    private static final String LINES = "select " + COLUMNS + ", state, told, repository from inbox_activity ";

    private final Database database;
    private final InstantSource clock;
    private final AtomicLong last;
    private final ConcurrentLinkedQueue<Arriving> arriving = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    /// How much waits, by host.
    private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();

    private final AtomicLong waitingAll = new AtomicLong();

    public Queue(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.last = new AtomicLong(
                database.read(handle -> handle.createQuery("select coalesce(max(position), 0) from inbox_activity")
                        .mapTo(Long.class)
                        .one()));
        database.read(handle -> handle.createQuery(
                                "select host, count(*) as many from inbox_activity where state = 'waiting' group by host")
                        .map((row, _) -> Map.entry(row.getString("host"), row.getLong("many")))
                        .list())
                .forEach(it -> count(it.getKey(), it.getValue()));
    }

    /// One that waits to be written with others.
    private static final class Arriving {
        private final Received one;
        private Optional<Boolean> kept = Optional.empty();

        Arriving(Received one) {
            this.one = one;
        }
    }

    private void count(String host, long more) {
        waiting.computeIfAbsent(host, _ -> new AtomicLong()).addAndGet(more);
        waitingAll.addAndGet(more);
    }

    /// How much waits of one host.
    long waiting(String host) {
        var known = waiting.get(host);
        return known == null ? 0 : known.get();
    }

    /// How much waits.
    public long waiting() {
        return waitingAll.get();
    }

    /// The hosts of which something waits.
    List<String> hosts() {
        var hosts = new ArrayList<String>();
        waiting.forEach((host, many) -> {
            if (many.get() > 0) hosts.add(host);
        });
        return hosts;
    }

    /// Keeps one that was believed; its position is given here. False when its id was seen before.
    ///
    /// Those who come at once are written together, by whoever is first.
    boolean keep(Received one) {
        var mine = new Arriving(one);
        arriving.add(mine);
        turn.lock();
        try {
            while (mine.kept.isEmpty()) writeTogether();
            return mine.kept.get();
        } finally {
            turn.unlock();
        }
    }

    private void writeTogether() {
        var some = new ArrayList<Arriving>();
        for (var next = arriving.poll(); next != null; next = arriving.poll()) {
            some.add(next);
            if (some.size() == TOGETHER_MAX) break;
        }
        boolean written = false;
        try {
            database.writing(handle -> {
                for (var each : some) each.kept = Optional.of(insert(handle, each.one));
            });
            written = true;
        } finally {
            if (!written) {
                // Whoever came with us tries again by themselves.
                for (var each : some) each.kept = Optional.empty();
                some.removeFirst();
                arriving.addAll(some);
            }
        }
        for (var each : some) if (each.kept.orElse(false)) count(each.one.host(), 1);
    }

    private boolean insert(Handle handle, Received one) {
        int rows = handle.execute(
                """
                insert into inbox_activity (position, activity, kind, object, actor, host, key_id, digest, body,
                                            received, state, told, tries, due, approved)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', 0, 0, ?)
                on conflict (activity) do nothing""",
                last.incrementAndGet(),
                one.activity().value(),
                one.kind(),
                one.object().map(Id::value).orElse(null),
                one.actor().value(),
                one.host(),
                one.key().value(),
                one.digest(),
                one.body(),
                one.received().toEpochMilli(),
                false);
        return rows > 0;
    }

    /// Whether an id was seen before.
    boolean has(Id activity) {
        return database.read(handle -> handle.createQuery("select 1 from inbox_activity where activity = :activity")
                .bind("activity", activity.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /// One that was seen.
    Optional<Received> find(Id activity) {
        return database.read(
                handle -> handle.createQuery("select " + COLUMNS + " from inbox_activity where activity = :activity")
                        .bind("activity", activity.value())
                        .map(Queue::row)
                        .findOne());
    }

    /// The next ones of a host, in their order.
    List<Received> next(String host, int max) {
        return database.read(handle -> handle.createQuery("select " + COLUMNS + """
                          from inbox_activity
                         where state = 'waiting' and host = :host and due <= :now
                         order by position
                         limit :max""")
                .bind("host", host)
                .bind("now", clock.millis())
                .bind("max", max)
                .map(Queue::row)
                .list());
    }

    /// The hosts of which something has waited for its next try, and may have it.
    List<String> due() {
        return database.read(handle -> handle.createQuery("""
                        select distinct host from inbox_activity
                         where state = 'waiting' and due > 0 and due <= :now""")
                .bind("now", clock.millis())
                .mapTo(String.class)
                .list());
    }

    /// It is settled, with all that follows from it.
    void settle(Received one, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(var told, boolean keeps, var rows) -> settle(one, "done", told, keeps, rows);
            case Outcome.Ignored(var told) -> settle(one, "ignored", told, false, _ -> {});
            case Outcome.Refused(var told, var rows) -> settle(one, "refused", told, false, rows);
            case Outcome.Held(var told, var repository) -> hold(one, told, repository);
            case Outcome.Later(var told) -> later(one, told);
        }
    }

    private void settle(
            Received one, String state, String told, boolean keeps, java.util.function.Consumer<Handle> rows) {
        database.writing(handle -> {
            rows.accept(handle);
            handle.execute(
                    "update inbox_activity set state = ?, told = ?, body = ? where position = ? and state = 'waiting'",
                    state,
                    cut(told),
                    keeps ? one.body() : null,
                    one.position());
        });
        count(one.host(), -1);
    }

    private void hold(Received one, String told, Optional<RepositoryId> repository) {
        if (held() >= HELD_MAX) {
            settle(one, "refused", "Too much waits for somebody's leave.", false, _ -> {});
            return;
        }
        database.writing(handle -> handle.execute(
                "update inbox_activity set state = 'held', told = ?, repository = ? where position = ? and state = 'waiting'",
                cut(told),
                repository.map(RepositoryId::value).orElse(null),
                one.position()));
        count(one.host(), -1);
    }

    private void later(Received one, String told) {
        database.writing(handle -> handle.execute(
                "update inbox_activity set tries = ?, due = ?, told = ? where position = ? and state = 'waiting'",
                one.tries() + 1,
                clock.instant().plus(Backoff.after(one.tries() + 1)).toEpochMilli(),
                cut(told),
                one.position()));
    }

    private static String cut(String told) {
        return told.length() <= TOLD_MAX ? told : told.substring(0, TOLD_MAX);
    }

    /// How many wait for leave.
    public int held() {
        return database.read(handle -> handle.createQuery("select count(*) from inbox_activity where state = 'held'")
                .mapTo(Integer.class)
                .one());
    }

    /// Something that waits, is held, or is settled.
    ///
    /// @param repository whose owner may let it be done, while it is held
    public record Line(Received received, String state, String told, Optional<RepositoryId> repository) {}

    /// What became of all that one host sent.
    ///
    /// @param taken what is done, or was nothing that concerns anything here
    public record Sum(long waiting, long held, long taken, long refused) {
        /// Nothing ever came.
        public static final Sum NONE = new Sum(0, 0, 0, 0);

        private Sum plus(String state, long many) {
            return switch (state) {
                case "waiting" -> new Sum(waiting + many, held, taken, refused);
                case "held" -> new Sum(waiting, held + many, taken, refused);
                case "refused" -> new Sum(waiting, held, taken, refused + many);
                default -> new Sum(waiting, held, taken + many, refused);
            };
        }
    }

    /// The states that there are, in the order in which one looks at them.
    public static final List<String> STATES = List.of("held", "waiting", "refused", "done", "ignored");

    /// What is remembered of each host.
    public Map<String, Sum> byHost() {
        var sums = new HashMap<String, Sum>();
        database.read(handle -> handle.createQuery(
                                "select state, host, count(*) as many from inbox_activity group by state, host")
                        .map((row, _) -> new Part(row.getString("state"), row.getString("host"), row.getLong("many")))
                        .list())
                .forEach(part -> sums.merge(
                        part.host(),
                        Sum.NONE.plus(part.state(), part.many()),
                        (one, _) -> one.plus(part.state(), part.many())));
        return sums;
    }

    private record Part(String state, String host, long many) {}

    /// What is held, done, ignored or refused, the latest first.
    public List<Line> lines(String state, int max) {
        return lines(state, Long.MAX_VALUE, max);
    }

    /// The same before a position.
    public List<Line> lines(String state, long before, int max) {
        return database.read(handle -> handle.createQuery(LINES + """
                         where state = :state and position < :before order by position desc limit :max""")
                .bind("state", state)
                .bind("before", before)
                .bind("max", max)
                .map(Queue::line)
                .list());
    }

    /// The latest that one host has sent, whatever became of it.
    public List<Line> of(String host, int max) {
        return database.read(
                handle -> handle.createQuery(LINES + " where host = :host order by position desc limit :max")
                        .bind("host", host)
                        .bind("max", max)
                        .map(Queue::line)
                        .list());
    }

    /// What the owner of a repository may let be done, the latest first.
    List<Line> held(RepositoryId repository, int max) {
        return database.read(handle -> handle.createQuery(LINES + """
                         where repository = :repository and state = 'held' order by position desc limit :max""")
                .bind("repository", repository.value())
                .bind("max", max)
                .map(Queue::line)
                .list());
    }

    /// One that is held.
    Optional<Line> held(long position) {
        return database.read(handle -> handle.createQuery(LINES + " where position = :position and state = 'held'")
                .bind("position", position)
                .map(Queue::line)
                .findOne());
    }

    private static Line line(ResultSet row, StatementContext context) throws SQLException {
        return new Line(
                row(row, context),
                row.getString("state"),
                row.getString("told"),
                Optional.ofNullable(row.getString("repository")).map(RepositoryId::new));
    }

    /// Lets what is held be done after all; whether it was there.
    boolean approve(long position) {
        var host = database.write(handle -> {
            int rows = handle.execute(
                    "update inbox_activity set state = 'waiting', approved = ?, due = 0 where position = ? and state = 'held'",
                    true,
                    position);
            return rows == 0
                    ? Optional.<String>empty()
                    : handle.createQuery("select host from inbox_activity where position = :position")
                            .bind("position", position)
                            .mapTo(String.class)
                            .findOne();
        });
        host.ifPresent(it -> count(it, 1));
        return host.isPresent();
    }

    /// Settles what is held: it is never done. Whether it was there.
    boolean refuse(long position, String told) {
        return database.write(handle -> handle.execute(
                        "update inbox_activity set state = 'refused', told = ?, body = null where position = ? and state = 'held'",
                        cut(told),
                        position))
                > 0;
    }

    /// Forgets what need not be remembered any more.
    void sweep() {
        long now = clock.millis();
        database.writing(handle -> {
            handle.execute(
                    "delete from inbox_activity where received < ? and body is null and state <> 'waiting'",
                    now - REMEMBERED.toMillis());
            handle.execute(
                    "delete from inbox_activity where received < ? and state <> 'waiting'", now - EVIDENCE.toMillis());
            handle.execute("delete from inbox_tombstone where at < ?", now - EVIDENCE.toMillis());
        });
    }

    /// Somebody took something back: it is not taken again from them. Whose it is nobody else can say.
    void bury(Handle handle, Id id, Id actor) {
        handle.execute(
                "insert into inbox_tombstone (id, actor, at) values (?, ?, ?) on conflict (id, actor) do nothing",
                id.value(),
                actor.value(),
                clock.millis());
    }

    /// Whether somebody took something back.
    boolean isBuried(Id id, Id actor) {
        return database.read(
                handle -> handle.createQuery("select 1 from inbox_tombstone where id = :id and actor = :actor")
                        .bind("id", id.value())
                        .bind("actor", actor.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    private static Received row(ResultSet row, StatementContext context) throws SQLException {
        return new Received(
                row.getLong("position"),
                new Id(row.getString("activity")),
                row.getString("kind"),
                Optional.ofNullable(row.getString("object")).map(Id::new),
                new Id(row.getString("actor")),
                row.getString("host"),
                new Id(row.getString("key_id")),
                row.getString("digest"),
                Optional.ofNullable(row.getString("body")).orElse(""),
                Instant.ofEpochMilli(row.getLong("received")),
                row.getInt("tries"),
                row.getBoolean("approved"));
    }
}
