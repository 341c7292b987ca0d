package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Comment;
import dev.hob.node.log.RepoId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what a folded issue says into its rows. Each method within a transaction of the caller's, who holds the
/// folder's lock.
final class IssueRows {
    private IssueRows() {}

    /// All of it, in place of what was there.
    static void replace(Handle handle, RepoId rid, long number, IssueFold issue) {
        remove(handle, rid, issue.id());
        insert(handle, rid, number, issue);
        lines(handle, rid, issue, 0);
        issue.discussion()
                .comments()
                .forEach((id, comment) -> comment.ifPresent(it -> {
                    marks(handle, rid, issue.id(), id, it.body());
                    files(handle, rid, issue.id(), id, it);
                }));
        mentions(handle, rid, issue.id());
        issue.takeTouched();
    }

    /// What has come since its history had so many lines.
    static void append(Handle handle, RepoId rid, IssueFold issue, int lines) {
        var touched = issue.takeTouched();
        count(handle, rid, state(handle, rid, issue.id()), -1);
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
        count(handle, rid, Optional.of(issue.state().isOpen()), 1);
        sets(handle, rid, issue);
        lines(handle, rid, issue, lines);
        for (var id : touched) touch(handle, rid, issue, id);
    }

    private static void insert(Handle handle, RepoId rid, long number, IssueFold issue) {
        handle.execute(
                """
                insert into issue
                    (rid, id, number, title, state, is_open, author, created, updated, closed, comments)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                issue.id().name(),
                number,
                issue.title(),
                issue.state().name(),
                issue.state().isOpen(),
                issue.author().nid(),
                issue.created().toEpochMilli(),
                issue.updated().toEpochMilli(),
                millis(issue.closed()),
                comments(issue));
        count(handle, rid, Optional.of(issue.state().isOpen()), 1);
        sets(handle, rid, issue);
    }

    private static long comments(IssueFold issue) {
        return issue.discussion().comments().values().stream()
                        .filter(Optional::isPresent)
                        .count()
                - 1;
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    private static Optional<Boolean> state(Handle handle, RepoId rid, ObjectId id) {
        return handle.createQuery("select is_open from issue where rid = :rid and id = :id")
                .bind("rid", rid.value())
                .bind("id", id.name())
                .mapTo(Boolean.class)
                .findOne();
    }

    private static void count(Handle handle, RepoId rid, Optional<Boolean> open, int more) {
        if (open.isEmpty()) return;
        handle.execute("""
                insert into issue_count (rid, opened, closed)
                values (?, ?, ?)
                on conflict (rid) do update
                   set opened = issue_count.opened + excluded.opened,
                       closed = issue_count.closed + excluded.closed""", rid.value(), open.get() ? more : 0, open.get() ? 0 : more);
    }

    private static void sets(Handle handle, RepoId rid, IssueFold issue) {
        String id = issue.id().name();
        handle.execute("delete from issue_label where rid = ? and issue = ?", rid.value(), id);
        for (String label : issue.labels())
            handle.execute("insert into issue_label (rid, issue, name) values (?, ?, ?)", rid.value(), id, label);
        handle.execute("delete from issue_assignee where rid = ? and issue = ?", rid.value(), id);
        for (String did : issue.assignees())
            handle.execute(
                    "insert into issue_assignee (rid, issue, did) values (?, ?, ?)",
                    rid.value(),
                    id,
                    DidKey.parse(did).nid());
    }

    private static void lines(Handle handle, RepoId rid, IssueFold issue, int from) {
        var events = issue.events();
        if (from == events.size()) return;
        var batch = handle.prepareBatch("""
                insert into issue_event (rid, issue, position, entry, kind, author, acting, at, body, data)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        for (int position = from; position < events.size(); position++) {
            var event = events.get(position);
            boolean said = event.what() instanceof Event.What.Said;
            var comment = said ? issue.discussion().comment(event.entry()) : Optional.<Comment>empty();
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
                    said ? LineJson.write(comment) : LineJson.write(event.what()));
        }
        batch.execute();
    }

    private static void touch(Handle handle, RepoId rid, IssueFold issue, ObjectId id) {
        var comment = issue.discussion().comment(id);
        String body = comment.map(Comment::body).orElse("");
        handle.execute(
                "update issue_event set body = ?, data = ? where rid = ? and issue = ? and entry = ? and kind = ?",
                body,
                LineJson.write(comment),
                rid.value(),
                issue.id().name(),
                id.name(),
                LineJson.SAID);
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
                         where rid = :rid and issue = :issue and kind = :kind and body like '%@%'""")
                .bind("rid", rid.value())
                .bind("issue", issue.name())
                .bind("kind", LineJson.SAID)
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
    static void remove(Handle handle, RepoId rid, ObjectId id) {
        count(handle, rid, state(handle, rid, id), -1);
        for (String table : List.of(
                "issue_label", "issue_assignee", "issue_mention", "issue_event", "issue_reference", "issue_file"))
            handle.execute("delete from " + table + " where rid = ? and issue = ?", rid.value(), id.name());
        handle.execute("delete from issue where rid = ? and id = ?", rid.value(), id.name());
    }
}
