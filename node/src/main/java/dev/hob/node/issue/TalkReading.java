package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// What is said under issues, and what happened to them, read from its rows. Whoever asks has asked whether the
/// reader may see the repository. Shared.
public final class TalkReading {
    /// The most lines of the tracker between two of an issue's own.
    private static final int TOLD_MAX = 1_000;

    /// What belongs to a review is told with it.
    private static final String APART = " and not exists (select 1 from patch_comment c where c.rid = issue_event.rid"
            + " and c.patch = issue_event.issue and c.entry = issue_event.entry and c.review is not null)";

    private final Database database;

    TalkReading(Database database) {
        this.database = database;
    }

    /// The descriptions of issues, of those that have a box to tick in it.
    public Map<ObjectId, String> checklists(List<Issue> issues) {
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

    /// What a file is called that a comment of a project shows now; empty when none does.
    public Optional<String> fileName(RepoId rid, ObjectId blob) {
        return database.read(handle -> handle.createQuery(
                        "select name from issue_file where rid = :rid and blob = :blob order by issue, entry limit 1")
                .bind("rid", rid.value())
                .bind("blob", blob.name())
                .mapTo(String.class)
                .findOne());
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
                        .map(TalkReading::line)
                        .list())
                .forEach(line -> lines.put(line.entry(), line));
        return lines;
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
                    .map(TalkReading::line)
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
                    .map(TalkReading::line)
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

    /// Who spoke of an issue, the latest first, as far as its latest lines tell. A description counts as well.
    ///
    /// @param max how many lines are looked at
    public List<DidKey> speakers(RepoId rid, ObjectId issue, int max) {
        return database.read(handle -> handle.createQuery("""
                        select speaker, max(position) as latest
                          from (select coalesce(acting, author) as speaker, position
                                  from issue_event
                                 where rid = :rid and issue = :issue and kind in ('comment', 'review', 'revision')
                                   and body <> ''
                                 order by position desc
                                 limit :max) as talk
                         group by speaker
                         order by latest desc""")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bind("max", max)
                .map((row, _) -> DidKey.parse(row.getString("speaker")))
                .list());
    }

    /// One comment of a project, whichever issue it is in.
    ///
    /// @param issue that it is in
    public record Found(ObjectId issue, Line line) {}

    /// What was said whose id begins so, as clients name it that know comments by number ([Handles#prefix]): a comment,
    /// a remark at some lines, a review, or what a revision says of itself.
    public Optional<Found> comment(RepoId rid, String prefix) {
        if (prefix.isEmpty()) return Optional.empty();
        return database.read(handle -> handle.createQuery("""
                        select issue, position, entry, kind, author, acting, at, body, data
                          from issue_event
                         where rid = :rid and entry >= :from and entry < :to
                           and kind in ('comment', 'review', 'revision')
                         order by entry
                         limit 1""")
                .bind("rid", rid.value())
                .bind("from", prefix)
                .bind("to", prefix + "g")
                .map((row, context) -> new Found(ObjectId.fromString(row.getString("issue")), line(row, context)))
                .findOne());
    }

    /// Comments of a whole project without the remarks of reviews, the oldest first.
    public List<Found> comments(RepoId rid, Instant since, Instant before, int from, int max) {
        return database.read(handle -> handle.createQuery("""
                        select issue, position, entry, kind, author, acting, at, body, data
                          from issue_event
                         where rid = :rid and kind = 'comment' and position > 0 and at >= :since and at < :before
                        """ + APART + """
                         order by at, entry
                         limit :max offset :from""")
                .bind("rid", rid.value())
                .bind("since", since.toEpochMilli())
                .bind("before", before.toEpochMilli())
                .bind("max", Math.min(max, IssueReading.LIST_MAX))
                .bind("from", from)
                .map((row, context) -> new Found(ObjectId.fromString(row.getString("issue")), line(row, context)))
                .list());
    }

    /// How much was said about some issues, without descriptions and without the remarks of reviews.
    public Map<ObjectId, Integer> said(RepoId rid, Collection<ObjectId> issues) {
        if (issues.isEmpty()) return Map.of();
        var said = new HashMap<ObjectId, Integer>();
        database.read(handle -> handle.createQuery("""
                                select issue, count(*) as many
                                  from issue_event
                                 where rid = :rid and issue in (<issues>) and kind = 'comment' and position > 0
                                   and body <> ''
                                """ + APART + """
                                 group by issue""")
                        .bind("rid", rid.value())
                        .bindList("issues", issues.stream().map(ObjectId::name).toList())
                        .map((row, _) -> Map.entry(ObjectId.fromString(row.getString("issue")), row.getInt("many")))
                        .list())
                .forEach(it -> said.put(it.getKey(), it.getValue()));
        return said;
    }

    /// How many comments a whole project has in a time.
    public int countComments(RepoId rid, Instant since, Instant before) {
        return database.read(handle -> handle.createQuery("""
                        select count(*)
                          from issue_event
                         where rid = :rid and kind = 'comment' and position > 0 and at >= :since and at < :before
                        """ + APART)
                .bind("rid", rid.value())
                .bind("since", since.toEpochMilli())
                .bind("before", before.toEpochMilli())
                .mapTo(Integer.class)
                .one());
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
}
