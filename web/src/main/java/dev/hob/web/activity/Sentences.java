package dev.hob.web.activity;

import static dev.hob.web.text.Messages.number;
import static dev.hob.web.text.Messages.text;

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
import dev.hob.web.activity.ActivityLine.Sentence;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Who;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
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
        var by = person.map(Who::of).or(() -> author);
        var said = new Line(
                event,
                by.map(it -> new Link(it.name(), it.url())).orElseGet(() -> far(event.origin())),
                by.map(Who::avatar));
        return switch (event.change()) {
            case Change.RepositoryCreated _ ->
                event.origin() instanceof Origin.Peer
                        ? said.simply((who, _, where) -> text("activity.brought", who, where))
                        : said.simply(Sentences::made);
            case Change.RepositoryForked(var _, var _, String parent) ->
                node.repos()
                        .byId(new RepositoryId(parent))
                        .filter(it -> !it.isPrivate())
                        .map(it -> said.with(
                                (who, what, where) -> text("activity.forked", who, what, where),
                                new Link(it.path(), "")))
                        .orElseGet(() -> said.simply(Sentences::made));
            case Change.RefsMoved(var _, var _, var moves) ->
                event.pushed()
                        .map(pushed -> pushed(said, event.repo(), pushed))
                        .orElseGet(() -> said.simply(pushed(moves)));
            case Change.RepositoryRenamed(var _, String before, var _) ->
                said.with((who, what, where) -> text("activity.renamed", who, what, where), new Link(before, ""));
            case Change.VisibilityChanged(var _, boolean isPrivate) ->
                said.simply((who, _, where) -> isPrivate
                        ? text("activity.made-private", who, where)
                        : text("activity.made-public", who, where));
            case Change.RepositoryTransferred(var _, String before, var _, var _) ->
                said.with((who, what, where) -> text("activity.took-over", who, what, where), new Link(before, ""));
            case Change.RepositoryStarred _ ->
                said.simply((who, _, where) -> text("activity.gave-a-star-to", who, where));
            case Change.IssueOpened _, Change.IssueCommented _, Change.IssueChanged _ ->
                said.about(event.talk().orElseThrow(() -> new AssertionError("this is not told: " + event)));
            case Change.ReleasePublished(var _, var _, var _, String tag) ->
                said.with(
                        (who, what, where) -> text("activity.published", who, what, where),
                        new Link(tag, said.where() + "/releases/tag/" + Urls.path(tag)));
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
            return said.with(
                    (who, what, where) -> pushed.isTag()
                            ? text("activity.deleted-tag", who, what, where)
                            : text("activity.deleted-branch", who, what, where),
                    new Link(name, ""));
        boolean there = node.refs().view(repo).refs().containsKey(pushed.move().ref());
        String kind = pushed.isTag() ? "/src/tag/" : "/src/branch/";
        var to = new Link(name, there ? said.where() + kind + Urls.path(name) : "");
        if (pushed.isTag())
            return said.with(
                    pushed,
                    (who, what, where) -> pushed.isNew()
                            ? text("activity.made-tag", who, what, where)
                            : text("activity.moved-tag", who, what, where),
                    to,
                    0);
        if (pushed.isNew() && !name.equals(repo.defaultBranch()))
            return said.with(pushed, (who, what, where) -> text("activity.made-branch", who, what, where), to, 1);
        return said.with(pushed, sentence(pushed), to, COMMITS_SHOWN);
    }

    private static String made(String who, String what, String where) {
        return text("activity.made", who, where);
    }

    private static Sentence sentence(Pushed pushed) {
        boolean forced = pushed.forced();
        int commits = pushed.commits();
        if (commits < 2) return (who, what, where) -> text("activity.pushed-to", who, what, where, forced);
        String shown = count(commits);
        return commits == Pushed.COMMITS_MAX
                ? (who, what, where) -> text("activity.pushed-or-more", who, what, where, forced, commits, shown)
                : (who, what, where) -> text("activity.pushed-commits", who, what, where, forced, commits, shown);
    }

    private static String count(int number) {
        return number(number);
    }

    private static Sentence pushed(List<RefMove> moves) {
        long tags = moves.stream().filter(it -> it.ref().startsWith(TAGS)).count();
        long heads = moves.size() - tags;
        if (tags == 0) return (who, _, where) -> text("activity.pushed-branches", who, where, heads);
        return heads == 0
                ? (who, _, where) -> text("activity.pushed-tags", who, where, tags)
                : (who, _, where) -> text("activity.pushed-branches-and-tags", who, where, heads, tags);
    }

    private static Link far(Origin origin) {
        return switch (origin) {
            case Origin.Here _ -> new Link(text("activity.somebody-who-left"), "");
            case Origin.Actor(String url) ->
                new Link(
                        Optional.ofNullable(URI.create(url).getHost())
                                .map(host -> text("activity.somebody-at", host))
                                .orElseGet(() -> text("activity.somebody-at-another-node")),
                        "");
            case Origin.Peer(String nid) -> new Link(text("activity.the-node", Who.owner(nid)), "");
        };
    }

    /// A sentence that is begun: who, where and when.
    private record Line(Event event, Link who, Optional<String> avatar) {
        String where() {
            return "/" + Urls.path(event.repo().path());
        }

        ActivityLine simply(Sentence sentence) {
            return line(sentence, Optional.empty(), "", List.of(), "");
        }

        ActivityLine with(Sentence sentence, Link what) {
            return line(sentence, Optional.of(what), "", List.of(), "");
        }

        ActivityLine about(Talk talk) {
            String page = where() + (talk.isPull() ? "/pulls/" : "/issues/") + Handles.path(talk.number(), talk.id());
            String place = talk.comment()
                    .map(it -> "/comment/" + it.substring(0, COMMENT_DIGITS))
                    .orElse("");
            return line(
                    sentence(talk),
                    Optional.of(new Link(Handles.shown(talk.number(), talk.id()), page + place)),
                    talk.title(),
                    List.of(),
                    "");
        }

        private static Sentence sentence(Talk talk) {
            boolean pull = talk.isPull();
            return switch (talk.deed()) {
                case OPENED -> (who, what, where) -> text("activity.opened", who, what, where, pull);
                case COMMENTED -> (who, what, where) -> text("activity.commented-on", who, what, where, pull);
                case CLOSED -> (who, what, where) -> text("activity.closed", who, what, where, pull);
                case REOPENED -> (who, what, where) -> text("activity.reopened", who, what, where, pull);
                case REVIEWED -> (who, what, where) -> text("activity.reviewed", who, what, where);
                case APPROVED -> (who, what, where) -> text("activity.approved", who, what, where);
                case REJECTED -> (who, what, where) -> text("activity.asked-for-changes", who, what, where);
                case DISMISSED -> (who, what, where) -> text("activity.dismissed-a-review", who, what, where);
                case READY -> (who, what, where) -> text("activity.marked-as-ready", who, what, where);
                case MERGED -> (who, what, where) -> text("activity.merged", who, what, where);
                case MERGED_BY_ITSELF -> (who, what, where) -> text("activity.merged-by-itself", who, what, where);
            };
        }

        ActivityLine with(Pushed pushed, Sentence sentence, Link what, int shown) {
            var commits = pushed.latest().stream()
                    .limit(shown)
                    .map(it -> new ActivityLine.Commit(
                            it.id().substring(0, ID_CHARACTERS),
                            where() + "/commit/" + it.id(),
                            it.subject().isEmpty() ? text("word.no-message") : it.subject()))
                    .toList();
            int left = pushed.commits() - commits.size();
            String more = shown < COMMITS_SHOWN || left <= 0 ? "" : text("activity.and-more", left, count(left));
            return line(sentence, Optional.of(what), pushed.said(), commits, more);
        }

        private ActivityLine line(
                Sentence sentence, Optional<Link> what, String said, List<ActivityLine.Commit> commits, String more) {
            var place = new Link(event.repo().path(), where());
            return new ActivityLine(event.id(), who, avatar, sentence, what, place, said, commits, more, event.at());
        }
    }
}
