package dev.hob.federation.actor;

import dev.hob.federation.actor.Collaborators.State;
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

/// What people of here may do in repositories of other servers, or were asked to do there. Shared between threads.
public final class WorkElsewhere {
    /// How many invitations and grants one has; what comes beyond that is refused.
    public static final int EACH_MAX = 200;

    private static final String SELECT =
            "select local, repository, inbox, role, state, asked, inviter, capability, at from work_elsewhere ";

    private final Database database;
    private final InstantSource clock;

    /// One repository.
    ///
    /// @param local whose it is, as [Local#key] says it
    /// @param asked the Invite, or their Join
    /// @param capability the Grant
    public record Work(
            String local,
            Id repository,
            Id inbox,
            Role role,
            State state,
            Id asked,
            Optional<Id> inviter,
            Optional<Id> capability,
            Instant at) {}

    public WorkElsewhere(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Keeps one, in the place of what was known; false when there are too many already.
    public boolean put(Handle handle, Work work) {
        int others = handle.createQuery(
                        "select count(*) from work_elsewhere where local = :local and repository <> :repository")
                .bind("local", work.local())
                .bind("repository", work.repository().value())
                .mapTo(Integer.class)
                .one();
        if (others >= EACH_MAX) return false;
        handle.execute(
                """
                insert into work_elsewhere (local, repository, inbox, role, state, asked, inviter, capability, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (local, repository) do update
                   set inbox = excluded.inbox, role = excluded.role, state = excluded.state, asked = excluded.asked,
                       inviter = excluded.inviter, capability = excluded.capability, at = excluded.at""",
                work.local(),
                work.repository().value(),
                work.inbox().value(),
                work.role().word(),
                work.state().name(),
                work.asked().value(),
                work.inviter().map(Id::value).orElse(null),
                work.capability().map(Id::value).orElse(null),
                clock.millis());
        return true;
    }

    /// One said yes.
    public void accept(Handle handle, Work work) {
        handle.execute(
                "update work_elsewhere set state = 'ASKED' where local = ? and repository = ?",
                work.local(),
                work.repository().value());
    }

    /// The repository lets them in.
    public void grant(Handle handle, Work work, Role role, Id capability) {
        handle.execute(
                "update work_elsewhere set state = 'GRANTED', role = ?, capability = ? where local = ? and repository = ?",
                role.word(),
                capability.value(),
                work.local(),
                work.repository().value());
    }

    /// It is over; whether there was anything.
    public boolean remove(Handle handle, String local, Id repository) {
        return handle.execute(
                        "delete from work_elsewhere where local = ? and repository = ?", local, repository.value())
                > 0;
    }

    /// A repository elsewhere is gone.
    public void forget(Handle handle, Id repository) {
        handle.execute("delete from work_elsewhere where repository = ?", repository.value());
    }

    /// Somebody of here is gone.
    public static void clear(Handle handle, String local) {
        handle.execute("delete from work_elsewhere where local = ?", local);
    }

    /// How somebody stands to a repository elsewhere.
    public Optional<Work> find(Local local, Id repository) {
        return database.read(handle -> handle.createQuery(SELECT + "where local = :local and repository = :repository")
                .bind("local", local.key())
                .bind("repository", repository.value())
                .map(WorkElsewhere::row)
                .findOne());
    }

    /// The one that a repository granted or refused by naming what was asked, or its own grant.
    public Optional<Work> by(Id repository, Id named) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "where repository = :repository and (asked = :named or capability = :named)")
                .bind("repository", repository.value())
                .bind("named", named.value())
                .map(WorkElsewhere::row)
                .findFirst());
    }

    /// All of somebody's, the latest first.
    public List<Work> of(Local local) {
        return database.read(handle -> handle.createQuery(SELECT + "where local = :local order by at desc, repository")
                .bind("local", local.key())
                .map(WorkElsewhere::row)
                .list());
    }

    private static Work row(ResultSet row, StatementContext context) throws SQLException {
        return new Work(
                row.getString("local"),
                new Id(row.getString("repository")),
                new Id(row.getString("inbox")),
                Role.of(row.getString("role")).orElseThrow(() -> new SQLException("no role")),
                State.valueOf(row.getString("state")),
                new Id(row.getString("asked")),
                Optional.ofNullable(row.getString("inviter")).map(Id::new),
                Optional.ofNullable(row.getString("capability")).map(Id::new),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
