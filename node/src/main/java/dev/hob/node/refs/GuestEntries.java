package dev.hob.node.refs;

import dev.hob.node.cob.Evidence;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What has become of remote authors' activities: which operation, on which issue or pull request. An activity counts
/// once, and so does what it brings, whoever brings it again. Shared between threads.
public final class GuestEntries {
    private static final String SELECT = "select activity, object, actor, rid, about, entry, at from guest_entry ";

    private final Database database;

    public GuestEntries(Database database) {
        this.database = database;
    }

    /// An operation that an activity has become.
    ///
    /// @param object the id of what the activity brought, such as a note's
    /// @param about the issue or pull request
    public record Guest(
            String activity,
            Optional<String> object,
            String actor,
            RepoId rid,
            ObjectId about,
            ObjectId entry,
            Instant at) {}

    /// Notes one, within the transaction that makes it count.
    public static void note(Handle handle, RepoId rid, ObjectId about, ObjectId entry, Evidence evidence) {
        handle.execute(
                """
                insert into guest_entry (activity, object, actor, rid, about, entry, at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing""",
                evidence.activity(),
                evidence.object().orElse(null),
                evidence.actor(),
                rid.value(),
                about.name(),
                entry.name(),
                evidence.at().toEpochMilli());
    }

    /// What became of an activity, or of what it brings, if that is known already.
    public Optional<Guest> of(Evidence evidence) {
        return byActivity(evidence.activity()).or(() -> evidence.object().flatMap(this::byObject));
    }

    /// What became of an activity.
    public Optional<Guest> byActivity(String activity) {
        return one("where activity = :key", activity);
    }

    /// Where something of a remote author's is here, by its own id.
    public Optional<Guest> byObject(String id) {
        return one("where object = :key", id);
    }

    private Optional<Guest> one(String where, String key) {
        return database.read(handle -> handle.createQuery(SELECT + where)
                .bind("key", key)
                .map(GuestEntries::row)
                .findOne());
    }

    /// What some entries of a project stand on; those that stand on nothing are left out.
    public Map<ObjectId, Guest> of(RepoId rid, Collection<ObjectId> entries) {
        if (entries.isEmpty()) return Map.of();
        var found = new HashMap<ObjectId, Guest>();
        database.read(handle -> handle.createQuery(SELECT + "where rid = :rid and entry in (<entries>)")
                        .bind("rid", rid.value())
                        .bindList(
                                "entries",
                                entries.stream().map(ObjectId::name).distinct().toList())
                        .map(GuestEntries::row)
                        .list())
                .forEach(guest -> found.put(guest.entry(), guest));
        return found;
    }

    /// What somebody has brought here that can be taken back, the oldest first.
    ///
    /// @param after those at or before it are left out; the entry divides those of one time
    public List<Guest> brought(String actor, Instant after, String afterEntry, int max) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where actor = :actor and object is not null and (at > :at or (at = :at and entry > :entry))
                         order by at, entry
                         limit :max""")
                .bind("actor", actor)
                .bind("at", after.toEpochMilli())
                .bind("entry", afterEntry)
                .bind("max", max)
                .map(GuestEntries::row)
                .list());
    }

    /// How much an actor has said in a time, whatever it was.
    public int count(String actor, Instant since) {
        return database.read(
                handle -> handle.createQuery("select count(*) from guest_entry where actor = :actor and at >= :since")
                        .bind("actor", actor)
                        .bind("since", since.toEpochMilli())
                        .mapTo(Integer.class)
                        .one());
    }

    /// The same in one project.
    public int count(String actor, RepoId rid, Instant since) {
        return database.read(handle -> handle.createQuery(
                        "select count(*) from guest_entry where actor = :actor and at >= :since and rid = :rid")
                .bind("actor", actor)
                .bind("since", since.toEpochMilli())
                .bind("rid", rid.value())
                .mapTo(Integer.class)
                .one());
    }

    private static Guest row(ResultSet row, StatementContext context) throws SQLException {
        return new Guest(
                row.getString("activity"),
                Optional.ofNullable(row.getString("object")),
                row.getString("actor"),
                new RepoId(row.getString("rid")),
                ObjectId.fromString(row.getString("about")),
                ObjectId.fromString(row.getString("entry")),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
