package dev.hob.web.activity;

import dev.hob.node.Node;
import dev.hob.node.activity.Event;
import dev.hob.node.activity.Pushed;
import dev.hob.node.activity.Talk;
import dev.hob.node.issue.Handles;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.log.RefMove;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.repo.Repo;
import dev.hob.web.activity.ActivityLine.Link;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Who;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says what happened. A new kind of change is one more arm of the `switch` here. Shared between threads.
public final class Sentences {
    private static final int COMMITS_SHOWN = 3;
    private static final int ID_CHARACTERS = 7;
    private static final int COMMENT_DIGITS = 13;
    private static final String TAGS = "refs/tags/";

    private final Node node;

    public Sentences(Node node) {
        this.node = node;
    }

    /// The sentences of some events, in their order.
    public List<ActivityLine> of(List<Event> events) {
        var people = new HashMap<String, Person>();
        var ids = events.stream()
                .flatMap(event -> event.origin() instanceof Origin.Here(String id)
                        ? Optional.of(id).stream()
                        : Optional.<String>empty().stream())
                .distinct()
                .toList();
        for (var person : node.people().inOrder(ids)) people.put(person.id(), person);
        var actors = events.stream()
                .flatMap(event -> event.origin() instanceof Origin.Actor(String url)
                        ? Optional.of(url).stream()
                        : Optional.<String>empty().stream())
                .toList();
        var remote = node.people().remote().byActors(actors);
        return events.stream().map(event -> line(event, people, remote)).toList();
    }

    private ActivityLine line(Event event, Map<String, Person> people, Map<String, RemoteAuthor> remote) {
        var person = event.origin() instanceof Origin.Here(String id)
                ? Optional.ofNullable(people.get(id))
                : Optional.<Person>empty();
        var author = event.origin() instanceof Origin.Actor(String url)
                ? Optional.ofNullable(remote.get(url)).map(Who::of)
                : Optional.<Who>empty();
        var who = person.map(Who::of).or(() -> author);
        var said = new Line(
                event,
                who.map(it -> new Link(it.name(), it.url())).orElseGet(() -> far(event.origin())),
                who.map(Who::avatar));
        return switch (event.change()) {
            case Change.RepositoryCreated _ -> said.simply(event.origin() instanceof Origin.Peer ? "brought" : "made");
            case Change.RepositoryForked(var _, var _, String parent) ->
                node.repos()
                        .byId(new RepositoryId(parent))
                        .filter(it -> !it.isPrivate())
                        .map(it -> said.with("forked", new Link(it.path(), ""), "as"))
                        .orElseGet(() -> said.simply("made"));
            case Change.RefsMoved(var _, var _, var moves) ->
                event.pushed()
                        .map(pushed -> pushed(said, event.repo(), pushed))
                        .orElseGet(() -> said.simply("pushed " + amount(moves) + " to"));
            case Change.RepositoryRenamed(var _, String before, var _) ->
                said.with("renamed", new Link(before, ""), "to");
            case Change.VisibilityChanged(var _, boolean isPrivate) ->
                said.with("made", isPrivate ? "private" : "public");
            case Change.RepositoryTransferred(var _, String before, var _, var _) ->
                said.with("took over", new Link(before, ""), "as");
            case Change.RepositoryStarred _ -> said.simply("gave a star to");
            case Change.IssueOpened _, Change.IssueCommented _, Change.IssueChanged _ ->
                said.about(event.talk().orElseThrow(() -> new AssertionError("this is not told: " + event)));
            case Change.ReleasePublished(var _, var _, var _, String tag) ->
                said.with("published", new Link(tag, said.where() + "/releases/tag/" + Urls.path(tag)), "of");
            case Change.RepositoryUnstarred _,
                    Change.ReleaseChanged _,
                    Change.RepositoryDescribed _,
                    Change.RepositoryMoved _,
                    Change.RepositoryDeleted _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.StatusReported _ -> throw new AssertionError("this is not told: " + event);
            case Change.PersonCreated _, Change.PersonDescribed _, Change.PersonMoved _, Change.PersonDeleted _ ->
                throw new AssertionError("this happened in no repository: " + event);
        };
    }

    private ActivityLine pushed(Line said, Repo repo, Pushed pushed) {
        String name = pushed.name();
        if (pushed.move().deletes())
            return said.with(pushed.isTag() ? "deleted the tag" : "deleted the branch", new Link(name, ""), "in");
        boolean there = node.refs().view(repo).refs().containsKey(pushed.move().ref());
        String kind = pushed.isTag() ? "/src/tag/" : "/src/branch/";
        var what = new Link(name, there ? said.where() + kind + Urls.path(name) : "");
        if (pushed.isTag()) return said.with(pushed, pushed.isNew() ? "made the tag" : "moved the tag", what, 0);
        if (pushed.isNew() && !name.equals(repo.defaultBranch())) return said.with(pushed, "made the branch", what, 1);
        return said.with(pushed, verb(pushed), what, COMMITS_SHOWN);
    }

    private static String verb(Pushed pushed) {
        String pushes = pushed.forced() ? "force-pushed" : "pushed";
        if (pushed.commits() < 2) return pushes + " to";
        return pushes + " " + count(pushed.commits()) + (pushed.commits() == Pushed.COMMITS_MAX ? " or more" : "")
                + " commits to";
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String amount(List<RefMove> moves) {
        long tags = moves.stream().filter(it -> it.ref().startsWith(TAGS)).count();
        long heads = moves.size() - tags;
        String branches = heads == 1 ? "a branch" : heads + " branches";
        String others = tags == 1 ? "a tag" : tags + " tags";
        if (tags == 0) return branches;
        return heads == 0 ? others : branches + " and " + others;
    }

    private static Link far(Origin origin) {
        return switch (origin) {
            case Origin.Here _ -> new Link("Somebody who left", "");
            case Origin.Actor(String url) ->
                new Link(
                        "Somebody at "
                                + Optional.ofNullable(URI.create(url).getHost()).orElse("another node"),
                        "");
            case Origin.Peer(String nid) -> new Link("The node " + Who.owner(nid), "");
        };
    }

    /// A sentence that is begun: who, where and when.
    private record Line(Event event, Link who, Optional<String> avatar) {
        String where() {
            return "/" + Urls.path(event.repo().path());
        }

        ActivityLine simply(String did) {
            return line(did, Optional.empty(), "", "", "", List.of(), "");
        }

        ActivityLine with(String did, String tail) {
            return line(did, Optional.empty(), "", tail, "", List.of(), "");
        }

        ActivityLine with(String did, Link what, String joint) {
            return line(did, Optional.of(what), joint, "", "", List.of(), "");
        }

        ActivityLine about(Talk talk) {
            String did = verb(talk.deed()) + (talk.isPull() ? " the pull request" : "");
            String page = where() + (talk.isPull() ? "/pulls/" : "/issues/") + Handles.path(talk.number(), talk.id());
            String place = talk.comment()
                    .map(it -> "/comment/" + it.substring(0, COMMENT_DIGITS))
                    .orElse("");
            return line(
                    did,
                    Optional.of(new Link(Handles.shown(talk.number(), talk.id()), page + place)),
                    "in",
                    "",
                    talk.title(),
                    List.of(),
                    "");
        }

        private static String verb(Talk.Deed deed) {
            return switch (deed) {
                case OPENED -> "opened";
                case COMMENTED -> "commented on";
                case CLOSED -> "closed";
                case REOPENED -> "reopened";
                case REVIEWED -> "reviewed";
                case APPROVED -> "approved";
                case REJECTED -> "asked for changes to";
                case DISMISSED -> "dismissed a review of";
                case READY -> "marked as ready";
                case MERGED -> "merged";
                case MERGED_BY_ITSELF -> "automatically merged";
            };
        }

        ActivityLine with(Pushed pushed, String did, Link what, int shown) {
            var commits = pushed.latest().stream()
                    .limit(shown)
                    .map(it -> new ActivityLine.Commit(
                            it.id().substring(0, ID_CHARACTERS),
                            where() + "/commit/" + it.id(),
                            it.subject().isEmpty() ? "(no message)" : it.subject()))
                    .toList();
            int left = pushed.commits() - commits.size();
            String more = shown < COMMITS_SHOWN || left <= 0 ? "" : "and " + count(left) + " more";
            return line(did, Optional.of(what), "in", "", pushed.said(), commits, more);
        }

        private ActivityLine line(
                String did,
                Optional<Link> what,
                String joint,
                String tail,
                String said,
                List<ActivityLine.Commit> commits,
                String more) {
            var place = new Link(event.repo().path(), where());
            return new ActivityLine(
                    event.id(), who, avatar, did, what, joint, place, tail, said, commits, more, event.at());
        }
    }
}
