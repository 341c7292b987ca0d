package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepositoryId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Pull requests that people of here have offered to repositories elsewhere, and what became of them. Shared between
/// threads.
public final class AskedPulls {
    /// The most that a list gives at once.
    public static final int LIST_MAX = 100;

    private static final String SELECT = """
            select id, person, repository, branch, tracker, handle, target, title, body, head, state, told, result,
                   merged, at, changed
              from asked_pull\s""";

    private final Database database;
    private final InstantSource clock;

    public AskedPulls(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// How far one is.
    public enum State {
        /// Nobody has answered yet.
        ASKED,
        OPEN,
        REJECTED,
        CLOSED,
        MERGED;

        /// Whether new commits are offered for it.
        public boolean goesOn() {
            return this == ASKED || this == OPEN;
        }

        private static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /// As it is kept.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One of them.
    ///
    /// @param person the account's id
    /// @param tracker whom it was offered to
    /// @param handle how people write that
    /// @param target the branch there by its short name; empty for the default branch
    /// @param head what was offered last
    /// @param told what they answered, when they said something
    /// @param result its id there
    /// @param merged the commit in which their branch has it
    public record Asked(
            String id,
            String person,
            RepositoryId repository,
            String branch,
            Id tracker,
            String handle,
            String target,
            String title,
            String body,
            ObjectId head,
            State state,
            String told,
            Optional<Id> result,
            Optional<String> merged,
            Instant at,
            Instant changed) {}

    /// What is known of one now.
    ///
    /// @param told empty when they say nothing
    public record News(State state, String told, Optional<Id> result, Optional<String> merged) {}

    /// Keeps a new one, within a transaction.
    public void add(Handle handle, Asked asked) {
        handle.createUpdate("""
                        insert into asked_pull (id, person, repository, branch, tracker, handle, target, title, body,
                                                head, state, told, at, changed)
                        values (:id, :person, :repository, :branch, :tracker, :handle, :target, :title, :body,
                                :head, :state, :told, :at, :at)""")
                .bind("id", asked.id())
                .bind("person", asked.person())
                .bind("repository", asked.repository().value())
                .bind("branch", asked.branch())
                .bind("tracker", asked.tracker().value())
                .bind("handle", asked.handle())
                .bind("target", asked.target())
                .bind("title", asked.title())
                .bind("body", asked.body())
                .bind("head", asked.head().name())
                .bind("state", asked.state().word())
                .bind("told", asked.told())
                .bind("at", asked.at().toEpochMilli())
                .execute();
    }

    /// It was offered, once more or for the first time, within a transaction.
    public void offered(Handle handle, String pull, Id activity, ObjectId head) {
        long now = clock.millis();
        handle.execute(
                "insert into asked_pull_offer (activity, pull, head, at) values (?, ?, ?, ?)",
                activity.value(),
                pull,
                head.name(),
                now);
        handle.execute("update asked_pull set head = ?, changed = ? where id = ?", head.name(), now, pull);
    }

    /// One by its id.
    public Optional<Asked> find(String id) {
        return one("where id = :key", id);
    }

    /// The one that an activity offered.
    public Optional<Asked> byOffer(Id activity) {
        return one("where id = (select pull from asked_pull_offer where activity = :key)", activity.value());
    }

    /// The one that has an id at its tracker.
    public Optional<Asked> byResult(Id result) {
        return one("where result = :key", result.value());
    }

    private Optional<Asked> one(String where, String key) {
        return database.read(handle -> handle.createQuery(SELECT + where)
                .bind("key", key)
                .map(AskedPulls::row)
                .findFirst());
    }

    /// Those of somebody, the latest first.
    public List<Asked> of(String person, int max) {
        return database.read(
                handle -> handle.createQuery(SELECT + "where person = :person order by at desc, id limit :max")
                        .bind("person", person)
                        .bind("max", Math.min(max, LIST_MAX))
                        .map(AskedPulls::row)
                        .list());
    }

    /// Those from a branch that new commits are offered for.
    public List<Asked> from(RepositoryId repository, String branch) {
        return database.read(handle -> handle.createQuery(SELECT + """
                         where repository = :repository and branch = :branch and state in ('asked', 'open')
                         order by at, id
                         limit :max""")
                .bind("repository", repository.value())
                .bind("branch", branch)
                .bind("max", LIST_MAX)
                .map(AskedPulls::row)
                .list());
    }

    /// Something became of one, within a transaction. What is not said of its id and its merge stays.
    public void learn(Handle handle, String id, News news) {
        handle.createUpdate("""
                        update asked_pull
                           set state = :state, told = :told, result = coalesce(:result, result),
                               merged = coalesce(:merged, merged), changed = :now
                         where id = :id""")
                .bind("state", news.state().word())
                .bind("told", news.told())
                .bind("result", news.result().map(Id::value).orElse(null))
                .bind("merged", news.merged().orElse(null))
                .bind("now", clock.millis())
                .bind("id", id)
                .execute();
    }

    /// One has another title and text there, within a transaction.
    public static void reworded(Handle handle, Id result, String title, String body) {
        handle.execute("update asked_pull set title = ?, body = ? where result = ?", title, body, result.value());
    }

    private static Asked row(ResultSet row, StatementContext context) throws SQLException {
        return new Asked(
                row.getString("id"),
                row.getString("person"),
                new RepositoryId(row.getString("repository")),
                row.getString("branch"),
                new Id(row.getString("tracker")),
                row.getString("handle"),
                row.getString("target"),
                row.getString("title"),
                row.getString("body"),
                ObjectId.fromString(row.getString("head")),
                State.of(row.getString("state")),
                row.getString("told"),
                Optional.ofNullable(row.getString("result")).map(Id::new),
                Optional.ofNullable(row.getString("merged")),
                Instant.ofEpochMilli(row.getLong("at")),
                Instant.ofEpochMilli(row.getLong("changed")));
    }
}
