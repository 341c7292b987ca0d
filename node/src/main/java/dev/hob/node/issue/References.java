package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Who names an issue. Shared.
public final class References {
    private final Database database;

    References(Database database) {
        this.database = database;
    }

    /// A place that names an issue.
    ///
    /// @param rid the project in which the text stands
    /// @param entry the comment with the text
    /// @param closes whether it says that it is done by this
    /// @param by who wrote it
    public record Reference(RepoId rid, Issue issue, ObjectId entry, boolean closes, DidKey by, Instant at) {}

    /// The issues of the same project that an issue's or a pull request's description says it closes, by number.
    public List<Long> closedBy(RepoId rid, ObjectId id) {
        return database.read(handle -> handle.createQuery("""
                        select number
                          from issue_reference
                         where rid = :rid and issue = :id and entry = :id and path = '' and closes
                         order by number""")
                .bind("rid", rid.value())
                .bind("id", id.name())
                .mapTo(Long.class)
                .list());
    }

    /// Who names an issue by its number, here or by `owner/repo#number`; the reader may not see all of them.
    ///
    /// @param paths how the repository is and was called, in lower case
    public List<Reference> to(RepoId rid, List<String> paths, long number) {
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
                .bind("max", IssueReading.LIST_MAX)
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
        var issues = new HashMap<IssueSelect.Key, Issue>();
        database.read(handle -> IssueSelect.list(
                        handle, " where i.rid in (<rids>) and i.id in (<ids>)", select -> select.bindList(
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
                                                .toList())))
                .forEach(issue -> issues.put(
                        new IssueSelect.Key(issue.rid().value(), issue.id().name()), issue));
        var found = new ArrayList<Reference>();
        for (var place : places) {
            var issue = issues.get(
                    new IssueSelect.Key(place.rid().value(), place.issue().name()));
            if (issue != null)
                found.add(new Reference(place.rid(), issue, place.entry(), place.closes(), place.by(), place.at()));
        }
        return found;
    }
}
