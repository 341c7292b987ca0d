package dev.hob.node.notification;

import dev.hob.node.db.Database;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.IssueTracking;
import dev.hob.node.log.Change;
import dev.hob.node.log.Cursor;
import dev.hob.node.log.Entry;
import dev.hob.node.log.Log;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.RepoId;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Access;
import dev.hob.node.repo.Finding;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.node.repo.StrayRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.statement.StatementContext;

/// What people hear of: for each of them a line for each issue where something happened that concerns them. Follows the
/// log; who may see a line is asked again when it is shown, so that what was hidden meanwhile is not there. Shared
/// between threads.
public final class Notifications implements AutoCloseable {
    /// How many lines somebody has at most; the oldest that were read go first.
    public static final int EACH_MAX = 1_000;

    private static final List<StrayRows> STRAYS = List.of(
            StrayRows.ofRepository("notification", "notifications are"),
            new StrayRows(
                    "notification",
                    "not exists (select 1 from issue i where i.rid = x.rid and i.id = x.issue)",
                    "notifications are of issues that are not there"),
            new StrayRows(
                    "notification",
                    "x.seen > :head or not exists (select 1 from log l where l.position = x.latest)"
                            + " or not exists (select 1 from log l where l.position = x.since)",
                    "notifications are of places that the log does not have"),
            new StrayRows(
                    "notification",
                    "exists (select 1 from person p where p.id = x.person and p.deleted)",
                    "notifications are of people who left"),
            new StrayRows(
                    "issue_subscription",
                    "not exists (select 1 from issue i where i.rid = x.rid and i.id = x.issue)",
                    "subscriptions are to issues that are not there"));

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Database database;
    private final Log log;
    private final Repos repos;
    private final Access access;
    private final LogReader reader;
    private final Cursor told;
    private final Looks looks = new Looks();

    public Notifications(
            Database database,
            Log log,
            Repos repos,
            Access access,
            People people,
            IssueTracking tracking,
            Subscriptions subscriptions) {
        this.database = database;
        this.log = log;
        this.repos = repos;
        this.access = access;
        this.told = log.cursor("notifications-told");
        var rules = new Told(log, people, repos, access, tracking.participants(), subscriptions);
        var lines = new Lines(told, looks);
        this.reader = new LogReader("notifications", database, log, entries -> lines.of(rules.of(entries)));
    }

    /// Which lines are looked among.
    ///
    /// @param marks those that are marked so
    /// @param patches only those of pull requests, or only those of issues
    /// @param in only those of one repository
    /// @param since only what happened at or after this time
    /// @param before only what happened before this time
    public record Asked(
            Set<Mark> marks,
            Optional<Boolean> patches,
            Optional<Repo> in,
            Optional<Instant> since,
            Optional<Instant> before) {
        public Asked {
            marks = Set.copyOf(marks);
        }

        /// Those that are marked so, wherever and whenever.
        public static Asked of(Mark... marks) {
            return new Asked(Set.of(marks), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /// The same in one repository.
        public Asked in(Repo repo) {
            return new Asked(marks, patches, Optional.of(repo), since, before);
        }
    }

    /// Some lines, and how many there are.
    public record Page(List<Notification> some, int count) {
        public Page {
            some = List.copyOf(some);
        }
    }

    /// A line as it is kept.
    private record Row(
            long id,
            RepositoryId repository,
            ObjectId issue,
            boolean isPatch,
            long number,
            String title,
            IssueState state,
            Reason reason,
            Instant at,
            long latest,
            long since,
            Mark mark) {}

    /// Begins to follow the log.
    public void start() {
        reader.start();
    }

    /// What somebody hears of, the latest first. For a moment it waits for what has just happened.
    ///
    /// @param from how many to leave out
    public Page list(Viewer viewer, Asked asked, long from, int max) {
        reader.await(PATIENCE);
        var seen = seen(viewer, rows(viewer, asked));
        return new Page(
                whole(seen, seen.rows().stream().skip(from).limit(max).toList()),
                seen.rows().size());
    }

    /// One of them.
    public Optional<Notification> one(Viewer viewer, long id) {
        reader.await(PATIENCE);
        var seen = seen(
                viewer,
                rows(viewer, Asked.of(Mark.values())).stream()
                        .filter(row -> row.id() == id)
                        .toList());
        return whole(seen, seen.rows()).stream().findFirst();
    }

    /// How many of somebody's are unread, and in which repositories, the one with the latest first. It does not wait:
    /// every page asks.
    public Map<Repo, Integer> unread(Viewer viewer) {
        if (viewer.person().isEmpty()) return Map.of();
        var counted = new LinkedHashMap<RepositoryId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select n.repository, count(*) as unread
                                  from notification n
                                  join issue i on i.rid = n.rid and i.id = n.issue
                                 where n.person = :person and n.latest > n.seen
                                 group by n.repository
                                 order by max(n.latest) desc
                                 limit :max""")
                        .bind("person", viewer.person().get().id())
                        .bind("max", EACH_MAX)
                        .map((row, _) -> Map.entry(new RepositoryId(row.getString("repository")), row.getInt("unread")))
                        .list())
                .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
        if (counted.isEmpty()) return Map.of();
        var found = visible(viewer, counted.keySet());
        var unread = new LinkedHashMap<Repo, Integer>();
        counted.forEach((id, count) -> Optional.ofNullable(found.get(id)).ifPresent(repo -> unread.put(repo, count)));
        return unread;
    }

    /// How many of somebody's are unread.
    public int count(Viewer viewer) {
        return unread(viewer).values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Marks the lines that are asked for, and gives them as they are now.
    ///
    /// @param upTo only those whose last event has at most this position in the log; what happened after
    /// stays unread
    public List<Notification> mark(Viewer viewer, Asked asked, long upTo, Mark mark) {
        reader.await(PATIENCE);
        var rows = seen(viewer, rows(viewer, asked)).rows().stream()
                .filter(row -> row.latest() <= upTo)
                .toList();
        return mark(viewer, rows, mark);
    }

    /// Marks one of somebody's, and gives it as it is now.
    public Optional<Notification> mark(Viewer viewer, long id, Mark mark) {
        var rows = seen(viewer, rows(viewer, Asked.of(Mark.values()))).rows().stream()
                .filter(row -> row.id() == id)
                .toList();
        return mark(viewer, rows, mark).stream().findFirst();
    }

    private List<Notification> mark(Viewer viewer, List<Row> rows, Mark mark) {
        if (rows.isEmpty()) return List.of();
        String person = viewer.person().orElseThrow().id();
        String change =
                switch (mark) {
                    // What came meanwhile was not read. What is kept goes on being so while there is news of it.
                    case READ ->
                        "seen = case when seen < :latest then :latest else seen end,"
                                + " pinned = pinned and latest > seen";
                    case UNREAD -> "seen = latest - 1, since = latest, pinned = false";
                    case PINNED -> "seen = case when seen < :latest then :latest else seen end, pinned = true";
                };
        database.writing(handle -> {
            var batch = handle.prepareBatch(
                    "update notification set " + change + " where person = :person and id = :id and :latest >= 0");
            for (var row : rows)
                batch.bind("person", person)
                        .bind("id", row.id())
                        .bind("latest", row.latest())
                        .add();
            batch.execute();
        });
        var ids = new HashSet<>(rows.stream().map(Row::id).toList());
        var now = seen(
                viewer,
                rows(viewer, Asked.of(Mark.values())).stream()
                        .filter(row -> ids.contains(row.id()))
                        .toList());
        return whole(now, now.rows());
    }

    /// Notes that somebody has looked at an issue.
    ///
    /// @param position how far the log was before it was read for them
    public void looked(Person person, RepoId rid, ObjectId issue, long position) {
        looks.put(person.id(), rid, issue, position);
        boolean unread = database.read(handle -> handle.createQuery("""
                        select 1
                          from notification
                         where person = :person and rid = :rid and issue = :issue and latest > seen
                           and seen < :position""")
                .bind("person", person.id())
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bind("position", position)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
        if (!unread) return;
        database.writing(handle -> handle.createUpdate("""
                        update notification
                           set seen = case when latest <= :position then latest else :position end,
                               since = case when latest <= :position then since else latest end
                         where person = :person and rid = :rid and issue = :issue and seen < :position""")
                .bind("position", position)
                .bind("person", person.id())
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .execute());
    }

    private List<Row> rows(Viewer viewer, Asked asked) {
        if (viewer.person().isEmpty() || asked.marks().isEmpty()) return List.of();
        var rows = database.read(handle -> handle.createQuery("""
                        select n.id, n.repository, n.issue, n.reason, n.at, n.latest, n.since, n.seen, n.pinned,
                               i.is_patch, i.number, i.title, i.state
                          from notification n
                          join issue i on i.rid = n.rid and i.id = n.issue
                         where n.person = :person and (:repository = '' or n.repository = :repository)
                           and n.at >= :since and n.at < :before
                         order by n.latest desc
                         limit :max""")
                .bind("person", viewer.person().get().id())
                .bind("repository", asked.in().map(repo -> repo.id().value()).orElse(""))
                .bind("since", asked.since().map(Instant::toEpochMilli).orElse(0L))
                .bind("before", asked.before().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE))
                .bind("max", EACH_MAX + Lines.SLACK)
                .map(Notifications::row)
                .list());
        return rows.stream()
                .filter(row -> asked.marks().contains(row.mark()))
                .filter(row ->
                        asked.patches().isEmpty() || asked.patches().get().equals(row.isPatch()))
                .toList();
    }

    private static Row row(ResultSet row, StatementContext context) throws SQLException {
        boolean unread = row.getLong("latest") > row.getLong("seen");
        return new Row(
                row.getLong("id"),
                new RepositoryId(row.getString("repository")),
                ObjectId.fromString(row.getString("issue")),
                row.getBoolean("is_patch"),
                row.getLong("number"),
                row.getString("title"),
                IssueState.valueOf(row.getString("state")),
                Reason.valueOf(row.getString("reason")),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getLong("latest"),
                row.getLong("since"),
                unread ? Mark.UNREAD : row.getBoolean("pinned") ? Mark.PINNED : Mark.READ);
    }

    /// Those lines that somebody may see, and where they are.
    private record Seen(List<Row> rows, Map<RepositoryId, Repo> repos) {}

    private Seen seen(Viewer viewer, List<Row> rows) {
        var found =
                visible(viewer, new HashSet<>(rows.stream().map(Row::repository).toList()));
        return new Seen(
                rows.stream().filter(row -> found.containsKey(row.repository())).toList(), found);
    }

    /// What somebody hears is theirs alone: a token for other repositories does not tell it, not even of public ones.
    private Map<RepositoryId, Repo> visible(Viewer viewer, Collection<RepositoryId> ids) {
        var visible = new HashMap<RepositoryId, Repo>();
        repos.byIds(ids).forEach((id, repo) -> {
            boolean may = access.may(viewer, Right.READ, repo, Scope.READ_NOTIFICATION);
            if (may && viewer.grant().reaches(id)) visible.put(id, repo);
        });
        return visible;
    }

    private List<Notification> whole(Seen seen, List<Row> rows) {
        var positions = new HashSet<Long>();
        for (var row : rows) {
            positions.add(row.latest());
            positions.add(row.since());
        }
        var entries = log.at(positions);
        var whole = new ArrayList<Notification>();
        for (var row : rows) {
            var entry = Optional.ofNullable(entries.get(row.latest()));
            var repo = Optional.ofNullable(seen.repos().get(row.repository()));
            // A line beyond the log, as a fault may leave one; the doctor tells of it.
            if (entry.isEmpty() || repo.isEmpty()) continue;
            whole.add(new Notification(
                    row.id(),
                    repo.get(),
                    row.issue(),
                    row.isPatch(),
                    row.number(),
                    row.title(),
                    row.state(),
                    row.reason(),
                    row.at(),
                    row.latest(),
                    entry.get().origin(),
                    entry.get().change(),
                    comment(entry),
                    comment(Optional.ofNullable(entries.get(row.since()))),
                    row.mark()));
        }
        return whole;
    }

    private static Optional<ObjectId> comment(Optional<Entry> entry) {
        return entry.map(Entry::change)
                .flatMap(change -> change instanceof Change.IssueCommented it
                        ? Optional.of(ObjectId.fromString(it.comment()))
                        : Optional.empty());
    }

    /// Reads the log from its beginning again, for lines that were lost; how many there are. What was read stays read,
    /// and what happened before now is no news.
    public long rebuild() {
        told.advance(log.cursor("notifications").load());
        reader.again(_ -> {});
        return database.read(handle -> handle.createQuery("select count(*) from notification")
                .mapTo(Long.class)
                .one());
    }

    /// What is kept of nothing that is there. The rows of issues must be right before.
    public List<Finding> examine() {
        if (isBeyond()) return List.of(Finding.mendable("what people are told is read from beyond the end of the log"));
        reader.catchUp();
        return database.read(handle ->
                STRAYS.stream().flatMap(rows -> rows.find(handle).stream()).toList());
    }

    private boolean isBeyond() {
        return reader.isBeyond() || told.load() > log.head();
    }

    /// Takes that away.
    public void mend() {
        if (isBeyond()) {
            reader.again(_ -> {});
            told.rewind(log.head());
        }
        database.writing(handle -> STRAYS.forEach(rows -> rows.remove(handle)));
    }

    @Override
    public void close() {
        reader.close();
    }
}
