package dev.hob.node.issue;

import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The labels and milestones of projects, read from their rows. Whoever asks has asked whether the reader may see the
/// repository. Shared.
public final class TrackerReading {
    private final Database database;

    TrackerReading(Database database) {
        this.database = database;
    }

    /// The labels that a project describes; its issues may carry others.
    public List<Label> described(RepoId rid) {
        return database.read(handle -> described(handle, rid));
    }

    private static List<Label> described(Handle handle, RepoId rid) {
        return handle.createQuery(
                        "select name, color, description from label where rid = :rid order by name limit :max")
                .bind("rid", rid.value())
                .bind("max", Trackers.LABELS_MAX)
                .map((row, _) -> new Label(row.getString("name"), row.getString("color"), row.getString("description")))
                .list();
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

    /// The labels of a project: those that are described, and those that its issues carry.
    public List<Label> labels(RepoId rid) {
        return database.read(handle -> {
            var labels = new LinkedHashMap<String, Label>();
            for (var label : described(handle, rid)) labels.put(label.name(), label);
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
                                 where l.rid = :rid and i.is_open and not i.is_patch
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
                .map(TrackerReading::milestone)
                .list());
    }

    private static Milestone milestone(ResultSet row, StatementContext context) throws SQLException {
        return new Milestone(
                ObjectId.fromString(row.getString("id")),
                row.getString("title"),
                row.getString("description"),
                row.getBoolean("is_open"),
                IssueSelect.time(row, "due"),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("updated")),
                IssueSelect.time(row, "closed"),
                row.getInt("open_issues"),
                row.getInt("closed_issues"));
    }
}
