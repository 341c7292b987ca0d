package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/// Who of this node has a part in an issue, for whoever wants to tell them of it. People are named by the ids of their
/// accounts; whether they may see the issue is not asked. Shared between threads.
public final class Participants {
    /// How many are looked for.
    private static final int EACH_MAX = 1_000;
    private static final String ANYBODY = "";
    private static final List<Part> NEAREST_FIRST = List.of(Part.values());

    private final Database database;

    Participants(Database database) {
        this.database = database;
    }

    /// What part somebody has, the nearest first.
    public enum Part {
        AUTHOR,
        ASSIGNED,
        MENTIONED,
        COMMENTED
    }

    /// Everybody who has one, with the nearest of theirs; empty when there is no such issue.
    public Optional<Map<String, Part>> of(RepoId rid, ObjectId issue) {
        return parts(rid, issue, ANYBODY);
    }

    /// The same of one account.
    public Optional<Map<String, Part>> of(RepoId rid, ObjectId issue, String person) {
        return parts(rid, issue, person);
    }

    private Optional<Map<String, Part>> parts(RepoId rid, ObjectId issue, String whose) {
        if (!isThere(rid, issue)) return Optional.empty();
        var queries = new ArrayList<String>();
        for (int rank = 0; rank < NEAREST_FIRST.size(); rank++)
            queries.add(
                    "select " + rank + " as part, id from (" + query(NEAREST_FIRST.get(rank)) + ") as part_" + rank);
        var parts = new LinkedHashMap<String, Part>();
        database.read(handle -> handle.createQuery(
                                "select min(part) as part, id from ("
                                        + String.join(" union all ", queries)
                                        + ") as those where :whose = '' or id = :whose group by id order by part, id limit :max")
                        .bind("whose", whose)
                        .bind("rid", rid.value())
                        .bind("issue", issue.name())
                        .bind("max", EACH_MAX)
                        .map((row, _) -> Map.entry(row.getString("id"), NEAREST_FIRST.get(row.getInt("part"))))
                        .list())
                .forEach(found -> parts.put(found.getKey(), found.getValue()));
        return Optional.of(parts);
    }

    private boolean isThere(RepoId rid, ObjectId issue) {
        return database.read(handle -> handle.createQuery("select 1 from issue where rid = :rid and id = :issue")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    private static String query(Part part) {
        return switch (part) {
            case AUTHOR -> ofKey("x.author", "issue x", "x.id = :issue");
            case ASSIGNED -> ofKey("x.did", "issue_assignee x", "x.issue = :issue");
            case MENTIONED ->
                "select p.id from issue_mention x join person p on p.name = x.name"
                        + " where x.rid = :rid and x.issue = :issue and not p.deleted";
            case COMMENTED ->
                ofKey(
                        "coalesce(x.acting, x.author)",
                        "issue_event x",
                        "x.issue = :issue and x.kind in ('comment', 'review') and x.position > 0");
        };
    }

    private Set<String> people(RepoId rid, ObjectId issue, Part part) {
        return new LinkedHashSet<>(database.read(handle -> handle.createQuery(
                        "select distinct id from (" + query(part) + ") as those order by id limit :max")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bind("max", EACH_MAX)
                .mapTo(String.class)
                .list()));
    }

    /// The accounts behind keys: their own, and those of their devices.
    private static String ofKey(String key, String rows, String condition) {
        String where = " where x.rid = :rid and " + condition + " and not p.deleted";
        return "select p.id from " + rows + " join person p on p.did = " + key + where
                + " union select p.id from " + rows + " join device_key k on k.did = " + key
                + " join person p on p.id = k.person" + where;
    }

    /// Whom something said calls by name, as it reads now.
    ///
    /// @param comment its entry; an issue's own for the description
    public Set<String> called(RepoId rid, ObjectId comment) {
        return database.read(
                        handle -> handle.createQuery("select body from issue_event where rid = :rid and entry = :entry"
                                        + " and kind in ('comment', 'review', 'revision')")
                                .bind("rid", rid.value())
                                .bind("entry", comment.name())
                                .mapTo(String.class)
                                .findFirst())
                .map(body -> ids("name", Marks.in(body).names()))
                .orElse(Set.of());
    }

    /// Everybody whom anything that is said of an issue calls by name.
    public Set<String> mentioned(RepoId rid, ObjectId issue) {
        return people(rid, issue, Part.MENTIONED);
    }

    /// Whose task an issue is.
    public Set<String> tasked(RepoId rid, ObjectId issue) {
        return people(rid, issue, Part.ASSIGNED);
    }

    /// Whose task an issue became by an operation.
    public Set<String> assigned(RepoId rid, ObjectId entry) {
        var data = database.read(handle -> handle.createQuery(
                        "select data from issue_event where rid = :rid and entry = :entry and kind = 'assignees'")
                .bind("rid", rid.value())
                .bind("entry", entry.name())
                .mapTo(String.class)
                .findFirst());
        if (data.isEmpty()
                || !(LineJson.read("assignees", "", data.get()) instanceof Line.What.Happened(var what))
                || !(what instanceof Event.What.Assigned(var added, var _))) return Set.of();
        return ids("did", added.stream().map(did -> DidKey.parse(did).nid()).toList());
    }

    /// Who was asked for a review by an operation.
    public Set<String> asked(RepoId rid, ObjectId entry) {
        return database.read(handle -> handle.createQuery(
                                "select data from tracker_event where rid = :rid and entry = :entry and kind = 'reviewer'")
                        .bind("rid", rid.value())
                        .bind("entry", entry.name())
                        .mapTo(String.class)
                        .findFirst())
                .map(LineJson::parse)
                .filter(data -> data.path("active").asBoolean())
                .flatMap(data -> nid(data.path("reviewer").asText()))
                .map(nid -> ids("did", Set.of(nid)))
                .orElse(Set.of());
    }

    private static Optional<String> nid(String did) {
        try {
            return Optional.of(DidKey.parse(did).nid());
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Another node may write anything there.
        }
    }

    private Set<String> ids(String column, Collection<String> values) {
        if (values.isEmpty()) return Set.of();
        return new LinkedHashSet<>(database.read(handle -> handle.createQuery("select id from person where " + column
                        + " in (<values>) and not deleted order by id limit :max")
                .bindList("values", List.copyOf(values))
                .bind("max", EACH_MAX)
                .mapTo(String.class)
                .list()));
    }
}
