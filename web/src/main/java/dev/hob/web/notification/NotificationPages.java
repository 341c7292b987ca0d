package dev.hob.web.notification;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.issue.Handles;
import dev.hob.node.log.Origin;
import dev.hob.node.notification.Notification;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Notifications.Asked;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Excerpt;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Who;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What the reader is told of: to be looked through and marked as read. Shared between threads.
public final class NotificationPages {
    private static final int PAGE = 25;
    private static final int PAGES_MAX = 1_000;
    private static final int ID_DIGITS = 13;
    private static final String HOME = "/notifications";

    private final Node node;

    public NotificationPages(Node node) {
        this.node = node;
    }

    /// A repository with something unread in it, or the one that is looked at.
    public record Place(String path, int unread, String url, boolean chosen) {}

    /// Which part the reader looks at.
    private record Part(boolean all, Optional<Repo> in, int page) {
        String url(int to) {
            return Urls.query(
                    HOME,
                    "show",
                    all ? "all" : "",
                    "in",
                    in.map(Repo::path).orElse(""),
                    "page",
                    to <= 1 ? "" : String.valueOf(to));
        }

        Part withAll(boolean other) {
            return new Part(other, in, 1);
        }

        Part in(Optional<Repo> other) {
            return new Part(all, other, 1);
        }

        Asked asked() {
            var asked = all ? Asked.of(Mark.values()) : Asked.of(Mark.UNREAD, Mark.PINNED);
            return in.map(asked::in).orElse(asked);
        }
    }

    /// The page.
    public void list(Visit visit) {
        visit.signedIn();
        long head = node.log().head(); // What comes after the reader has looked is not marked with the rest.
        var part = part(visit, visit.query("show"), visit.query("in"), visit.query("page"));
        var found = node.notifications().list(visit.viewer(), part.asked(), (part.page() - 1L) * PAGE, PAGE);
        var unread = node.notifications().unread(visit.viewer());
        int here = part.in()
                .map(repo -> unread.getOrDefault(repo, 0))
                .orElseGet(() -> unread.values().stream().mapToInt(it -> it).sum());
        var values = new HashMap<String, Object>();
        values.put("lines", lines(found.some()));
        values.put("places", places(part, unread));
        values.put("all", part.all());
        values.put("in", part.in().map(Repo::path));
        values.put("here", here);
        values.put("count", unread.values().stream().mapToInt(it -> it).sum());
        values.put("everywhere", part.in(Optional.empty()).url(1));
        values.put("unreadUrl", part.withAll(false).url(1));
        values.put("allUrl", part.withAll(true).url(1));
        values.put("number", part.page());
        values.put("head", head);
        values.put("previous", part.page() > 1 ? part.url(part.page() - 1) : "");
        values.put("next", found.count() > part.page() * PAGE ? part.url(part.page() + 1) : "");
        visit.showScripted(200, "notifications/list.jte", text("word.notifications"), values);
    }

    private Part part(Visit visit, Optional<String> show, Optional<String> in, Optional<String> page) {
        int number = page.filter(it -> it.matches("[1-9]\\d{0,3}"))
                .map(it -> Math.min(Integer.parseInt(it), PAGES_MAX))
                .orElse(1);
        return new Part(show.filter("all"::equals).isPresent(), in.flatMap(path -> repo(visit, path)), number);
    }

    /// A repository that the reader may see; any other is none.
    private Optional<Repo> repo(Visit visit, String path) {
        String[] parts = path.split("/", -1);
        if (parts.length != 2) return Optional.empty();
        return node.repos().find(parts[0], parts[1]).map(Repos.Found::repo).filter(repo -> node.access()
                .may(visit.viewer(), Right.READ, repo));
    }

    private static List<Place> places(Part part, Map<Repo, Integer> unread) {
        var places = new ArrayList<Place>();
        unread.forEach((repo, count) -> places.add(
                new Place(repo.path(), count, part.in(Optional.of(repo)).url(1), isIn(part, repo))));
        part.in()
                .filter(repo -> places.stream().noneMatch(Place::chosen))
                .ifPresent(repo -> places.add(new Place(repo.path(), 0, part.url(1), true)));
        return places;
    }

    private static boolean isIn(Part part, Repo repo) {
        return part.in().filter(it -> it.id().equals(repo.id())).isPresent();
    }

    private List<NotificationLine> lines(List<Notification> some) {
        var people = new HashMap<String, Person>();
        var ids = some.stream()
                .map(it -> it.by() instanceof Origin.Here(String id) ? id : "")
                .distinct()
                .toList();
        for (var person : node.people().inOrder(ids)) people.put(person.id(), person);
        var remote = node.people()
                .remote()
                .byActors(some.stream()
                        .flatMap(it -> it.by() instanceof Origin.Actor(String url)
                                ? Optional.of(url).stream()
                                : Optional.<String>empty().stream())
                        .toList());
        return some.stream().map(it -> line(it, people, remote)).toList();
    }

    private NotificationLine line(Notification it, Map<String, Person> people, Map<String, RemoteAuthor> remote) {
        var who =
                switch (it.by()) {
                    case Origin.Here(String id) ->
                        Optional.ofNullable(people.get(id)).map(Who::of);
                    case Origin.Actor(String url) ->
                        Optional.ofNullable(remote.get(url)).map(Who::of);
                    case Origin.Peer _ -> Optional.<Who>empty();
                };
        String issue = "/" + Urls.path(it.repo().path()) + (it.isPatch() ? "/pulls/" : "/issues/")
                + Handles.path(it.number(), it.issue());
        return new NotificationLine(
                it.id(),
                it.title(),
                it.repo().path(),
                Handles.shown(it.repo().path(), it.number(), it.issue()),
                it.unseen()
                        .map(id -> issue + "/comment/" + id.name().substring(0, ID_DIGITS))
                        .orElse(issue),
                it.state(),
                who,
                it.change(),
                it.reason(),
                it.comment().map(id -> said(it, id)).orElse(""),
                it.at(),
                it.mark());
    }

    /// What was said, as it reads now: nothing when it was taken back.
    private String said(Notification it, ObjectId comment) {
        return node.tracking()
                .talks()
                .comment(it.repo().rid(), comment.name())
                .flatMap(found -> found.line().said())
                .map(said -> Excerpt.of(said.body()))
                .orElse("");
    }

    /// Marks one, or all that the reader has looked at.
    public void mark(Visit visit) {
        visit.signedIn();
        var part = part(
                visit,
                Optional.of(visit.field("show")),
                Optional.of(visit.field("in")),
                Optional.of(visit.field("page")));
        var mark =
                switch (visit.field("mark")) {
                    case "read" -> Mark.READ;
                    case "unread" -> Mark.UNREAD;
                    case "keep" -> Mark.PINNED;
                    default -> throw new Stop(422, text("notifications.read-unread-or-kept"));
                };
        var notifications = node.notifications();
        if (visit.field("id").isEmpty()) {
            var asked = Asked.of(Mark.UNREAD);
            notifications.mark(visit.viewer(), part.in().map(asked::in).orElse(asked), number(visit, "until"), mark);
            visit.go(part.url(1));
        } else {
            var marked = notifications.mark(visit.viewer(), number(visit, "id"), mark);
            if (marked.isEmpty()) throw Stop.notFound();
            visit.go(part.url(part.page()));
        }
    }

    private static long number(Visit visit, String field) {
        String text = visit.field(field);
        if (!text.matches("\\d{1,18}")) throw new Stop(422, text("notifications.say-which"));
        return Long.parseLong(text);
    }
}
