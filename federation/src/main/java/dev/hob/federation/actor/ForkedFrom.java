package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Which repositories of here were begun with what another server has. Shared between threads.
public final class ForkedFrom {
    private static final int FETCHING_MAX = 1_000;
    private static final String SELECT =
            "select repository, person, origin, handle, url, state, told, at from remote_fork ";

    private final Database database;

    public ForkedFrom(Database database) {
        this.database = database;
    }

    /// How far one is.
    public enum State {
        /// What the other has is on its way.
        FETCHING,
        /// All of it is here.
        DONE,
        /// It cannot be had.
        FAILED,
        /// All of it was here, and what is new is on its way.
        SYNCING;

        /// As it is kept.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One of them.
    ///
    /// @param person the id of the account that asked for what is fetched
    /// @param origin the actor of what it is a fork of
    /// @param handle how people write that
    /// @param url where it is cloned
    /// @param told why it failed, is not here yet, or is not all here
    public record Fork(
            RepositoryId repository,
            String person,
            Id origin,
            String handle,
            Id url,
            State state,
            String told,
            Instant at) {}

    /// Keeps one, within a transaction.
    public void add(Handle handle, Fork fork) {
        handle.execute(
                """
                insert into remote_fork (repository, person, origin, handle, url, state, told, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (repository) do nothing""",
                fork.repository().value(),
                fork.person(),
                fork.origin().value(),
                fork.handle(),
                fork.url().value(),
                fork.state().word(),
                fork.told(),
                fork.at().toEpochMilli());
    }

    /// From what a repository was begun, if it was.
    public Optional<Fork> of(RepositoryId repository) {
        return database.read(handle -> handle.createQuery(SELECT + "where repository = :repository")
                .bind("repository", repository.value())
                .map(ForkedFrom::row)
                .findOne());
    }

    /// Those for which something is on its way, the oldest first.
    public List<Fork> fetching() {
        return database.read(handle -> handle.createQuery(
                        SELECT + "where state in ('fetching', 'syncing') order by at, repository limit :max")
                .bind("max", FETCHING_MAX)
                .map(ForkedFrom::row)
                .list());
    }

    /// Somebody wants what one lacks of the other: all of it, or what is new. Whether nothing was on its way.
    public boolean ask(RepositoryId repository, String person) {
        return database.write(handle -> handle.execute("""
                        update remote_fork
                           set state = case state when 'failed' then 'fetching' else 'syncing' end, told = '', person = ?
                         where repository = ? and state in ('done', 'failed')""", person, repository.value())) == 1;
    }

    /// How far one is now.
    public void settle(RepositoryId repository, State state, String told) {
        database.writing(handle -> handle.execute(
                "update remote_fork set state = ?, told = ? where repository = ?",
                state.word(),
                told,
                repository.value()));
    }

    private static Fork row(ResultSet row, StatementContext context) throws SQLException {
        return new Fork(
                new RepositoryId(row.getString("repository")),
                row.getString("person"),
                new Id(row.getString("origin")),
                row.getString("handle"),
                new Id(row.getString("url")),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("told"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
