package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.log.RepoId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Which issues there are, read from their rows. Whoever asks has asked whether the reader may see the repository.
/// Shared.
public final class IssueReading {
    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    private final Database database;
    private final KeptCounts kept = new KeptCounts();

    IssueReading(Database database) {
        this.database = database;
    }

    /// How many a project has.
    public record Counts(int open, int closed) {}

    /// The issue of a number.
    public Optional<Issue> find(RepoId rid, long number) {
        return one(rid, " where i.rid = :rid and i.number = :key", number);
    }

    /// The issue of an id.
    public Optional<Issue> byId(RepoId rid, ObjectId id) {
        return one(rid, " where i.rid = :rid and i.id = :key", id.name());
    }

    /// The one issue whose id begins so; none when there are several.
    public Optional<Issue> beginning(RepoId rid, String prefix) {
        List<Issue> found = database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid = :rid and i.id >= :from and i.id < :to order by i.id limit 2",
                select -> select.bind("rid", rid.value()).bind("from", prefix).bind("to", prefix + "g")));
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Issues with these words in their titles, the latest changed first.
    public List<Issue> titled(RepoId rid, String words, int max) {
        return database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid = :rid and lower(i.title) like :words escape '!'"
                        + " order by i.updated desc, i.number desc limit :max",
                select -> select.bind("rid", rid.value())
                        .bind("words", Like.within(words))
                        .bind("max", Math.min(max, LIST_MAX))));
    }

    /// The projects that have issues which a query finds, whoever may see them.
    public List<RepoId> projects(IssueQuery query, int max) {
        var filter = new IssueFilter(query, Narrow.NOT);
        return database.read(handle -> handle.createQuery(
                        "select distinct i.rid from issue i where 1 = 1" + filter.sql() + " order by i.rid limit :max")
                .bindMap(filter.bindings())
                .bind("max", max)
                .map((row, _) -> new RepoId(row.getString("rid")))
                .list());
    }

    /// How many issues of many projects a query finds, whatever its state says.
    public Counts counts(List<RepoId> rids, IssueQuery query) {
        return counted(rids, query.withOpen(Optional.empty()), Narrow.NOT);
    }

    private Counts counted(List<RepoId> rids, IssueQuery query, Narrow narrow) {
        return rids.isEmpty() ? new Counts(0, 0) : database.read(handle -> kept.get(handle, rids, query, narrow));
    }

    private Optional<Issue> one(RepoId rid, String where, Object key) {
        return database.read(handle ->
                IssueSelect.list(handle, where, select -> select.bind("rid", rid.value())
                                .bind("key", key))
                        .stream()
                        .findFirst());
    }

    /// The titles of some issues, by number.
    public Map<Long, String> titles(RepoId rid, Collection<Long> numbers) {
        if (numbers.isEmpty()) return Map.of();
        var titles = new HashMap<Long, String>();
        database.read(handle -> handle.createQuery(
                                "select number, title from issue where rid = :rid and number in (<numbers>)")
                        .bind("rid", rid.value())
                        .bindList("numbers", List.copyOf(numbers))
                        .map((row, _) -> Map.entry(row.getLong("number"), row.getString("title")))
                        .list())
                .forEach(entry -> titles.put(entry.getKey(), entry.getValue()));
        return titles;
    }

    /// The number of an issue or a pull request.
    public Optional<Long> number(RepoId rid, ObjectId object) {
        return database.read(
                handle -> handle.createQuery("select number from tracker_number where rid = :rid and object = :object")
                        .bind("rid", rid.value())
                        .bind("object", object.name())
                        .mapTo(Long.class)
                        .findOne());
    }

    /// How many open issues some projects have; one without any is left out.
    public Map<RepoId, Integer> open(Collection<RepoId> rids, boolean patches) {
        if (rids.isEmpty()) return Map.of();
        var open = new HashMap<RepoId, Integer>();
        database.read(handle -> handle.createQuery("select rid, opened from issue_count"
                                + " where rid in (<rids>) and is_patch = :patches and opened > 0")
                        .bind("patches", patches)
                        .bindList(
                                "rids",
                                rids.stream().map(RepoId::value).distinct().toList())
                        .map((row, _) -> Map.entry(new RepoId(row.getString("rid")), row.getInt("opened")))
                        .list())
                .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
        return open;
    }

    /// How many issues, or pull requests, a project has, without looking at them.
    public Counts counts(RepoId rid, boolean patches) {
        return database.read(handle -> handle.createQuery(
                        "select opened, closed from issue_count where rid = :rid and is_patch = :patches")
                .bind("rid", rid.value())
                .bind("patches", patches)
                .map((row, _) -> new Counts(row.getInt("opened"), row.getInt("closed")))
                .findOne()
                .orElse(new Counts(0, 0)));
    }

    /// How many issues of some projects a query finds.
    public int count(List<RepoId> rids, IssueQuery query, Narrow narrow) {
        var counts = counted(rids, query, narrow);
        return counts.open() + counts.closed();
    }

    /// How many of a project's issues a query finds, whatever its state says.
    public Counts counts(RepoId rid, IssueQuery query) {
        var every = query.withOpen(Optional.empty());
        boolean all = new IssueFilter(every.withPatches(Optional.empty()), Narrow.NOT).isEverything();
        return all && query.patches().isPresent() ? counts(rid, query.patches().get()) : counts(List.of(rid), query);
    }

    /// A page of what a query finds.
    ///
    /// @param from how many to leave out
    /// @param max at most [#LIST_MAX]
    public List<Issue> list(RepoId rid, IssueQuery query, int from, int max) {
        return list(rid, query, Narrow.NOT, from, max);
    }

    /// The same, narrowed.
    public List<Issue> list(RepoId rid, IssueQuery query, Narrow narrow, int from, int max) {
        var filter = new IssueFilter(query, narrow);
        String order =
                switch (query.sort()) {
                    case NEWEST -> "i.number desc";
                    case OLDEST -> "i.number";
                    case UPDATED -> "i.updated desc, i.number desc";
                    case LEAST_UPDATED -> "i.updated, i.number";
                    case COMMENTS -> "i.comments desc, i.number desc";
                    case LEAST_COMMENTS -> "i.comments, i.number desc";
                    case CLOSED -> "case when i.closed is null then 1 else 0 end, i.closed desc, i.number desc";
                    case DUE -> "case when i.due is null then 1 else 0 end, i.due, i.number desc";
                };
        return database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid = :rid" + filter.sql() + " order by " + order + " limit :max offset :from",
                select -> select.bind("rid", rid.value())
                        .bindMap(filter.bindings())
                        .bind("max", Math.min(max, LIST_MAX))
                        .bind("from", from)));
    }

    /// Issues of many projects at once, the latest changed first; for what waits for somebody.
    public List<Issue> list(List<RepoId> rids, IssueQuery query, int from, int max) {
        return list(rids, query, Narrow.NOT, from, max);
    }

    /// The same, narrowed.
    public List<Issue> list(List<RepoId> rids, IssueQuery query, Narrow narrow, int from, int max) {
        if (rids.isEmpty()) return List.of();
        var filter = new IssueFilter(query, narrow);
        return database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid in (<rids>)" + filter.sql()
                        + " order by i.updated desc, i.rid, i.number desc limit :max offset :from",
                select -> select.bindList(
                                "rids", rids.stream().map(RepoId::value).toList())
                        .bindMap(filter.bindings())
                        .bind("max", Math.min(max, LIST_MAX))
                        .bind("from", from)));
    }

    /// Those that stand above the list, the first pinned first.
    public List<Issue> pinned(RepoId rid) {
        return database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid = :rid and i.pinned is not null order by i.pinned limit :max",
                select -> select.bind("rid", rid.value()).bind("max", Trackers.PINNED_MAX)));
    }

    /// Those that must be done before an issue, or that wait for it.
    ///
    /// @param before whether those before
    public List<Issue> dependencies(RepoId rid, ObjectId issue, boolean before) {
        String ids = before
                ? "select depends_on from issue_dependency where rid = :rid and issue = :id"
                : "select issue from issue_dependency where rid = :rid and depends_on = :id";
        // The plus keeps SQLite from walking through every issue by its number.
        return database.read(handle -> IssueSelect.list(
                handle,
                " where i.rid = :rid and i.id in (" + ids + ") order by +i.number limit :max",
                select ->
                        select.bind("rid", rid.value()).bind("id", issue.name()).bind("max", LIST_MAX)));
    }
}
