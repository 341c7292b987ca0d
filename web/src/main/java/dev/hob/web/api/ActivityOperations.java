package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.activity.Activity.Shelf;
import dev.hob.node.activity.Event;
import dev.hob.node.activity.Pushed;
import dev.hob.node.activity.Talk;
import dev.hob.node.issue.Handles;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.Activity;
import dev.hob.web.api.json.Json;
import dev.hob.web.api.json.PushContent;
import dev.hob.web.api.json.Repository;
import dev.hob.web.api.json.User;
import dev.hob.web.html.Urls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What happened lately, in the words that Gitea has for it. A new kind of change is one more arm of the `switch` here.
final class ActivityOperations {
    private static final int EVENTS_MAX = 500;

    private final Node node;
    private final RepositoryShapes shapes;

    ActivityOperations(Node node, RepositoryShapes shapes) {
        this.node = node;
        this.shapes = shapes;
    }

    void declare(Operations all) {
        all.chapter("Activity");
        all.get(
                        "userListActivityFeeds",
                        "/users/{username}/activities/feeds",
                        "What an account did where the caller may look: the last " + EVENTS_MAX)
                .scope(Scope.READ_REPOSITORY)
                .flag("only-performed-by", "Is always so here")
                .lists(
                        Activity.class,
                        call -> list(call, new Shelf.By(PeopleOperations.named(node, call, "username"))));
        all.get(
                        "repoListActivityFeeds",
                        "/repos/{owner}/{repo}/activities/feeds",
                        "What happened in a repository: the last " + EVENTS_MAX)
                .needs(Right.READ)
                .lists(Activity.class, call -> list(call, new Shelf.In(call.repo())));
    }

    private Listed<Activity> list(Call call, Shelf shelf) {
        var events = node.activity()
                .before(call.viewer(), shelf, dev.hob.node.activity.Activity.LATEST, EVENTS_MAX)
                .events();
        var slice = call.slice();
        var shown = events.stream().skip(slice.from()).limit(slice.limit()).toList();
        var people = people(shown);
        var remote = node.people()
                .remote()
                .byActors(shown.stream()
                        .flatMap(event -> event.origin() instanceof Origin.Actor(String url)
                                ? Optional.of(url).stream()
                                : Optional.<String>empty().stream())
                        .toList());
        var repos = shapes.of(call, shown.stream().map(Event::repo).distinct().toList());
        var activities = shown.stream()
                .map(event -> shape(
                        call,
                        event,
                        people,
                        remote,
                        Optional.ofNullable(repos.get(event.repo().id()))
                                .orElseThrow(() -> new AssertionError("each was asked for"))))
                .toList();
        return new Listed<>(activities, events.size(), slice);
    }

    private Map<String, Person> people(List<Event> events) {
        var ids = events.stream()
                .map(event -> event.origin() instanceof Origin.Here(String id) ? id : "")
                .distinct()
                .toList();
        var people = new HashMap<String, Person>();
        for (var person : node.people().inOrder(ids)) people.put(person.id(), person);
        return people;
    }

    private static Activity shape(
            Call call, Event event, Map<String, Person> people, Map<String, RemoteAuthor> remote, Repository repo) {
        var by =
                switch (event.origin()) {
                    case Origin.Here(String id) ->
                        Optional.ofNullable(people.get(id))
                                .map(it -> PeopleShapes.user(it, call.viewer(), call.links()));
                    case Origin.Actor(String url) ->
                        Optional.ofNullable(remote.get(url)).map(it -> PeopleShapes.remote(it, call.links()));
                    case Origin.Peer _ -> Optional.<User>empty();
                };
        long who = by.map(User::id).orElse(0L);
        var told = told(event);
        return new Activity(
                event.id(),
                who,
                told.type(),
                who,
                by,
                repo.id(),
                repo,
                event.talk()
                        .flatMap(Talk::comment)
                        .map(it -> Handles.of(ObjectId.fromString(it)))
                        .orElse(0L),
                Optional.empty(),
                event.pushed().map(it -> it.move().ref()).orElse(""),
                event.repo().isPrivate(),
                told.content(),
                event.at());
    }

    /// What Gitea calls it, and what it tells beside.
    private record Told(String type, String content) {}

    private static Told told(Event event) {
        return switch (event.change()) {
            case Change.RepositoryCreated _, Change.RepositoryForked _ -> new Told("create_repo", "");
            case Change.RefsMoved _ ->
                event.pushed().map(it -> pushed(event, it)).orElseGet(() -> new Told("mirror_sync_push", ""));
            case Change.RepositoryRenamed(var _, String before, var _) -> new Told("rename_repo", before);
            case Change.RepositoryTransferred(var _, String before, var _, var _) -> new Told("transfer_repo", before);
            case Change.RepositoryStarred _ -> new Told("star_repo", "");
            case Change.IssueOpened _, Change.IssueCommented _, Change.IssueChanged _ ->
                told(event.talk().orElseThrow(() -> new AssertionError("this is not told: " + event)));
            // Gitea has no word for it.
            case Change.VisibilityChanged(var _, boolean isPrivate) ->
                new Told(isPrivate ? "make_private" : "make_public", "");
            case Change.ReleasePublished(var _, var _, var _, String tag) -> new Told("publish_release", tag);
            case Change.RepositoryUnstarred _,
                    Change.ReleaseChanged _,
                    Change.RepositoryDescribed _,
                    Change.RepositoryMoved _,
                    Change.RepositoryDeleted _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.StatusReported _,
                    Change.PersonCreated _,
                    Change.PersonDescribed _,
                    Change.PersonMoved _,
                    Change.PersonDeleted _ -> throw new AssertionError("this is not told: " + event);
        };
    }

    /// Gitea writes the number, then what the thing is called or what was said.
    private static Told told(Talk talk) {
        String said = talk.number() + "|" + talk.said();
        String named = talk.number() + "|" + talk.title();
        boolean pull = talk.isPull();
        return switch (talk.deed()) {
            case OPENED -> new Told(pull ? "create_pull_request" : "create_issue", named);
            case COMMENTED -> new Told(pull ? "comment_pull" : "comment_issue", said);
            case CLOSED -> new Told(pull ? "close_pull_request" : "close_issue", named);
            case REOPENED -> new Told(pull ? "reopen_pull_request" : "reopen_issue", named);
            case REVIEWED -> new Told("comment_pull", said);
            case APPROVED -> new Told("approve_pull_request", said);
            case REJECTED -> new Told("reject_pull_request", said);
            case DISMISSED -> new Told("pull_review_dismissed", named);
            case READY -> new Told("pull_request_ready_for_review", named);
            case MERGED -> new Told("merge_pull_request", named);
            case MERGED_BY_ITSELF -> new Told("auto_merge_pull_request", named);
        };
    }

    private static Told pushed(Event event, Pushed pushed) {
        if (pushed.move().deletes()) return new Told(pushed.isTag() ? "delete_tag" : "delete_branch", "");
        if (pushed.isTag()) return new Told("push_tag", "");
        var commits = pushed.latest().stream()
                .map(it -> new PushContent.Commit(
                        it.id(), it.subject(), it.email(), it.author(), it.email(), it.author(), it.at()))
                .toList();
        String compare = pushed.isNew()
                ? ""
                : Urls.path(event.repo().path()) + "/compare/" + pushed.move().before() + "..."
                        + pushed.move().after();
        var content = new PushContent(
                commits, commits.stream().findFirst(), compare, Math.max(pushed.commits(), commits.size()));
        return new Told("commit_repo", Json.text(content));
    }
}
