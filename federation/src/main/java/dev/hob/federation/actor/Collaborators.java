package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.repo.Repo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Who of other servers works on repositories of here, by a grant of the repository's; who was asked to, and who asked.
/// Shared between threads.
public final class Collaborators {
    /// How many one repository has; as many may ask.
    public static final int EACH_MAX = 200;

    private static final String SELECT =
            "select repository, actor, handle, inbox, role, state, asked, capability, at from remote_collaborator ";

    private final Database database;
    private final InstantSource clock;

    /// How far one is.
    public enum State {
        /// The owner asked them.
        INVITED,
        /// They asked.
        ASKED,
        GRANTED
    }

    /// One of them.
    ///
    /// @param asked the Invite, or their Join
    /// @param capability the Grant
    public record Collaborator(
            RepositoryId repository,
            Id actor,
            String handle,
            Id inbox,
            Role role,
            State state,
            Id asked,
            Optional<Id> capability,
            Instant at) {}

    public Collaborators(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Keeps one, in the place of what was known of them; false when there are too many already.
    public boolean put(Handle handle, Collaborator one) {
        int others = handle.createQuery(
                        "select count(*) from remote_collaborator where repository = :repository and actor <> :actor"
                                + " and (state = 'ASKED') = :asks")
                .bind("repository", one.repository().value())
                .bind("actor", one.actor().value())
                .bind("asks", one.state() == State.ASKED)
                .mapTo(Integer.class)
                .one();
        if (others >= EACH_MAX) return false;
        handle.execute(
                """
                insert into remote_collaborator (repository, actor, handle, inbox, role, state, asked, capability, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (repository, actor) do update
                   set handle = excluded.handle, inbox = excluded.inbox, role = excluded.role, state = excluded.state,
                       asked = excluded.asked, capability = excluded.capability, at = excluded.at""",
                one.repository().value(),
                one.actor().value(),
                one.handle(),
                one.inbox().value(),
                one.role().word(),
                one.state().name(),
                one.asked().value(),
                one.capability().map(Id::value).orElse(null),
                clock.millis());
        return true;
    }

    /// Somebody is let in by a grant from now on.
    public void grant(Handle handle, Collaborator one, Id capability) {
        handle.execute(
                "update remote_collaborator set state = 'GRANTED', capability = ?, at = ? where repository = ? and actor = ?",
                capability.value(),
                clock.millis(),
                one.repository().value(),
                one.actor().value());
    }

    /// Somebody is not; whether they were anything.
    public boolean remove(Handle handle, RepositoryId repository, Id actor) {
        return handle.execute(
                        "delete from remote_collaborator where repository = ? and actor = ?",
                        repository.value(),
                        actor.value())
                > 0;
    }

    /// Somebody elsewhere is gone.
    public void forget(Handle handle, Id actor) {
        handle.execute("delete from remote_collaborator where actor = ?", actor.value());
    }

    /// How somebody stands to a repository.
    public Optional<Collaborator> find(RepositoryId repository, Id actor) {
        return one("where repository = :one and actor = :other", repository.value(), actor.value());
    }

    /// The one whom an activity asked, or who asked by it.
    public Optional<Collaborator> byAsked(Id activity, Id actor) {
        return one("where asked = :one and actor = :other", activity.value(), actor.value());
    }

    /// The grant of an id.
    public Optional<Collaborator> byCapability(Id capability) {
        return one("where capability = :one and state = :other", capability.value(), State.GRANTED.name());
    }

    private Optional<Collaborator> one(String where, String one, String other) {
        return database.read(handle -> handle.createQuery(SELECT + where)
                .bind("one", one)
                .bind("other", other)
                .map(Collaborators::row)
                .findOne());
    }

    /// All of a repository's, by what they are called.
    public List<Collaborator> of(Repo repo) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where repository = :repository order by state, handle, actor")
                        .bind("repository", repo.id().value())
                        .map(Collaborators::row)
                        .list());
    }

    /// Whether somebody may do something in a repository, by the grant that they name.
    public boolean may(Repo repo, Id actor, Optional<Id> capability, Role needed) {
        return find(repo.id(), actor)
                .filter(one -> one.state() == State.GRANTED
                        && one.capability().isPresent()
                        && one.capability().equals(capability)
                        && one.role().compareTo(needed) >= 0)
                .isPresent();
    }

    private static Collaborator row(ResultSet row, StatementContext context) throws SQLException {
        return new Collaborator(
                new RepositoryId(row.getString("repository")),
                new Id(row.getString("actor")),
                row.getString("handle"),
                new Id(row.getString("inbox")),
                Role.of(row.getString("role")).orElseThrow(() -> new SQLException("no role")),
                State.valueOf(row.getString("state")),
                new Id(row.getString("asked")),
                Optional.ofNullable(row.getString("capability")).map(Id::new),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
