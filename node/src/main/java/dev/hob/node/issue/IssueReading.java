package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What issues say, read from their rows. Whoever asks has asked whether the reader may see the repository. Shared.
public final class IssueReading {
    /// The most that a list gives at once.
    public static final int LIST_MAX = 200;

    /// The most lines of the tracker between two of an issue's own.
    private static final int TOLD_MAX = 1_000;

    private static final String SELECT = """
            select i.rid, i.id, i.number, i.title, i.state, i.author, i.created, i.updated, i.closed, i.comments,
                   i.milestone, i.pinned, i.locked, i.due
              from issue i
            """;

    private final Database database;

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
        List<Issue> found = database.read(handle -> whole(
                handle,
                handle.createQuery(
                                SELECT + " where i.rid = :rid and i.id >= :from and i.id < :to order by i.id limit 2")
                        .bind("rid", rid.value())
                        .bind("from", prefix)
                        .bind("to", prefix + "g")
                        .map(IssueReading::row)
                        .list()));
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Issues with these words in their titles, the latest changed first.
    public List<Issue> titled(RepoId rid, String words, int max) {
        return database.read(handle -> whole(
                handle,
                handle.createQuery(SELECT + " where i.rid = :rid and lower(i.title) like :words escape '!'"
                                + " order by i.updated desc, i.number desc limit :max")
                        .bind("rid", rid.value())
                        .bind("words", Like.within(words))
                        .bind("max", Math.min(max, LIST_MAX))
                        .map(IssueReading::row)
                        .list()));
    }

    /// The descriptions of issues, of those that have a box to tick in it.
    public Map<ObjectId, String> descriptions(List<Issue> issues) {
        if (issues.isEmpty()) return Map.of();
        var found = new HashMap<ObjectId, String>();
        database.read(handle -> handle.createQuery("""
                                select issue, body
                                  from issue_event
                                 where rid in (<rids>) and issue in (<ids>) and position = 0
                                   and (body like '%[ ]%' or lower(body) like '%[x]%')""")
                        .bindList(
                                "rids",
                                issues.stream()
                                        .map(issue -> issue.rid().value())
                                        .distinct()
                                        .toList())
                        .bindList(
                                "ids",
                                issues.stream().map(issue -> issue.id().name()).toList())
                        .map((row, _) -> Map.entry(ObjectId.fromString(row.getString("issue")), row.getString("body")))
                        .list())
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /// The projects that have issues which a query finds, whoever may see them.
    public List<RepoId> projects(IssueQuery query, int max) {
        var filter = new Filter(query, Narrow.NOT);
        return database.read(handle -> handle.createQuery(
                        "select distinct i.rid from issue i where 1 = 1" + filter.sql + " order by i.rid limit :max")
                .bindMap(filter.bindings)
                .bind("max", max)
                .map((row, _) -> new RepoId(row.getString("rid")))
                .list());
    }

    /// How many issues of many projects a query finds, whatever its state says.
    public Counts counts(List<RepoId> rids, IssueQuery query) {
        if (rids.isEmpty()) return new Counts(0, 0);
        var filter = new Filter(query.withOpen(Optional.empty()), Narrow.NOT);
        return database.read(handle -> {
            var counted = new HashMap<Boolean, Integer>();
            handle.createQuery("select i.is_open, count(*) as many from issue i where i.rid in (<rids>)" + filter.sql
                            + " group by i.is_open")
                    .bindList("rids", rids.stream().map(RepoId::value).toList())
                    .bindMap(filter.bindings)
                    .map((row, _) -> Map.entry(row.getBoolean("is_open"), row.getInt("many")))
                    .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
            return new Counts(counted.getOrDefault(true, 0), counted.getOrDefault(false, 0));
        });
    }

    /// What a file is called that a comment of a project shows now; empty when none does.
    public Optional<String> fileName(RepoId rid, ObjectId blob) {
        return database.read(handle -> handle.createQuery(
                        "select name from issue_file where rid = :rid and blob = :blob order by issue, entry limit 1")
                .bind("rid", rid.value())
                .bind("blob", blob.name())
                .mapTo(String.class)
                .findOne());
    }

    /// The labels that a project describes; its issues may carry others.
    public List<Label> described(RepoId rid) {
        return database.read(handle -> handle.createQuery(
                        "select name, color, description from label where rid = :rid order by name limit :max")
                .bind("rid", rid.value())
                .bind("max", Trackers.LABELS_MAX)
                .map((row, _) -> new Label(row.getString("name"), row.getString("color"), row.getString("description")))
                .list());
    }

    /// What a project's milestones are called, without counting: open ones first, the next due first.
    public Map<ObjectId, String> milestoneTitles(RepoId rid) {
        var titles = new LinkedHashMap<ObjectId, String>();
        database.read(handle -> handle.createQuery("""
                                select id, title
                                  from milestone
                                 where rid = :rid
                                 order by case when is_open then 0 else 1 end,
                                          case when due is null then 1 else 0 end, due, created, id
                                 limit :max""")
                        .bind("rid", rid.value())
                        .bind("max", Trackers.MILESTONES_MAX)
                        .map((row, _) -> Map.entry(ObjectId.fromString(row.getString("id")), row.getString("title")))
                        .list())
                .forEach(entry -> titles.put(entry.getKey(), entry.getValue()));
        return titles;
    }

    private Optional<Issue> one(RepoId rid, String where, Object key) {
        return database.read(handle -> whole(
                        handle,
                        handle.createQuery(SELECT + where)
                                .bind("rid", rid.value())
                                .bind("key", key)
                                .map(IssueReading::row)
                                .list())
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

    /// What some issues say first, by issue.
    public Map<ObjectId, Line> descriptions(RepoId rid, Collection<ObjectId> issues) {
        if (issues.isEmpty()) return Map.of();
        var lines = new HashMap<ObjectId, Line>();
        database.read(handle -> handle.createQuery("""
                                select position, entry, kind, author, acting, at, body, data
                                  from issue_event
                                 where rid = :rid and issue in (<issues>) and position = 0""")
                        .bind("rid", rid.value())
                        .bindList("issues", issues.stream().map(ObjectId::name).toList())
                        .map(IssueReading::line)
                        .list())
                .forEach(line -> lines.put(line.entry(), line));
        return lines;
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
    public Map<RepoId, Integer> open(Collection<RepoId> rids) {
        if (rids.isEmpty()) return Map.of();
        var open = new HashMap<RepoId, Integer>();
        database.read(handle -> handle.createQuery(
                                "select rid, opened from issue_count where rid in (<rids>) and opened > 0")
                        .bindList(
                                "rids",
                                rids.stream().map(RepoId::value).distinct().toList())
                        .map((row, _) -> Map.entry(new RepoId(row.getString("rid")), row.getInt("opened")))
                        .list())
                .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
        return open;
    }

    /// How many issues a project has, without looking at them.
    public Counts counts(RepoId rid) {
        return database.read(handle -> handle.createQuery("select opened, closed from issue_count where rid = :rid")
                .bind("rid", rid.value())
                .map((row, _) -> new Counts(row.getInt("opened"), row.getInt("closed")))
                .findOne()
                .orElse(new Counts(0, 0)));
    }

    /// What no search box asks for, and programs do.
    ///
    /// @param since only what changed at or after this time
    /// @param before only what changed before this time
    /// @param milestones only what is under one of these; under any or none when it is empty
    public record Narrow(Optional<Instant> since, Optional<Instant> before, Optional<List<ObjectId>> milestones) {
        /// Nothing is left out.
        public static final Narrow NOT = new Narrow(Optional.empty(), Optional.empty(), Optional.empty());

        public Narrow {
            milestones = milestones.map(List::copyOf);
        }
    }

    /// How many issues of some projects a query finds.
    public int count(List<RepoId> rids, IssueQuery query, Narrow narrow) {
        if (rids.isEmpty()) return 0;
        var filter = new Filter(query, narrow);
        return database.read(
                handle -> handle.createQuery("select count(*) from issue i where i.rid in (<rids>)" + filter.sql)
                        .bindList("rids", rids.stream().map(RepoId::value).toList())
                        .bindMap(filter.bindings)
                        .mapTo(Integer.class)
                        .one());
    }

    /// How many of a project's issues a query finds, whatever its state says.
    public Counts counts(RepoId rid, IssueQuery query) {
        var filter = new Filter(query.withOpen(Optional.empty()), Narrow.NOT);
        if (filter.isEverything()) return counts(rid);
        return database.read(handle -> {
            var counted = new HashMap<Boolean, Integer>();
            handle.createQuery("select i.is_open, count(*) as many from issue i where i.rid = :rid" + filter.sql
                            + " group by i.is_open")
                    .bind("rid", rid.value())
                    .bindMap(filter.bindings)
                    .map((row, _) -> Map.entry(row.getBoolean("is_open"), row.getInt("many")))
                    .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
            return new Counts(counted.getOrDefault(true, 0), counted.getOrDefault(false, 0));
        });
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
        var filter = new Filter(query, narrow);
        String order =
                switch (query.sort()) {
                    case NEWEST -> "i.number desc";
                    case OLDEST -> "i.number";
                    case UPDATED -> "i.updated desc, i.number desc";
                    case LEAST_UPDATED -> "i.updated, i.number";
                    case COMMENTS -> "i.comments desc, i.number desc";
                    case DUE -> "case when i.due is null then 1 else 0 end, i.due, i.number desc";
                };
        return database.read(handle -> whole(
                handle,
                handle.createQuery(SELECT + " where i.rid = :rid" + filter.sql + " order by " + order
                                + " limit :max offset :from")
                        .bind("rid", rid.value())
                        .bindMap(filter.bindings)
                        .bind("max", Math.min(max, LIST_MAX))
                        .bind("from", from)
                        .map(IssueReading::row)
                        .list()));
    }

    /// Issues of many projects at once, the latest changed first; for what waits for somebody.
    public List<Issue> list(List<RepoId> rids, IssueQuery query, int from, int max) {
        return list(rids, query, Narrow.NOT, from, max);
    }

    /// The same, narrowed.
    public List<Issue> list(List<RepoId> rids, IssueQuery query, Narrow narrow, int from, int max) {
        if (rids.isEmpty()) return List.of();
        var filter = new Filter(query, narrow);
        return database.read(handle -> whole(
                handle,
                handle.createQuery(SELECT + " where i.rid in (<rids>)" + filter.sql
                                + " order by i.updated desc, i.rid, i.number desc limit :max offset :from")
                        .bindList("rids", rids.stream().map(RepoId::value).toList())
                        .bindMap(filter.bindings)
                        .bind("max", Math.min(max, LIST_MAX))
                        .bind("from", from)
                        .map(IssueReading::row)
                        .list()));
    }

    /// Those that stand above the list, the first pinned first.
    public List<Issue> pinned(RepoId rid) {
        return database.read(handle -> whole(
                handle,
                handle.createQuery(SELECT + " where i.rid = :rid and i.pinned is not null order by i.pinned limit :max")
                        .bind("rid", rid.value())
                        .bind("max", Trackers.PINNED_MAX)
                        .map(IssueReading::row)
                        .list()));
    }

    /// Those that must be done before an issue, or that wait for it.
    ///
    /// @param before whether those before
    public List<Issue> dependencies(RepoId rid, ObjectId issue, boolean before) {
        String join = before
                ? " join issue_dependency d on d.rid = i.rid and d.depends_on = i.id where d.rid = :rid and d.issue = :id"
                : " join issue_dependency d on d.rid = i.rid and d.issue = i.id where d.rid = :rid and d.depends_on = :id";
        return database.read(handle -> whole(
                handle,
                handle.createQuery(SELECT + join + " order by i.number limit :max")
                        .bind("rid", rid.value())
                        .bind("id", issue.name())
                        .bind("max", LIST_MAX)
                        .map(IssueReading::row)
                        .list()));
    }

    /// The history of an issue in order: comments and events, and what the tracker says of it where its time puts it.
    ///
    /// @param after lines of the issue's own history that were seen already; -1 for none
    public List<Line> history(RepoId rid, ObjectId issue, long after, int max) {
        return database.read(handle -> {
            var lines = handle.createQuery("""
                            select position, entry, kind, author, acting, at, body, data
                              from issue_event
                             where rid = :rid and issue = :issue and position > :after
                             order by position
                             limit :max""")
                    .bind("rid", rid.value())
                    .bind("issue", issue.name())
                    .bind("after", after)
                    .bind("max", max)
                    .map(IssueReading::line)
                    .list();
            var told = handle.createQuery("""
                            select -1 as position, entry, kind, author, acting, at, '' as body, data
                              from tracker_event
                             where rid = :rid and issue = :issue and at >= :from
                             order by at, position
                             limit :max""")
                    .bind("rid", rid.value())
                    .bind("issue", issue.name())
                    .bind("from", after < 0 ? Long.MIN_VALUE : at(handle, rid, issue, after))
                    .bind("max", TOLD_MAX)
                    .map(IssueReading::line)
                    .list();
            return merged(lines, told, lines.size() < max);
        });
    }

    /// When a line happened, after which the tracker's belong to the page behind it.
    private static long at(Handle handle, RepoId rid, ObjectId issue, long position) {
        return handle.createQuery(
                        "select at from issue_event where rid = :rid and issue = :issue and position = :position")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bind("position", position)
                .mapTo(Long.class)
                .findOne()
                .orElse(Long.MIN_VALUE);
    }

    /// The lines of the tracker go before the first line that is later. Those behind the last line belong to the page
    /// after, if there is one.
    private static List<Line> merged(List<Line> lines, List<Line> told, boolean last) {
        var all = new ArrayList<Line>();
        int next = 0;
        for (var line : lines) {
            while (next < told.size() && told.get(next).at().isBefore(line.at())) all.add(told.get(next++));
            all.add(line);
        }
        if (last) while (next < told.size()) all.add(told.get(next++));
        return all;
    }

    /// One comment of a project, whichever issue it is in.
    ///
    /// @param issue that it is in
    public record Found(ObjectId issue, Line line) {}

    /// The comment whose id begins so, as clients name it that know comments by number ([Handles#prefix]).
    public Optional<Found> comment(RepoId rid, String prefix) {
        if (prefix.isEmpty()) return Optional.empty();
        return database.read(handle -> handle.createQuery("""
                        select issue, position, entry, kind, author, acting, at, body, data
                          from issue_event
                         where rid = :rid and entry >= :from and entry < :to and kind = 'comment'
                         order by entry
                         limit 1""")
                .bind("rid", rid.value())
                .bind("from", prefix)
                .bind("to", prefix + "g")
                .map((row, context) -> new Found(ObjectId.fromString(row.getString("issue")), line(row, context)))
                .findOne());
    }

    /// Comments of a whole project, the oldest first.
    public List<Found> comments(RepoId rid, Instant since, Instant before, int from, int max) {
        return database.read(handle -> handle.createQuery("""
                        select issue, position, entry, kind, author, acting, at, body, data
                          from issue_event
                         where rid = :rid and kind = 'comment' and position > 0 and at >= :since and at < :before
                         order by at, entry
                         limit :max offset :from""")
                .bind("rid", rid.value())
                .bind("since", since.toEpochMilli())
                .bind("before", before.toEpochMilli())
                .bind("max", Math.min(max, LIST_MAX))
                .bind("from", from)
                .map((row, context) -> new Found(ObjectId.fromString(row.getString("issue")), line(row, context)))
                .list());
    }

    /// How many comments a whole project has in a time.
    public int countComments(RepoId rid, Instant since, Instant before) {
        return database.read(handle -> handle.createQuery("""
                        select count(*)
                          from issue_event
                         where rid = :rid and kind = 'comment' and position > 0 and at >= :since and at < :before""")
                .bind("rid", rid.value())
                .bind("since", since.toEpochMilli())
                .bind("before", before.toEpochMilli())
                .mapTo(Integer.class)
                .one());
    }

    /// A place that names an issue.
    ///
    /// @param rid the project in which the text stands
    /// @param entry the comment with the text
    /// @param closes whether it says that it is done by this
    /// @param by who wrote it
    public record Reference(RepoId rid, Issue issue, ObjectId entry, boolean closes, DidKey by, Instant at) {}

    /// Who names an issue by its number, here or by `owner/repo#number`; the reader may not see all of them.
    ///
    /// @param paths how the repository is and was called, in lower case
    public List<Reference> references(RepoId rid, List<String> paths, long number) {
        var all = new ArrayList<String>(paths);
        all.add("");
        record Place(RepoId rid, ObjectId issue, ObjectId entry, boolean closes, DidKey by, Instant at) {}
        var places = database.read(handle -> handle.createQuery("""
                        select r.rid, r.issue, r.entry, r.closes, e.author, e.acting, e.at
                          from issue_reference r
                          join issue_event e on e.rid = r.rid and e.entry = r.entry and e.kind = 'comment'
                         where r.number = :number and r.path in (<paths>) and (r.path != '' or r.rid = :rid)
                         order by r.rid, r.issue, r.entry
                         limit :max""")
                .bind("number", number)
                .bindList("paths", all)
                .bind("rid", rid.value())
                .bind("max", LIST_MAX)
                .map((row, _) -> new Place(
                        new RepoId(row.getString("rid")),
                        ObjectId.fromString(row.getString("issue")),
                        ObjectId.fromString(row.getString("entry")),
                        row.getBoolean("closes"),
                        DidKey.parse(
                                Optional.ofNullable(row.getString("acting")).orElse(row.getString("author"))),
                        Instant.ofEpochMilli(row.getLong("at"))))
                .list());
        if (places.isEmpty()) return List.of();
        var issues = new HashMap<Key, Issue>();
        database.read(handle -> whole(
                        handle,
                        handle.createQuery(SELECT + " where i.rid in (<rids>) and i.id in (<ids>)")
                                .bindList(
                                        "rids",
                                        places.stream()
                                                .map(place -> place.rid().value())
                                                .distinct()
                                                .toList())
                                .bindList(
                                        "ids",
                                        places.stream()
                                                .map(place -> place.issue().name())
                                                .distinct()
                                                .toList())
                                .map(IssueReading::row)
                                .list()))
                .forEach(issue ->
                        issues.put(new Key(issue.rid().value(), issue.id().name()), issue));
        var references = new ArrayList<Reference>();
        for (var place : places) {
            var issue = issues.get(new Key(place.rid().value(), place.issue().name()));
            if (issue != null)
                references.add(
                        new Reference(place.rid(), issue, place.entry(), place.closes(), place.by(), place.at()));
        }
        return references;
    }

    /// The labels of a project: those that are described, and those that its issues carry.
    public List<Label> labels(RepoId rid) {
        return database.read(handle -> {
            var labels = new LinkedHashMap<String, Label>();
            handle.createQuery("select name, color, description from label where rid = :rid order by name limit :max")
                    .bind("rid", rid.value())
                    .bind("max", Trackers.LABELS_MAX)
                    .map((row, _) ->
                            new Label(row.getString("name"), row.getString("color"), row.getString("description")))
                    .forEach(label -> labels.put(label.name(), label));
            handle.createQuery("select distinct name from issue_label where rid = :rid order by name limit :max")
                    .bind("rid", rid.value())
                    .bind("max", Trackers.LABELS_MAX)
                    .mapTo(String.class)
                    .forEach(name -> labels.putIfAbsent(name, Label.plain(name)));
            return labels.values().stream()
                    .sorted(java.util.Comparator.comparing(Label::name, String.CASE_INSENSITIVE_ORDER))
                    .toList();
        });
    }

    /// How many open issues carry each label.
    public Map<String, Integer> labelUse(RepoId rid) {
        var use = new HashMap<String, Integer>();
        database.read(handle -> handle.createQuery("""
                                select l.name, count(*) as many
                                  from issue_label l
                                  join issue i on i.rid = l.rid and i.id = l.issue
                                 where l.rid = :rid and i.is_open
                                 group by l.name""")
                        .bind("rid", rid.value())
                        .map((row, _) -> Map.entry(row.getString("name"), row.getInt("many")))
                        .list())
                .forEach(entry -> use.put(entry.getKey(), entry.getValue()));
        return use;
    }

    /// The milestones of a project: open ones first, the next due first.
    public List<Milestone> milestones(RepoId rid) {
        return database.read(handle -> handle.createQuery("""
                        select m.id, m.title, m.description, m.is_open, m.due, m.created, m.updated, m.closed,
                               (select count(*) from issue i
                                 where i.rid = m.rid and i.milestone = m.id and i.is_open) as open_issues,
                               (select count(*) from issue i
                                 where i.rid = m.rid and i.milestone = m.id and not i.is_open) as closed_issues
                          from milestone m
                         where m.rid = :rid
                         order by case when m.is_open then 0 else 1 end,
                                  case when m.due is null then 1 else 0 end, m.due, m.created, m.id
                         limit :max""")
                .bind("rid", rid.value())
                .bind("max", Trackers.MILESTONES_MAX)
                .map(IssueReading::milestone)
                .list());
    }

    private static Milestone milestone(ResultSet row, StatementContext context) throws SQLException {
        return new Milestone(
                ObjectId.fromString(row.getString("id")),
                row.getString("title"),
                row.getString("description"),
                row.getBoolean("is_open"),
                time(row, "due"),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("updated")),
                time(row, "closed"),
                row.getInt("open_issues"),
                row.getInt("closed_issues"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Line line(ResultSet row, StatementContext context) throws SQLException {
        return new Line(
                row.getLong("position"),
                ObjectId.fromString(row.getString("entry")),
                DidKey.parse(row.getString("author")),
                Optional.ofNullable(row.getString("acting")).map(DidKey::parse),
                Instant.ofEpochMilli(row.getLong("at")),
                LineJson.read(row.getString("kind"), row.getString("body"), row.getString("data")));
    }

    /// An issue without what other tables say.
    private static Issue row(ResultSet row, StatementContext context) throws SQLException {
        return new Issue(
                new RepoId(row.getString("rid")),
                ObjectId.fromString(row.getString("id")),
                row.getLong("number"),
                row.getString("title"),
                IssueState.valueOf(row.getString("state")),
                DidKey.parse(row.getString("author")),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("updated")),
                time(row, "closed"),
                row.getInt("comments"),
                List.of(),
                List.of(),
                Optional.ofNullable(row.getString("milestone")).map(ObjectId::fromString),
                time(row, "pinned"),
                Optional.ofNullable(row.getString("locked")),
                time(row, "due"));
    }

    private record Key(String rid, String issue) {}

    /// Adds labels and assignees, for all of a page at once.
    private static List<Issue> whole(Handle handle, List<Issue> issues) {
        if (issues.isEmpty()) return issues;
        var labels = gathered(handle, issues, "issue_label", "name");
        var assignees = gathered(handle, issues, "issue_assignee", "did");
        return issues.stream()
                .map(issue -> {
                    var key = new Key(issue.rid().value(), issue.id().name());
                    return new Issue(
                            issue.rid(),
                            issue.id(),
                            issue.number(),
                            issue.title(),
                            issue.state(),
                            issue.author(),
                            issue.created(),
                            issue.updated(),
                            issue.closed(),
                            issue.comments(),
                            labels.getOrDefault(key, List.of()),
                            assignees.getOrDefault(key, List.of()).stream()
                                    .map(DidKey::parse)
                                    .toList(),
                            issue.milestone(),
                            issue.pinned(),
                            issue.locked(),
                            issue.due());
                })
                .toList();
    }

    private static Map<Key, List<String>> gathered(Handle handle, List<Issue> issues, String table, String column) {
        var gathered = new HashMap<Key, List<String>>();
        handle.createQuery("select rid, issue, " + column + " as value from " + table
                        + " where rid in (<rids>) and issue in (<ids>) order by " + column)
                .bindList(
                        "rids",
                        issues.stream()
                                .map(issue -> issue.rid().value())
                                .distinct()
                                .toList())
                .bindList("ids", issues.stream().map(issue -> issue.id().name()).toList())
                .map((row, _) ->
                        Map.entry(new Key(row.getString("rid"), row.getString("issue")), row.getString("value")))
                .forEach(entry -> gathered.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return gathered;
    }

    /// A query as conditions on a row `i`.
    private static final class Filter {
        private final StringBuilder sql = new StringBuilder();
        private final Map<String, Object> bindings = new HashMap<>();

        Filter(IssueQuery query, Narrow narrow) {
            narrow.since().ifPresent(at -> add(" and i.updated >= :%s", at.toEpochMilli()));
            narrow.before().ifPresent(at -> add(" and i.updated < :%s", at.toEpochMilli()));
            narrow.milestones().ifPresent(this::under);
            query.open().ifPresent(open -> sql.append(open ? " and i.is_open" : " and not i.is_open"));
            query.reason().ifPresent(reason -> add(" and i.state = :%s", reason.name()));
            for (String label : query.labels())
                add(
                        " and exists (select 1 from issue_label l where l.rid = i.rid and l.issue = i.id and l.name = :%s)",
                        label);
            for (String label : query.notLabels())
                add(
                        " and not exists (select 1 from issue_label l"
                                + " where l.rid = i.rid and l.issue = i.id and l.name = :%s)",
                        label);
            query.author()
                    .ifPresent(name -> add(
                            " and i.author in (select p.did from person p where p.name = :%1$s union all select d.did"
                                    + " from device_key d join person p on p.id = d.person where p.name = :%1$s)",
                            name));
            query.assignee()
                    .ifPresent(name -> add(
                            " and exists (select 1 from issue_assignee a join person p on p.did = a.did"
                                    + " where a.rid = i.rid and a.issue = i.id and p.name = :%s)",
                            name));
            query.mentions()
                    .ifPresent(name -> add(
                            " and exists (select 1 from issue_mention m"
                                    + " where m.rid = i.rid and m.issue = i.id and m.name = :%s)",
                            name));
            query.milestone()
                    .ifPresent(title -> add(
                            " and i.milestone in (select m.id from milestone m where m.rid = i.rid and m.title = :%s)",
                            title));
            if (query.noLabel())
                sql.append(" and not exists (select 1 from issue_label l where l.rid = i.rid and l.issue = i.id)");
            if (query.noAssignee())
                sql.append(" and not exists (select 1 from issue_assignee a where a.rid = i.rid and a.issue = i.id)");
            if (query.noMilestone()) sql.append(" and i.milestone is null");
            for (String word : query.words())
                add(
                        " and (lower(i.title) like :%1$s escape '!' or exists (select 1 from issue_event e"
                                + " where e.rid = i.rid and e.issue = i.id and e.kind = 'comment'"
                                + " and lower(e.body) like :%1$s escape '!'))",
                        Like.within(word));
        }

        private void under(List<ObjectId> milestones) {
            var any = new StringBuilder();
            for (var id : milestones) {
                String name = "f" + bindings.size();
                any.append(any.isEmpty() ? ":" : ", :").append(name);
                bindings.put(name, id.name());
            }
            sql.append(milestones.isEmpty() ? " and 1 = 0" : " and i.milestone in (" + any + ")");
        }

        private void add(String condition, Object value) {
            String name = "f" + bindings.size();
            sql.append(String.format(java.util.Locale.ROOT, condition, name));
            bindings.put(name, value);
        }

        boolean isEverything() {
            return sql.isEmpty();
        }
    }
}
