package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.people.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Who elsewhere follows our people and repositories. Shared between threads.
public final class Followers {
    /// More follow nobody here: each is a line in the database, and somebody that every delivery looks at.
    public static final int EACH_MAX = 100_000;

    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    private static final String SELECT = "select actor, inbox, shared_inbox, follow, since from follower ";

    private final Database database;
    private final InstantSource clock;

    /// Somebody who follows.
    ///
    /// @param follow the activity that asked for it
    public record Follower(Id actor, Id inbox, Optional<Id> sharedInbox, Id follow, Instant since) {
        /// Where what is for many goes: once to a whole instance, if it has a place for that.
        public Id deliversTo() {
            return sharedInbox.orElse(inbox);
        }
    }

    public Followers(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Somebody follows. A second time only renews where they are reached and by which activity.
    ///
    /// @return false when too many follow already
    public boolean add(Handle handle, Local local, Id actor, Id inbox, Optional<Id> sharedInbox, Id follow) {
        return add(handle, local, actor, inbox, sharedInbox, follow, false);
    }

    /// The same.
    ///
    /// @param forge whether they understand what forges say to each other
    public boolean add(
            Handle handle, Local local, Id actor, Id inbox, Optional<Id> sharedInbox, Id follow, boolean forge) {
        if (find(handle, local, actor).isEmpty() && count(handle, local) >= EACH_MAX) return false;
        handle.execute(
                """
                insert into follower (local, actor, host, inbox, shared_inbox, follow, since, forge)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (local, actor) do update
                   set inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, follow = excluded.follow,
                       forge = excluded.forge""",
                local.key(),
                actor.value(),
                actor.origin().host(),
                inbox.value(),
                sharedInbox.map(Id::value).orElse(null),
                follow.value(),
                clock.millis(),
                forge);
        return true;
    }

    /// Somebody follows no more; whether they did.
    public boolean remove(Handle handle, Local local, Id actor) {
        return handle.execute("delete from follower where local = ? and actor = ?", local.key(), actor.value()) > 0;
    }

    /// Somebody is gone, and follows nobody here any more.
    public int forget(Handle handle, Id actor) {
        return handle.execute("delete from follower where actor = ?", actor.value());
    }

    /// Somebody follows neither a person of here nor what is theirs any more.
    void dismiss(Handle handle, Person person, Id actor) {
        handle.execute("""
                delete from follower
                 where actor = ?
                   and (local = ? or local in (select 'repository:' || id from repository where owner = ?))""", actor.value(), Local.PERSON + person.id(), person.id());
    }

    /// How many follow somebody here, by host.
    public Map<String, Integer> byHost() {
        var counts = new HashMap<String, Integer>();
        database.read(handle -> handle.createQuery("select host, count(*) as many from follower group by host")
                        .map((row, _) -> Map.entry(row.getString("host"), row.getInt("many")))
                        .list())
                .forEach(row -> counts.put(row.getKey(), row.getValue()));
        return counts;
    }

    /// A whole instance is gone or shut out.
    public int forgetHost(Handle handle, String host) {
        return handle.execute("delete from follower where host = ?", host);
    }

    /// An inbox does not exist any more, nor does whoever was reached there; a shared one is asked no more.
    public void forgetInbox(Handle handle, Id inbox) {
        handle.execute("delete from follower where inbox = ?", inbox.value());
        handle.execute("update follower set shared_inbox = null where shared_inbox = ?", inbox.value());
    }

    /// Nobody follows somebody of here any more, who is gone.
    public void clear(Handle handle, String key) {
        handle.execute("delete from follower where local = ?", key);
    }

    /// An actor is reached elsewhere from now on.
    public void reach(Handle handle, Id actor, Id inbox, Optional<Id> sharedInbox) {
        handle.execute(
                "update follower set inbox = ?, shared_inbox = ? where actor = ?",
                inbox.value(),
                sharedInbox.map(Id::value).orElse(null),
                actor.value());
    }

    /// One who follows.
    public Optional<Follower> find(Local local, Id actor) {
        return database.read(handle -> find(handle, local, actor));
    }

    private static Optional<Follower> find(Handle handle, Local local, Id actor) {
        return handle.createQuery(SELECT + "where local = :local and actor = :actor")
                .bind("local", local.key())
                .bind("actor", actor.value())
                .map(Followers::row)
                .findOne();
    }

    /// How many follow.
    public int count(Local local) {
        return database.read(handle -> count(handle, local));
    }

    private static int count(Handle handle, Local local) {
        return handle.createQuery("select count(*) from follower where local = :local")
                .bind("local", local.key())
                .mapTo(Integer.class)
                .one();
    }

    /// Some of those who follow, the latest first.
    ///
    /// @param max at most [#LIST_MAX]
    public List<Follower> page(Local local, long skipped, int max) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "where local = :local order by since desc, actor limit :max offset :skipped")
                .bind("local", local.key())
                .bind("max", Math.min(max, LIST_MAX))
                .bind("skipped", skipped)
                .map(Followers::row)
                .list());
    }

    /// Where what is for all of them goes, each place once.
    public Set<Id> inboxes(Local local) {
        return database.read(handle -> inboxes(handle, local));
    }

    /// The same within a transaction.
    public Set<Id> inboxes(Handle handle, Local local) {
        return inboxes(handle, local.key());
    }

    /// The same for what only forges understand.
    public Set<Id> forges(Handle handle, String key) {
        return new LinkedHashSet<>(handle.createQuery("""
                        select distinct coalesce(shared_inbox, inbox) as place
                          from follower
                         where local = :local and forge
                         order by place""")
                .bind("local", key)
                .map((row, _) -> new Id(row.getString("place")))
                .list());
    }

    /// The same of somebody who may be gone.
    public Set<Id> inboxes(Handle handle, String key) {
        return new LinkedHashSet<>(handle.createQuery("""
                        select distinct coalesce(shared_inbox, inbox) as place
                          from follower
                         where local = :local
                         order by place""")
                .bind("local", key)
                .map((row, _) -> new Id(row.getString("place")))
                .list());
    }

    private static Follower row(ResultSet row, StatementContext context) throws SQLException {
        return new Follower(
                new Id(row.getString("actor")),
                new Id(row.getString("inbox")),
                Optional.ofNullable(row.getString("shared_inbox")).map(Id::new),
                new Id(row.getString("follow")),
                Instant.ofEpochMilli(row.getLong("since")));
    }
}
