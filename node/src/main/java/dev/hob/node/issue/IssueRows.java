package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.KeyNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what a folded issue or pull request says into its rows. Each method within a transaction of the
/// caller's, who holds the folder's lock.
public final class IssueRows {
    private IssueRows() {}

    /// All of it, in place of what was there.
    public static void replace(Handle handle, RepoId rid, long number, Folded issue) {
        remove(handle, rid, issue.id());
        insert(handle, rid, number, issue);
        KeyNames.note(handle, issue.names());
    }

    /// All of it, where there is nothing yet.
    public static void insert(Handle handle, RepoId rid, long number, Folded issue) {
        row(handle, rid, number, issue);
        lines(handle, rid, issue, 0);
        for (var event : issue.events()) {
            var comment = text(issue, event);
            if (comment.isEmpty()) continue;
            marks(handle, rid, issue.id(), event.entry(), comment.get().body());
            files(handle, rid, issue.id(), event.entry(), comment.get());
            mention(handle, rid, issue.id(), Marks.in(comment.get().body()).names());
        }
        issue.takeTouched();
    }

    /// What has come since its history had so many lines.
    public static void append(Handle handle, RepoId rid, Folded issue, int lines) {
        var touched = issue.takeTouched();
        uncount(handle, rid, issue.id());
        handle.execute(
                """
                update issue
                   set title = ?, state = ?, is_open = ?, updated = ?, closed = ?, comments = ?
                 where rid = ? and id = ?""",
                issue.title(),
                issue.state().name(),
                issue.state().isOpen(),
                issue.updated().toEpochMilli(),
                millis(issue.closed()),
                comments(issue),
                rid.value(),
                issue.id().name());
        count(handle, rid, issue.isPatch(), issue.state().isOpen(), 1);
        sets(handle, rid, issue);
        lines(handle, rid, issue, lines);
        for (var id : touched) touch(handle, rid, issue, id);
    }

    private static void row(Handle handle, RepoId rid, long number, Folded issue) {
        handle.execute(
                """
                insert into issue
                    (rid, id, is_patch, number, title, state, is_open, author, created, updated, closed, comments)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                issue.id().name(),
                issue.isPatch(),
                number,
                issue.title(),
                issue.state().name(),
                issue.state().isOpen(),
                issue.author().nid(),
                issue.created().toEpochMilli(),
                issue.updated().toEpochMilli(),
                millis(issue.closed()),
                comments(issue));
        count(handle, rid, issue.isPatch(), issue.state().isOpen(), 1);
        addSets(handle, rid, issue);
    }

    /// How many texts there are, without the description.
    private static long comments(Folded issue) {
        return issue.events().stream()
                        .flatMap(event -> text(issue, event).stream())
                        .filter(comment -> !comment.body().isEmpty())
                        .count()
                - (issue.comment(issue.id()).filter(it -> !it.body().isEmpty()).isPresent() ? 1 : 0);
    }

    private static Optional<Comment> text(Folded issue, Event event) {
        return event.what() instanceof Event.What.Spoken ? issue.comment(event.entry()) : Optional.empty();
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    private static void uncount(Handle handle, RepoId rid, ObjectId id) {
        handle.createQuery("select is_patch, is_open from issue where rid = :rid and id = :id")
                .bind("rid", rid.value())
                .bind("id", id.name())
                .map((row, _) -> Map.entry(row.getBoolean("is_patch"), row.getBoolean("is_open")))
                .findOne()
                .ifPresent(known -> count(handle, rid, known.getKey(), known.getValue(), -1));
    }

    private static void count(Handle handle, RepoId rid, boolean patch, boolean open, int more) {
        handle.execute("""
                insert into issue_count (rid, is_patch, opened, closed)
                values (?, ?, ?, ?)
                on conflict (rid, is_patch) do update
                   set opened = issue_count.opened + excluded.opened,
                       closed = issue_count.closed + excluded.closed""", rid.value(), patch, open ? more : 0, open ? 0 : more);
    }

    private static void sets(Handle handle, RepoId rid, Folded issue) {
        String id = issue.id().name();
        handle.execute("delete from issue_label where rid = ? and issue = ?", rid.value(), id);
        handle.execute("delete from issue_assignee where rid = ? and issue = ?", rid.value(), id);
        addSets(handle, rid, issue);
    }

    private static void addSets(Handle handle, RepoId rid, Folded issue) {
        String id = issue.id().name();
        for (String label : issue.labels())
            handle.execute("insert into issue_label (rid, issue, name) values (?, ?, ?)", rid.value(), id, label);
        for (String did : issue.assignees())
            handle.execute(
                    "insert into issue_assignee (rid, issue, did) values (?, ?, ?)",
                    rid.value(),
                    id,
                    DidKey.parse(did).nid());
    }

    private static void lines(Handle handle, RepoId rid, Folded issue, int from) {
        var events = issue.events();
        if (from == events.size()) return;
        var batch = handle.prepareBatch("""
                insert into issue_event (rid, issue, position, entry, kind, author, acting, at, body, data)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        for (int position = from; position < events.size(); position++) {
            var event = events.get(position);
            var comment = text(issue, event);
            batch.add(
                    rid.value(),
                    issue.id().name(),
                    position,
                    event.entry().name(),
                    LineJson.kind(event.what()),
                    event.author().nid(),
                    event.acting().map(DidKey::nid).orElse(null),
                    event.at().toEpochMilli(),
                    comment.map(Comment::body).orElse(""),
                    LineJson.write(event.what(), comment));
        }
        batch.execute();
    }

    private static void touch(Handle handle, RepoId rid, Folded issue, ObjectId id) {
        var event = issue.events().stream()
                .filter(it -> it.entry().equals(id) && it.what() instanceof Event.What.Spoken)
                .findFirst();
        if (event.isEmpty()) return;
        var comment = text(issue, event.get());
        String body = comment.map(Comment::body).orElse("");
        handle.execute(
                "update issue_event set body = ?, data = ? where rid = ? and issue = ? and entry = ? and kind = ?",
                body,
                LineJson.write(event.get().what(), comment),
                rid.value(),
                issue.id().name(),
                id.name(),
                LineJson.kind(event.get().what()));
        handle.execute(
                "delete from issue_reference where rid = ? and issue = ? and entry = ?",
                rid.value(),
                issue.id().name(),
                id.name());
        marks(handle, rid, issue.id(), id, body);
        handle.execute(
                "delete from issue_file where rid = ? and issue = ? and entry = ?",
                rid.value(),
                issue.id().name(),
                id.name());
        comment.ifPresent(it -> files(handle, rid, issue.id(), id, it));
        boolean fresh = comment.isPresent() && comment.get().edits().size() == 1;
        if (fresh) mention(handle, rid, issue.id(), Marks.in(body).names());
        else mentions(handle, rid, issue.id());
    }

    private static void marks(Handle handle, RepoId rid, ObjectId issue, ObjectId entry, String body) {
        if (body.indexOf('#') < 0) return;
        Marks.in(body)
                .targets()
                .forEach((target, closes) -> handle.execute(
                        """
                        insert into issue_reference (rid, issue, entry, path, number, closes)
                        values (?, ?, ?, ?, ?, ?)""", rid.value(), issue.name(), entry.name(), target.path(), target.number(), closes));
    }

    /// Files that a comment shows now.
    private static void files(Handle handle, RepoId rid, ObjectId issue, ObjectId entry, Comment comment) {
        for (var embed : comment.embeds())
            embed.blob()
                    .ifPresent(blob ->
                            handle.execute("""
                    insert into issue_file (rid, issue, entry, name, blob) values (?, ?, ?, ?, ?)
                    on conflict (rid, issue, entry, name, blob) do nothing""", rid.value(), issue.name(), entry.name(), embed.name(), blob.name()));
    }

    /// Finds again who is called in all of an issue's comments.
    private static void mentions(Handle handle, RepoId rid, ObjectId issue) {
        handle.execute("delete from issue_mention where rid = ? and issue = ?", rid.value(), issue.name());
        List<String> bodies = handle.createQuery("""
                        select body
                          from issue_event
                         where rid = :rid and issue = :issue and kind in (<kinds>) and body like '%@%'""")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bindList("kinds", LineJson.SPOKEN)
                .mapTo(String.class)
                .list();
        for (String body : bodies) mention(handle, rid, issue, Marks.in(body).names());
    }

    private static void mention(Handle handle, RepoId rid, ObjectId issue, Set<String> names) {
        for (String name : names) handle.execute("""
                    insert into issue_mention (rid, issue, name) values (?, ?, ?)
                    on conflict (rid, issue, name) do nothing""", rid.value(), issue.name(), name);
    }

    /// Takes all rows of an issue away but its number.
    public static void remove(Handle handle, RepoId rid, ObjectId id) {
        uncount(handle, rid, id);
        for (String table : List.of(
                "issue_label", "issue_assignee", "issue_mention", "issue_event", "issue_reference", "issue_file"))
            handle.execute("delete from " + table + " where rid = ? and issue = ?", rid.value(), id.name());
        handle.execute("delete from issue where rid = ? and id = ?", rid.value(), id.name());
    }
}
