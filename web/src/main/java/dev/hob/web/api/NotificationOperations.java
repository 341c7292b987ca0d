package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.issue.Handles;
import dev.hob.node.notification.Notification;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Notifications;
import dev.hob.node.notification.Notifications.Asked;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.api.Operations.Draft;
import dev.hob.web.api.json.NotificationCount;
import dev.hob.web.api.json.NotificationSubject;
import dev.hob.web.api.json.NotificationThread;
import dev.hob.web.api.json.Repository;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the caller is told of.
final class NotificationOperations {
    private static final String ALL = "/notifications";
    private static final String ONE = ALL + "/threads/{id}";
    private static final String IN = "/repos/{owner}/{repo}/notifications";
    private static final String[] MARKS = {"unread", "read", "pinned"};
    private static final Set<Mark> FRESH = Set.of(Mark.UNREAD, Mark.PINNED);

    private final Node node;
    private final Notifications notifications;
    private final RepositoryShapes shapes;

    NotificationOperations(Node node, RepositoryShapes shapes) {
        this.node = node;
        this.notifications = node.notifications();
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Notifications");
        listing(all.get("notifyGetList", ALL, "What the caller is told of, the latest first")
                        .known())
                .lists(NotificationThread.class, call -> list(call, Optional.empty()));
        marking(all.put("notifyReadList", ALL, "Mark much of it at once; gives what was marked")
                        .known())
                .givesAll(NotificationThread.class, call -> mark(call, Optional.empty()));
        all.get("notifyNewAvailable", ALL + "/new", "How much is unread")
                .known()
                .scope(Scope.READ_NOTIFICATION)
                .gives(NotificationCount.class, call -> new NotificationCount(notifications.count(call.viewer())));
        all.get("notifyGetThread", ONE, "One of them")
                .known()
                .scope(Scope.READ_NOTIFICATION)
                .gives(
                        NotificationThread.class,
                        call -> shape(
                                call,
                                notifications
                                        .one(call.viewer(), call.numbered("id"))
                                        .orElseThrow(Call::missing)));
        all.patch("notifyReadThread", ONE, "Mark one of them")
                .known()
                .scope(Scope.WRITE_NOTIFICATION)
                .query("to-status", "As what; as read unless said otherwise", MARKS)
                .gives(
                        NotificationThread.class,
                        call -> shape(
                                call,
                                notifications
                                        .mark(call.viewer(), call.numbered("id"), wanted(call))
                                        .orElseThrow(Call::missing)));
        listing(all.get("notifyGetRepoList", IN, "What the caller is told of a repository, the latest first")
                        .needs(Right.READ)
                        .known())
                .lists(NotificationThread.class, call -> list(call, Optional.of(call.repo())));
        marking(all.put("notifyReadRepoList", IN, "Mark much of it at once; gives what was marked")
                        .needs(Right.READ)
                        .known())
                .givesAll(NotificationThread.class, call -> mark(call, Optional.of(call.repo())));
    }

    private static Draft listing(Draft draft) {
        return draft.scope(Scope.READ_NOTIFICATION)
                .flag("all", "What was read, too")
                .words("status-types", "Those that are marked so; unread and pinned unless said otherwise", MARKS)
                .words("subject-type", "Only those about this", "issue", "pull", "commit", "repository")
                .time("since", "Only what happened at this time or later")
                .time("before", "Only what happened before this time");
    }

    private static Draft marking(Draft draft) {
        return draft.scope(Scope.WRITE_NOTIFICATION)
                .time("last_read_at", "Only what happened until then")
                .flag("all", "Those that are not unread, too")
                .words("status-types", "Those that are marked so; unread unless said otherwise", MARKS)
                .query("to-status", "As what; as read unless said otherwise", MARKS);
    }

    private Listed<NotificationThread> list(Call call, Optional<Repo> in) {
        var slice = call.slice();
        var about = call.words("subject-type");
        boolean issues = about.isEmpty() || about.contains("issue");
        boolean pulls = about.isEmpty() || about.contains("pull");
        if (!issues && !pulls) return new Listed<>(List.of(), 0, slice);
        var asked = new Asked(
                marks(call, FRESH),
                issues && pulls ? Optional.empty() : Optional.of(pulls),
                in,
                call.time("since"),
                call.time("before"));
        var found = notifications.list(call.viewer(), asked, slice.from(), slice.limit());
        return new Listed<>(shapes(call, found.some()), found.count(), slice);
    }

    private List<NotificationThread> mark(Call call, Optional<Repo> in) {
        var asked = new Asked(
                marks(call, Set.of(Mark.UNREAD)),
                Optional.empty(),
                in,
                Optional.empty(),
                call.time("last_read_at").map(until -> until.plusMillis(1)));
        return shapes(call, notifications.mark(call.viewer(), asked, node.log().head(), wanted(call)));
    }

    private static Set<Mark> marks(Call call, Set<Mark> otherwise) {
        boolean all = call.flag("all", false);
        var words = call.words("status-types");
        if (all) return EnumSet.allOf(Mark.class);
        if (words.isEmpty()) return otherwise;
        var marks = EnumSet.noneOf(Mark.class);
        for (String word : words) marks.add(mark(word));
        return marks;
    }

    private static Mark wanted(Call call) {
        return call.query("to-status").map(NotificationOperations::mark).orElse(Mark.READ);
    }

    private static Mark mark(String word) {
        return Mark.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private List<NotificationThread> shapes(Call call, List<Notification> some) {
        var repos =
                shapes.of(call, some.stream().map(Notification::repo).distinct().toList());
        return some.stream()
                .map(it -> shape(
                        call,
                        it,
                        Optional.ofNullable(repos.get(it.repo().id()))
                                .orElseThrow(() -> new AssertionError("each was asked for"))))
                .toList();
    }

    private NotificationThread shape(Call call, Notification it) {
        return shapes(call, List.of(it)).getFirst();
    }

    /// What is done among pull requests is merged.
    private static String state(Notification it) {
        return switch (it.state()) {
            case OPEN -> "open";
            case SOLVED -> it.isPatch() ? "merged" : "closed";
            case CLOSED -> "closed";
        };
    }

    private static NotificationThread shape(Call call, Notification it, Repository repository) {
        var links = call.links();
        String number = String.valueOf(it.number());
        String kind = it.isPatch() ? "pulls" : "issues";
        String issue = links.api(it.repo(), kind, number);
        String page = links.html(it.repo(), kind, number);
        var subject = new NotificationSubject(
                it.title(),
                issue,
                it.comment()
                        .map(id -> links.api(it.repo(), "issues", "comments", String.valueOf(Handles.of(id))))
                        .orElse(issue),
                page,
                it.comment().map(id -> page + "/comment/" + id.name()).orElse(page),
                it.isPatch() ? "Pull" : "Issue",
                state(it));
        return new NotificationThread(
                it.id(),
                repository,
                subject,
                it.mark() == Mark.UNREAD,
                it.mark() == Mark.PINNED,
                it.at(),
                links.base() + Api.PREFIX + ALL + "/threads/" + it.id(),
                it.reason().name().toLowerCase(Locale.ROOT));
    }
}
