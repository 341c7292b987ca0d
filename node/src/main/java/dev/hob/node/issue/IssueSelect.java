package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/// How an issue is read: from its row, and from those of its labels and assignees.
final class IssueSelect {
    private static final String SELECT = """
            select i.rid, i.id, i.is_patch, i.number, i.title, i.state, i.author, i.created, i.updated, i.closed, i.comments,
                   i.milestone, i.pinned, i.locked, i.due
              from issue i
            """;

    static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /// The issues that a clause leaves.
    static List<Issue> list(Handle handle, String clause, UnaryOperator<Query> bind) {
        return whole(
                handle,
                bind.apply(handle.createQuery(SELECT + clause))
                        .map(IssueSelect::row)
                        .list());
    }

    /// An issue without what other tables say.
    private static Issue row(ResultSet row, StatementContext context) throws SQLException {
        return new Issue(
                new RepoId(row.getString("rid")),
                ObjectId.fromString(row.getString("id")),
                row.getBoolean("is_patch"),
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

    record Key(String rid, String issue) {}

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
                            issue.isPatch(),
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

    private IssueSelect() {}
}
