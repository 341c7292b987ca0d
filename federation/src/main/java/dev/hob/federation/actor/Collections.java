package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Listing;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lists that belong to those who act here and to what they write, a page at a time. Where a page begins is said in
/// its path: some servers sign a request without its query. Shared between threads.
public final class Collections {
    private static final int PAGE = 20;
    /// More activities never tell of one change.
    private static final int PARTS_MAX = 20;
    private static final int LINES_LOOKED_MAX = 100;
    /// How far behind a comment its answers are looked for.
    private static final int LINES_BEHIND_MAX = 1_000;
    private static final Pattern PATH =
            Pattern.compile("(/.+)/(followers|following|outbox|featured|likes|forks|replies|dependencies|dependants)"
                    + "(?:/page/(0|[1-9][0-9]{0,17}))?");

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Posts posts;
    private final Followers followers;
    private final Following following;
    private final Outbox outbox;
    private final Activities activities;

    public Collections(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Posts posts,
            Followers followers,
            Following following,
            Outbox outbox,
            Activities activities) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.posts = posts;
        this.followers = followers;
        this.following = following;
        this.outbox = outbox;
        this.activities = activities;
    }

    /// Some of a list.
    ///
    /// @param next where the page after this one begins; none when this is the last
    private record Page(List<Ref> items, Optional<Long> next) {
        static final Page EMPTY = new Page(List.of(), Optional.empty());

        static Page of(List<Id> ids) {
            return new Page(ids.stream().<Ref>map(Ref.To::new).toList(), Optional.empty());
        }

        Page goesOn(boolean on, long at) {
            return new Page(items, on ? Optional.of(at) : Optional.empty());
        }
    }

    /// The list of an id of here, or a page of one.
    public Optional<Listing> resolve(Id id) {
        var path = actors.home().path(id).map(PATH::matcher).filter(java.util.regex.Matcher::matches);
        if (path.isEmpty()) return Optional.empty();
        var owner = actors.home().at(path.get().group(1));
        String name = path.get().group(2);
        var cursor = Optional.ofNullable(path.get().group(3)).map(Long::parseLong);
        var self = new Id(owner.value() + "/" + name);
        return subjects.resolve(owner)
                .flatMap(subject -> cursor.isPresent()
                        ? page(subject, name, cursor.get()).map(page -> page(self, cursor.get(), page))
                        : count(subject, name).map(count -> whole(self, count)));
    }

    private static Listing whole(Id self, long count) {
        return new Listing(
                "OrderedCollection",
                Optional.of(self),
                Optional.of(count),
                Optional.of(new Ref.To(pageId(self, 0))),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Rest.NONE);
    }

    private static Listing page(Id self, long cursor, Page page) {
        return new Listing(
                "OrderedCollectionPage",
                Optional.of(pageId(self, cursor)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Ref.To(self)),
                page.next().map(next -> new Ref.To(pageId(self, next))),
                page.items(),
                Rest.NONE);
    }

    private static Id pageId(Id self, long cursor) {
        return new Id(self.value() + "/page/" + cursor);
    }

    /// How many a list has; empty when there is no such list.
    private Optional<Long> count(Subject subject, String name) {
        return switch (subject) {
            case Subject.Actor(Local.Project(var repo)) -> ofRepository(repo, name);
            case Subject.Actor(Local.Account(var person)) -> ofPerson(person, name);
            case Subject.Actor(Local.Instance()) -> name.equals("outbox") ? Optional.of(0L) : Optional.empty();
            case Subject.Ticket(var repo, var number) ->
                subjects.issue(repo, number).flatMap(issue -> ofTicket(repo, issue, name));
            case Subject.Comment(var repo, var number, var entry) ->
                name.equals("replies")
                        ? subjects.issue(repo, number)
                                .map(issue -> (long) answers(repo, issue, entry).size())
                        : Optional.empty();
            case Subject.Release _, Subject.PushNote _, Subject.StateNote _ ->
                name.equals("replies") ? Optional.of(0L) : Optional.empty();
        };
    }

    private Optional<Long> ofRepository(Repo repo, String name) {
        var local = new Local.Project(repo);
        return switch (name) {
            case "followers" -> Optional.of((long) followers.count(local));
            case "following" -> Optional.of(0L);
            case "outbox" -> Optional.of((long) outbox.count(local));
            case "featured" -> Optional.of((long) featured(repo).size());
            case "likes" ->
                Optional.of((long) node.stars().of(repo, Optional.empty()).count());
            case "forks" -> Optional.of((long) forks(repo).size());
            default -> Optional.empty();
        };
    }

    private Optional<Long> ofPerson(Person person, String name) {
        var local = new Local.Account(person);
        return switch (name) {
            case "followers" -> Optional.of((long) followers.count(local));
            case "following" -> Optional.of((long) following.count(local));
            case "featured" -> Optional.of(0L);
            case "outbox" -> Optional.of((long) outbox.count(local));
            default -> Optional.empty();
        };
    }

    private Optional<Long> ofTicket(Repo repo, Issue issue, String name) {
        return switch (name) {
            case "replies" -> Optional.of((long) issue.comments());
            case "followers" ->
                Optional.of((long) posts.participants(repo, issue).size());
            case "dependencies" -> Optional.of((long) related(repo, issue, true).size());
            case "dependants" -> Optional.of((long) related(repo, issue, false).size());
            default -> Optional.empty();
        };
    }

    private Optional<Page> page(Subject subject, String name, long cursor) {
        if (count(subject, name).isEmpty()) return Optional.empty();
        return Optional.of(
                switch (subject) {
                    case Subject.Actor(var local) -> ofActor(local, name, cursor);
                    case Subject.Ticket(var repo, var number) ->
                        subjects.issue(repo, number)
                                .map(issue -> ofTicket(repo, issue, name, cursor))
                                .orElse(Page.EMPTY);
                    case Subject.Comment(var repo, var number, var entry) ->
                        subjects.issue(repo, number)
                                .map(issue -> answers(repo, issue, entry, cursor))
                                .orElse(Page.EMPTY);
                    case Subject.Release _, Subject.PushNote _, Subject.StateNote _ -> Page.EMPTY;
                });
    }

    private Page ofActor(Local local, String name, long cursor) {
        var repo = local instanceof Local.Project(var it) ? Optional.of(it) : Optional.<Repo>empty();
        return switch (name) {
            case "followers" -> {
                var some = followers.page(local, cursor, PAGE);
                yield Page.of(some.stream().map(Followers.Follower::actor).toList())
                        .goesOn(some.size() == PAGE, cursor + PAGE);
            }
            case "following" -> {
                var some = following.page(local, true, cursor, PAGE);
                yield Page.of(some.stream().map(Following.Followed::actor).toList())
                        .goesOn(some.size() == PAGE, cursor + PAGE);
            }
            case "outbox" -> told(local, cursor);
            case "featured" -> repo.map(it -> Page.of(featured(it))).orElse(Page.EMPTY);
            case "likes" -> repo.map(it -> likes(it, cursor)).orElse(Page.EMPTY);
            case "forks" -> repo.map(it -> forks(it, cursor)).orElse(Page.EMPTY);
            default -> Page.EMPTY;
        };
    }

    /// Those of one change stay together: the next page begins before the change of the last.
    private Page told(Local local, long before) {
        var lines = outbox.before(local, before == 0 ? Outbox.LATEST : before, PAGE + PARTS_MAX);
        int end = Math.min(PAGE, lines.size());
        while (end > 0
                && end < lines.size()
                && lines.get(end).position() == lines.get(end - 1).position()) end++;
        var items = lines.subList(0, end).stream()
                .flatMap(line -> activities.of(local, line).stream())
                .<Ref>map(Ref.Embedded::new)
                .toList();
        return new Page(items, Optional.empty())
                .goesOn(end < lines.size(), end == 0 ? 0 : lines.get(end - 1).position());
    }

    private List<Id> featured(Repo repo) {
        if (!repo.isProject()) return List.of();
        return node.tracking().reading().pinned(repo.rid()).stream()
                .map(issue -> subjects.id(new Subject.Ticket(repo, issue.number())))
                .toList();
    }

    private Page likes(Repo repo, long cursor) {
        var givers = node.stars().givers(repo, cursor, PAGE);
        return Page.of(givers.stream()
                        .filter(person -> !person.disabled())
                        .map(person -> actors.id(new Local.Account(person)))
                        .toList())
                .goesOn(givers.size() == PAGE, cursor + PAGE);
    }

    private List<Id> forks(Repo repo) {
        return node.refs().forking().of(repo, actors::isPublic).stream()
                .map(fork -> actors.id(new Local.Project(fork)))
                .toList();
    }

    private Page forks(Repo repo, long cursor) {
        var all = forks(repo);
        return Page.of(all.stream().skip(cursor).limit(PAGE).toList())
                .goesOn(all.size() > cursor + PAGE, cursor + PAGE);
    }

    private List<Id> related(Repo repo, Issue issue, boolean before) {
        return node.tracking().reading().dependencies(repo.rid(), issue.id(), before).stream()
                .map(other -> subjects.id(new Subject.Ticket(repo, other.number())))
                .toList();
    }

    private Page ofTicket(Repo repo, Issue issue, String name, long cursor) {
        return switch (name) {
            case "replies" -> replies(repo, issue, cursor);
            case "followers" -> Page.of(posts.participants(repo, issue));
            case "dependencies" -> Page.of(related(repo, issue, true));
            case "dependants" -> Page.of(related(repo, issue, false));
            default -> Page.EMPTY;
        };
    }

    /// Everything that was said under it, in order, each by the id of its author's making.
    private Page replies(Repo repo, Issue issue, long cursor) {
        var lines = node.tracking().talks().history(repo.rid(), issue.id(), cursor, LINES_LOOKED_MAX).stream()
                .filter(line -> line.position() > 0)
                .toList();
        var said = lines.stream()
                .filter(line -> line.said().isPresent())
                .limit(PAGE)
                .toList();
        var last = said.size() == PAGE ? said.getLast() : lines.isEmpty() ? null : lines.getLast();
        boolean more = said.size() == PAGE || lines.size() >= LINES_LOOKED_MAX;
        return Page.of(said.stream()
                        .map(line ->
                                posts.called(repo, issue.number(), line.entry().name()))
                        .toList())
                .goesOn(more && last != null, last == null ? 0 : last.position());
    }

    /// Those that answer one comment and not the ticket, as answers to a remark do.
    private Page answers(Repo repo, Issue issue, String comment, long cursor) {
        var all = answers(repo, issue, comment);
        return Page.of(all.stream()
                        .skip(cursor)
                        .limit(PAGE)
                        .map(line ->
                                posts.called(repo, issue.number(), line.entry().name()))
                        .toList())
                .goesOn(all.size() > cursor + PAGE, cursor + PAGE);
    }

    private List<Line> answers(Repo repo, Issue issue, String comment) {
        var talks = node.tracking().talks();
        var answers = new ArrayList<Line>();
        var own = talks.comment(repo.rid(), comment).map(found -> found.line().position());
        if (own.isEmpty()) return answers;
        long seen = own.get();
        for (int looked = 0; looked < LINES_BEHIND_MAX; looked += LINES_LOOKED_MAX) {
            var lines = talks.history(repo.rid(), issue.id(), seen, LINES_LOOKED_MAX);
            for (var line : lines)
                if (line.said()
                        .flatMap(said -> said.replyTo())
                        .filter(to -> to.name().equals(comment))
                        .isPresent()) answers.add(line);
            // What the tracker tells has no place among them.
            long last = lines.stream().mapToLong(Line::position).max().orElse(seen);
            if (last <= seen) break;
            seen = last;
        }
        return answers;
    }
}
