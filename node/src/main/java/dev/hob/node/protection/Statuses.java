package dev.hob.node.protection;

import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What checks report of commits: rows of this node, in no copy of the repository. Of each check the newest report
/// counts. Shared between threads.
public final class Statuses {
    /// Different checks of one commit.
    public static final int CONTEXTS_MAX = 300;
    /// Reports of one check of one commit; older ones are forgotten.
    public static final int REPORTS_MAX = 20;

    public static final int DESCRIPTION_CHARACTERS_MAX = 1_000;
    private static final int CONTEXT_CHARACTERS_MAX = 255;
    private static final int URL_CHARACTERS_MAX = 2_000;
    private static final String SELECT =
            "select id, commit_id, context, state, target_url, description, creator, at from commit_status s ";

    private final Database database;
    private final Log log;
    private final InstantSource clock;

    Statuses(Database database, Log log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /// What somebody wants to report.
    public record Report(String context, StatusState state, String targetUrl, String description) {}

    /// What came of it.
    public sealed interface Outcome {
        record Kept(CommitStatus status) implements Outcome {}

        record Refused(String told) implements Outcome {}
    }

    /// Keeps a report of a commit that is there.
    public Outcome report(Repo repo, Person by, ObjectId commit, Report report) {
        var objection = objection(report);
        if (objection.isPresent()) return new Outcome.Refused(objection.get());
        var outcome = database.write(handle -> {
            if (contexts(handle, repo, commit, report.context()) >= CONTEXTS_MAX)
                return new Outcome.Refused(Messages.text("protection.contexts-max", CONTEXTS_MAX));
            var change = new Change.StatusReported(
                    repo.id().value(),
                    repo.rid().value(),
                    commit.name(),
                    report.context(),
                    report.state().word());
            long id = log.append(handle, new Origin.Here(by.id()), change);
            var status = new CommitStatus(
                    id,
                    commit.copy(),
                    report.context(),
                    report.state(),
                    report.targetUrl(),
                    report.description(),
                    by.id(),
                    Instant.ofEpochMilli(clock.millis()));
            insert(handle, repo, status);
            forgetOld(handle, repo, status);
            return (Outcome) new Outcome.Kept(status);
        });
        log.announce();
        return outcome;
    }

    private static Optional<String> objection(Report report) {
        if (report.context().isBlank() || report.context().length() > CONTEXT_CHARACTERS_MAX)
            return Optional.of(Messages.text("protection.context-characters-max", CONTEXT_CHARACTERS_MAX));
        if (report.context().codePoints().anyMatch(it -> it < ' ' || it == 0x7F))
            return Optional.of(Messages.text("protection.context-no-control-characters"));
        if (report.description().length() > DESCRIPTION_CHARACTERS_MAX)
            return Optional.of(Messages.text("protection.description-characters-max", DESCRIPTION_CHARACTERS_MAX));
        if (report.targetUrl().length() > URL_CHARACTERS_MAX || !isUrl(report.targetUrl()))
            return Optional.of(Messages.text("protection.target-is-no-address"));
        return Optional.empty();
    }

    private static boolean isUrl(String text) {
        if (text.isEmpty()) return true;
        try {
            var url = new URI(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null;
        } catch (URISyntaxException _) {
            return false; // Then it is none.
        }
    }

    private static int contexts(Handle handle, Repo repo, ObjectId commit, String context) {
        return handle.createQuery("""
                        select count(distinct context)
                          from commit_status
                         where repository = :repository and commit_id = :commit and context <> :context""")
                .bind("repository", repo.id().value())
                .bind("commit", commit.name())
                .bind("context", context)
                .mapTo(Integer.class)
                .one();
    }

    private static void insert(Handle handle, Repo repo, CommitStatus status) {
        handle.execute(
                """
                insert into commit_status
                    (repository, commit_id, id, context, state, target_url, description, creator, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                repo.id().value(),
                status.commit().name(),
                status.id(),
                status.context(),
                status.state().name(),
                status.targetUrl(),
                status.description(),
                status.creator(),
                status.at().toEpochMilli());
    }

    private static void forgetOld(Handle handle, Repo repo, CommitStatus status) {
        handle.execute(
                """
                delete from commit_status
                 where repository = ? and commit_id = ? and context = ?
                   and id not in (select id from commit_status
                                   where repository = ? and commit_id = ? and context = ?
                                   order by id desc limit ?)""",
                repo.id().value(),
                status.commit().name(),
                status.context(),
                repo.id().value(),
                status.commit().name(),
                status.context(),
                REPORTS_MAX);
    }

    /// Every report of a commit, the newest first.
    public List<CommitStatus> all(Repo repo, ObjectId commit) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "where repository = :repository and commit_id = :commit order by id desc limit :max")
                .bind("repository", repo.id().value())
                .bind("commit", commit.name())
                .bind("max", CONTEXTS_MAX * REPORTS_MAX)
                .map(Statuses::row)
                .list());
    }

    /// What each check says of a commit now, by the names of the checks.
    public List<CommitStatus> newest(Repo repo, ObjectId commit) {
        return newest(repo, List.of(commit)).getOrDefault(commit, List.of());
    }

    /// The same of several commits; those without reports are left out.
    public Map<ObjectId, List<CommitStatus>> newest(Repo repo, Collection<? extends ObjectId> commits) {
        if (commits.isEmpty()) return Map.of();
        var found = new HashMap<ObjectId, List<CommitStatus>>();
        database.read(handle -> handle.createQuery(SELECT + """
                                where repository = :repository and commit_id in (<commits>)
                                  and id = (select max(id)
                                              from commit_status x
                                             where x.repository = s.repository and x.commit_id = s.commit_id
                                               and x.context = s.context)
                                order by context""")
                        .bind("repository", repo.id().value())
                        .bindList(
                                "commits", commits.stream().map(ObjectId::name).toList())
                        .map(Statuses::row)
                        .list())
                .forEach(it -> found.computeIfAbsent(it.commit(), _ -> new ArrayList<>())
                        .add(it));
        return found;
    }

    /// How the checks of several commits stand, by one question; commits without reports are left out.
    public Map<ObjectId, Tally> tallies(Repo repo, Collection<? extends ObjectId> commits) {
        if (commits.isEmpty()) return Map.of();
        var counted = new HashMap<ObjectId, Map<StatusState, Integer>>();
        database.read(handle -> handle.createQuery("""
                                select commit_id, state, count(*) as many
                                  from commit_status s
                                 where repository = :repository and commit_id in (<commits>)
                                   and id = (select max(id)
                                               from commit_status x
                                              where x.repository = s.repository and x.commit_id = s.commit_id
                                                and x.context = s.context)
                                 group by commit_id, state""")
                        .bind("repository", repo.id().value())
                        .bindList(
                                "commits",
                                commits.stream().map(ObjectId::name).distinct().toList())
                        .map((row, _) -> new Counted(
                                ObjectId.fromString(row.getString("commit_id")),
                                StatusState.valueOf(row.getString("state")),
                                row.getInt("many")))
                        .list())
                .forEach(it -> counted.computeIfAbsent(it.commit(), _ -> new EnumMap<>(StatusState.class))
                        .put(it.state(), it.many()));
        var tallies = new HashMap<ObjectId, Tally>();
        counted.forEach((commit, counts) -> tallies.put(commit, new Tally(counts)));
        return tallies;
    }

    private record Counted(ObjectId commit, StatusState state, int many) {}

    private static CommitStatus row(ResultSet row, StatementContext context) throws SQLException {
        return new CommitStatus(
                row.getLong("id"),
                ObjectId.fromString(row.getString("commit_id")),
                row.getString("context"),
                StatusState.valueOf(row.getString("state")),
                row.getString("target_url"),
                row.getString("description"),
                row.getString("creator"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
