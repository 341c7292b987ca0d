package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.log.RepoId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what a folded tracker says into its rows. Each method within a transaction of the caller's, who holds the
/// folder's lock.
final class TrackerRows {
    private TrackerRows() {}

    /// All of it, in place of what was there.
    static void replace(Handle handle, RepoId rid, TrackerFold tracker) {
        clear(handle, rid);
        tracker.labels().values().forEach(label -> put(handle, rid, label));
        tracker.milestones().values().forEach(goal -> put(handle, rid, goal));
        tracker.issues().forEach((id, about) -> about(handle, rid, id, about, 0));
    }

    /// Nothing at all.
    static void clear(Handle handle, RepoId rid) {
        for (String table : List.of(
                "label", "milestone", "issue_dependency", "issue_reviewer", "review_dismissal", "tracker_event"))
            handle.execute("delete from " + table + " where rid = ?", rid.value());
        handle.execute("""
                update issue set milestone = null, pinned = null, locked = null, due = null
                 where rid = ? and (milestone is not null or pinned is not null or locked is not null
                                    or due is not null)""", rid.value());
    }

    /// What one more action has changed.
    ///
    /// @param lines how many lines the history of its issue had before
    static void follow(
            Handle handle, RepoId rid, TrackerFold tracker, TrackerAction action, ObjectId entry, int lines) {
        switch (action) {
            case TrackerAction.DescribeLabel(var name, var _, var _) ->
                Optional.ofNullable(tracker.labels().get(name)).ifPresent(label -> put(handle, rid, label));
            case TrackerAction.ForgetLabel(var name) ->
                handle.execute("delete from label where rid = ? and name = ?", rid.value(), name);
            case TrackerAction.MakeMilestone _ -> goal(handle, rid, tracker, entry);
            case TrackerAction.ChangeMilestone(var id, var _, var _, var _, var _) -> goal(handle, rid, tracker, id);
            case TrackerAction.ForgetMilestone(var id) -> {
                handle.execute("delete from milestone where rid = ? and id = ?", rid.value(), id.name());
                handle.execute(
                        "update issue set milestone = null where rid = ? and milestone = ?", rid.value(), id.name());
            }
            case TrackerAction.SetMilestone(var issue, var _) -> issue(handle, rid, tracker, issue, lines);
            case TrackerAction.Pin(var issue, var _) -> issue(handle, rid, tracker, issue, lines);
            case TrackerAction.Lock(var issue, var _, var _) -> issue(handle, rid, tracker, issue, lines);
            case TrackerAction.SetDue(var issue, var _) -> issue(handle, rid, tracker, issue, lines);
            case TrackerAction.Depend(var issue, var _, var _) -> issue(handle, rid, tracker, issue, lines);
            case TrackerAction.AskReview ask -> issue(handle, rid, tracker, ask.issue(), lines);
            case TrackerAction.DismissReview dismiss -> issue(handle, rid, tracker, dismiss.issue(), lines);
        }
    }

    private static void goal(Handle handle, RepoId rid, TrackerFold tracker, ObjectId id) {
        Optional.ofNullable(tracker.milestones().get(id)).ifPresent(goal -> put(handle, rid, goal));
    }

    /// What it says of one issue, whose row may be younger.
    private static void issue(Handle handle, RepoId rid, TrackerFold tracker, ObjectId issue, int lines) {
        Optional.ofNullable(tracker.issues().get(issue)).ifPresent(about -> about(handle, rid, issue, about, lines));
    }

    /// The same for an issue whose rows were all made again: its columns only, since the lines are still there.
    static void restate(Handle handle, RepoId rid, TrackerFold tracker, ObjectId issue) {
        issue(handle, rid, tracker, issue, lines(tracker, issue));
    }

    private static void put(Handle handle, RepoId rid, Label label) {
        handle.execute("""
                insert into label (rid, name, color, description) values (?, ?, ?, ?)
                on conflict (rid, name) do update
                   set color = excluded.color, description = excluded.description""", rid.value(), label.name(), label.color(), label.description());
    }

    private static void put(Handle handle, RepoId rid, TrackerFold.Goal goal) {
        handle.execute(
                "delete from milestone where rid = ? and id = ?",
                rid.value(),
                goal.id().name());
        handle.execute(
                """
                insert into milestone (rid, id, title, description, is_open, due, created, updated, closed)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                rid.value(),
                goal.id().name(),
                goal.title(),
                goal.description(),
                goal.open(),
                millis(goal.due()),
                goal.created().toEpochMilli(),
                goal.updated().toEpochMilli(),
                millis(goal.closed()));
    }

    private static @Nullable Long millis(Optional<Instant> at) {
        return at.map(Instant::toEpochMilli).orElse(null);
    }

    private static void about(Handle handle, RepoId rid, ObjectId issue, TrackerFold.About about, int lines) {
        handle.execute(
                "update issue set milestone = ?, pinned = ?, locked = ?, due = ? where rid = ? and id = ?",
                about.milestone.map(ObjectId::name).orElse(null),
                millis(about.pinned),
                about.locked.orElse(null),
                millis(about.due),
                rid.value(),
                issue.name());
        handle.execute("delete from issue_dependency where rid = ? and issue = ?", rid.value(), issue.name());
        for (var on : about.dependsOn)
            handle.execute(
                    "insert into issue_dependency (rid, issue, depends_on) values (?, ?, ?)",
                    rid.value(),
                    issue.name(),
                    on.name());
        reviews(handle, rid, issue, about);
        for (int position = lines; position < about.lines.size(); position++) {
            var line = about.lines.get(position);
            handle.execute(
                    """
                    insert into tracker_event (rid, issue, position, entry, kind, author, acting, at, data)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    rid.value(),
                    issue.name(),
                    position,
                    line.entry().name(),
                    kind(line.action()),
                    line.author().nid(),
                    line.acting().map(DidKey::nid).orElse(null),
                    line.at().toEpochMilli(),
                    new String(CanonicalJson.bytes(line.action().json()), StandardCharsets.UTF_8));
        }
    }

    private static void reviews(Handle handle, RepoId rid, ObjectId issue, TrackerFold.About about) {
        for (String table : List.of("issue_reviewer", "review_dismissal"))
            handle.execute("delete from " + table + " where rid = ? and issue = ?", rid.value(), issue.name());
        about.reviewers.forEach((did, given) -> handle.execute(
                "insert into issue_reviewer (rid, issue, did, given) values (?, ?, ?, ?)",
                rid.value(),
                issue.name(),
                DidKey.parse(did).nid(),
                given));
        about.dismissals.forEach((review, it) -> handle.execute(
                "insert into review_dismissal (rid, issue, review, version, reason) values (?, ?, ?, ?, ?)",
                rid.value(),
                issue.name(),
                review.name(),
                it.version(),
                it.reason()));
    }

    /// What the log calls it: the history says by its data whether a review counts again.
    static String word(TrackerAction action) {
        return action instanceof TrackerAction.DismissReview(var _, var _, var _, boolean active, var _) && !active
                ? "undismiss"
                : kind(action);
    }

    /// What the history calls it.
    static String kind(TrackerAction action) {
        return switch (action) {
            case TrackerAction.SetMilestone _ -> "milestone";
            case TrackerAction.Pin _ -> "pin";
            case TrackerAction.Lock _ -> "lock";
            case TrackerAction.SetDue _ -> "due";
            case TrackerAction.Depend _ -> "depend";
            case TrackerAction.AskReview _ -> "reviewer";
            case TrackerAction.DismissReview _ -> "dismiss";
            default -> "tracker";
        };
    }

    /// How many lines the history of an issue has.
    static int lines(TrackerFold tracker, ObjectId issue) {
        return Optional.ofNullable(tracker.issues().get(issue))
                .map(about -> about.lines.size())
                .orElse(0);
    }

    /// The issue that an action is about, if it is about one.
    static Optional<ObjectId> issueOf(TrackerAction action) {
        return switch (action) {
            case TrackerAction.SetMilestone(var issue, var _) -> Optional.of(issue);
            case TrackerAction.Pin(var issue, var _) -> Optional.of(issue);
            case TrackerAction.Lock(var issue, var _, var _) -> Optional.of(issue);
            case TrackerAction.SetDue(var issue, var _) -> Optional.of(issue);
            case TrackerAction.Depend(var issue, var _, var _) -> Optional.of(issue);
            case TrackerAction.AskReview ask -> Optional.of(ask.issue());
            case TrackerAction.DismissReview dismiss -> Optional.of(dismiss.issue());
            default -> Optional.empty();
        };
    }
}
