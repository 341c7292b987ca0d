package dev.hob.federation.outbox;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.Activities;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Outbox;
import dev.hob.federation.actor.Outbox.Kind;
import dev.hob.federation.actor.Posts;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.actor.ToldKinds;
import dev.hob.federation.vocab.Id;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.issue.Line;
import dev.hob.node.issue.TalkReading;
import dev.hob.node.log.Background;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.LogReader;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.refs.GuestEntries;
import dev.hob.node.repo.Repo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log and tells followers of what everybody may see: each change at least once and in order, whenever the
/// node ends. What happened before it began, and what is old by now, is no news. Shared between threads.
public final class Announcer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final String NAME = "announcer";
    private static final Duration NEWS = Duration.ofDays(7);
    /// Pushes that come so soon after each other are one note, unless they go on for so long.
    private static final Duration QUIET = Duration.ofSeconds(60);

    private static final Duration QUIET_MAX = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int PUSHES_MAX = 100;
    /// So many texts that one operation changes are told of.
    private static final int TEXTS_MAX = 500;
    /// The parts of a change that tell of what others wrote begin behind those that tell of what was written here.
    private static final int PASSED_ON = TEXTS_MAX;
    /// So much of what was told of a repository is taken back when it turns private, the latest first.
    private static final int HIDDEN_MAX = 900;
    /// So many whom one text calls are looked for where they are not known.
    private static final int MET_MAX = 3;

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Posts posts;
    private final Outbox outbox;
    private final ToldKinds kinds;
    private final Telling telling;
    private final Consumer<dev.hob.federation.vocab.Handle> meet;
    private final InstantSource clock;
    private final LogReader reader;
    private final Thread pushing;

    /// @param inboxes where somebody elsewhere is reached, as far as that is known
    /// @param forges whether the server of somebody elsewhere is known to be a forge
    /// @param meet gets to know somebody elsewhere, if that can be
    public Announcer(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Posts posts,
            Followers followers,
            Outbox outbox,
            Activities activities,
            ToldKinds kinds,
            Function<Id, Optional<Id>> inboxes,
            Predicate<Id> forges,
            Consumer<dev.hob.federation.vocab.Handle> meet,
            Deliver deliver,
            InstantSource clock) {
        this.node = node;
        this.meet = meet;
        this.actors = actors;
        this.subjects = subjects;
        this.posts = posts;
        this.outbox = outbox;
        this.kinds = kinds;
        this.telling = new Telling(actors, activities, followers, outbox, inboxes, forges, deliver, clock);
        this.clock = clock;
        node.log().cursor(NAME).beginAt(node.log().head());
        this.reader = new LogReader(NAME, node.database(), node.log(), this::read);
        this.pushing = Background.thread("announcer-pushes", this::push);
    }

    /// Begins.
    public void start() {
        reader.start();
        pushing.start();
    }

    /// Tells of all that is in the log now, at once.
    public void catchUp() {
        reader.catchUp();
    }

    private Consumer<Handle> read(List<Entry> entries) {
        var written = new ArrayList<Consumer<Handle>>();
        for (var entry : entries) if (isNews(entry)) written.addAll(told(entry));
        return handle -> written.forEach(it -> it.accept(handle));
    }

    private boolean isNews(Entry entry) {
        return entry.at().isAfter(clock.instant().minus(NEWS)) || isEnd(entry.change());
    }

    /// What must be told however late.
    private static boolean isEnd(Change change) {
        return change instanceof Change.RepositoryDeleted
                || change instanceof Change.PersonDeleted
                || (change instanceof Change.VisibilityChanged changed && changed.isPrivate());
    }

    private List<Consumer<Handle>> told(Entry entry) {
        return switch (entry.change()) {
            case Change.IssueOpened opened -> in(opened.repository(), repo -> opened(repo, entry, opened.number()));
            case Change.IssueCommented said ->
                in(said.repository(), repo -> commented(repo, entry, said.number(), said.comment()));
            case Change.IssueChanged changed -> in(changed.repository(), repo -> changed(repo, entry, changed));
            case Change.ReleasePublished published ->
                in(
                        published.repository(),
                        repo -> wants(repo, ToldKinds.Kind.RELEASES)
                                ? one(repo, entry, 0, Kind.CREATE, new Subject.Release(repo, published.release()))
                                : List.of());
            case Change.ReleaseChanged changed -> in(changed.repository(), repo -> released(repo, entry, changed));
            case Change.RefsMoved moved -> in(moved.repository(), repo -> pushed(repo, entry, moved));
            case Change.RepositoryRenamed renamed -> in(renamed.repository(), repo -> described(repo, entry));
            case Change.RepositoryDescribed described -> in(described.repository(), repo -> described(repo, entry));
            case Change.RepositoryTransferred moved -> in(moved.repository(), repo -> described(repo, entry));
            case Change.RepositoryMoved moved -> in(moved.repository(), repo -> moved(new Local.Project(repo), entry));
            case Change.RepositoryDeleted deleted -> ended(deleted.repository(), entry);
            case Change.PersonDeleted left ->
                List.of(
                        telling.gone(Local.PERSON + left.person(), entry.position(), entry.at()),
                        handle -> Abroad.clear(handle, Local.PERSON + left.person()));
            case Change.PersonDescribed described -> described(described.person(), entry);
            case Change.PersonMoved moved ->
                actors.ofKey(Local.PERSON + moved.person())
                        .map(local -> moved(local, entry))
                        .orElse(List.of());
            case Change.VisibilityChanged changed ->
                changed.isPrivate() ? hidden(new RepositoryId(changed.repository()), entry) : List.of();
            case Change.RepositoryCreated _,
                    Change.RepositoryForked _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.RepositoryStarred _,
                    Change.RepositoryUnstarred _,
                    Change.StatusReported _,
                    Change.PersonCreated _ -> List.of();
        };
    }

    private List<Consumer<Handle>> in(String id, Function<Repo, List<Consumer<Handle>>> telling) {
        return actors.project(new RepositoryId(id))
                .map(local ->
                        local instanceof Local.Project(var repo) ? telling.apply(repo) : List.<Consumer<Handle>>of())
                .orElse(List.of());
    }

    private boolean wants(Repo repo, ToldKinds.Kind kind) {
        return kinds.of(repo).contains(kind);
    }

    private List<Consumer<Handle>> one(Repo repo, Entry entry, int part, Kind kind, Subject subject) {
        return List.of(telling.of(line(new Local.Project(repo), entry, part, kind, subjects.id(subject))));
    }

    private static Outbox.Line line(Local local, Entry entry, int part, Kind kind, Id subject) {
        return new Outbox.Line(local.key(), entry.position(), part, kind, subject, entry.position(), entry.at());
    }

    private List<Consumer<Handle>> opened(Repo repo, Entry entry, long number) {
        var issue = issue(repo, number);
        if (issue.isEmpty()) return List.of();
        meet(node.tracking()
                .talks()
                .descriptions(repo.rid(), List.of(issue.get().id()))
                .get(issue.get().id()));
        boolean wanted = wants(repo, issue.get().isPatch() ? ToldKinds.Kind.PULLS : ToldKinds.Kind.ISSUES);
        return said(repo, entry, new Subject.Ticket(repo, number), author(repo, issue.get()), wanted, Optional.empty());
    }

    private Optional<Issue> issue(Repo repo, long number) {
        return node.tracking().reading().find(repo.rid(), number);
    }

    private Optional<Local> author(Repo repo, Issue issue) {
        var line = node.tracking()
                .talks()
                .descriptions(repo.rid(), List.of(issue.id()))
                .get(issue.id());
        return posts.person(line == null ? issue.author() : line.by()).map(Local.Account::new);
    }

    /// Somebody of here says it to their own followers, and the repository passes it on to its own. What nobody of here
    /// said, the repository says, or passes on when it is to be had at its author's.
    private List<Consumer<Handle>> said(
            Repo repo, Entry entry, Subject subject, Optional<Local> author, boolean wanted, Optional<Id> original) {
        var self = new Local.Project(repo);
        var id = subjects.id(subject);
        var told = new ArrayList<Consumer<Handle>>();
        if (author.isPresent()) {
            told.add(telling.of(line(author.get(), entry, 0, Kind.CREATE, id)));
            if (wanted) told.add(telling.of(line(self, entry, 1, Kind.ANNOUNCE, id)));
        } else if (wanted) {
            told.add(telling.of(original.map(it -> line(self, entry, 0, Kind.ANNOUNCE, it))
                    .orElseGet(() -> line(self, entry, 0, Kind.CREATE, id))));
        } else original.ifPresent(it -> told.add(telling.addressed(line(self, entry, 0, Kind.ANNOUNCE, it))));
        return told;
    }

    /// Those whom somebody of here calls are known before the text is made.
    private void meet(@Nullable Line line) {
        if (line == null || line.said().isEmpty() || posts.person(line.by()).isEmpty()) return;
        Posts.called(line.said().get().body()).stream().limit(MET_MAX).forEach(meet);
    }

    private List<Consumer<Handle>> commented(Repo repo, Entry entry, long number, String comment) {
        var line = node.tracking().talks().comment(repo.rid(), comment).map(found -> found.line());
        if (line.isEmpty() || line.get().said().isEmpty()) return List.of();
        meet(line.get());
        var subject = new Subject.Comment(repo, number, comment);
        var author = posts.person(line.get().by()).<Local>map(Local.Account::new);
        var called = posts.called(repo, number, comment);
        var original = actors.home().path(called).isEmpty() ? Optional.of(called) : Optional.<Id>empty();
        return said(repo, entry, subject, author, wants(repo, ToldKinds.Kind.COMMENTS), original);
    }

    private List<Consumer<Handle>> changed(Repo repo, Entry entry, Change.IssueChanged changed) {
        return switch (changed.what()) {
            case "closed", "reopened", "merge" ->
                wants(repo, ToldKinds.Kind.STATES)
                        ? turned(repo, entry, changed.number())
                        : List.of(telling.addressed(turn(repo, entry, changed.number())));
            case "title" ->
                again(entry, List.of(subjects.id(new Subject.Ticket(repo, changed.number()))), Kind.UPDATE, 0);
            case "edit", "redact" -> reworded(repo, entry, changed);
            case "review", "approved", "rejected" -> reviewed(repo, entry, changed);
            default -> List.of();
        };
    }

    /// A note for people, and the ticket as it is now for forges.
    private List<Consumer<Handle>> turned(Repo repo, Entry entry, long number) {
        var told = new ArrayList<Consumer<Handle>>();
        told.add(telling.of(turn(repo, entry, number)));
        told.addAll(one(repo, entry, 1, Kind.TURN, new Subject.Ticket(repo, number)));
        return told;
    }

    private Outbox.Line turn(Repo repo, Entry entry, long number) {
        var note = subjects.id(new Subject.StateNote(repo, number, entry.position()));
        return line(new Local.Project(repo), entry, 0, Kind.CREATE, note);
    }

    /// A review, or another one in its place by somebody who gave one before.
    private List<Consumer<Handle>> reviewed(Repo repo, Entry entry, Change.IssueChanged changed) {
        var first = commented(repo, entry, changed.number(), changed.entry());
        if (!first.isEmpty()) return first;
        // Elsewhere it is another note, and its author tells of that.
        return by(repo, changed)
                .flatMap(GuestEntries.Guest::object)
                .map(Id::new)
                .flatMap(note -> texts(repo, changed).stream()
                        .findFirst()
                        .map(review -> said(
                                repo,
                                entry,
                                new Subject.Comment(
                                        repo, changed.number(), review.entry().name()),
                                Optional.empty(),
                                wants(repo, ToldKinds.Kind.COMMENTS),
                                Optional.of(note))))
                .orElseGet(() -> reworded(repo, entry, changed));
    }

    /// Whoever told of something tells that it is other now, or gone.
    private List<Consumer<Handle>> again(Entry entry, List<Id> ids, Kind kind, int part) {
        var told = new ArrayList<Consumer<Handle>>();
        for (var id : ids) {
            var lines = outbox.of(id);
            if (lines.stream().anyMatch(line -> line.kind() == Kind.DELETE)) continue;
            lines.stream()
                    .filter(line -> line.kind() == Kind.CREATE)
                    .findFirst()
                    .ifPresent(line -> told.add(telling.of(new Outbox.Line(
                            line.actor(),
                            entry.position(),
                            part + told.size(),
                            kind,
                            id,
                            entry.position(),
                            entry.at()))));
        }
        return told;
    }

    /// What an operation has changed about texts, or taken back.
    private List<Consumer<Handle>> reworded(Repo repo, Entry entry, Change.IssueChanged changed) {
        var lines = texts(repo, changed);
        var told = new ArrayList<Consumer<Handle>>();
        for (var kind : List.of(Kind.UPDATE, Kind.DELETE)) {
            var ids = lines.stream()
                    .filter(line -> (kind == Kind.DELETE) == line.said().isEmpty())
                    .map(line -> id(repo, changed.number(), line))
                    .toList();
            told.addAll(again(entry, ids, kind, told.size()));
        }
        told.addAll(passedOn(repo, entry, changed, lines));
        return told;
    }

    /// Somebody elsewhere has changed what the repository passed on, or taken it back, and told nobody else of it.
    private List<Consumer<Handle>> passedOn(Repo repo, Entry entry, Change.IssueChanged changed, List<Line> lines) {
        var by = by(repo, changed);
        if (by.isEmpty()) return List.of();
        var self = new Local.Project(repo);
        var told = new ArrayList<Consumer<Handle>>();
        for (var line : lines) {
            // The ticket's own text is the repository's to tell, and so is what becomes of it.
            if (line.position() == 0) continue;
            var original = posts.called(repo, changed.number(), line.entry().name());
            boolean theirs = node.tracking()
                    .guests()
                    .entries()
                    .byObject(original.value())
                    .filter(it -> it.actor().equals(by.get().actor()))
                    .isPresent();
            if (!theirs) continue;
            var before = outbox.of(original).stream().map(Outbox.Line::kind).toList();
            if (before.contains(Kind.ANNOUNCE_DELETE)) continue;
            var kind = isGone(line) ? Kind.ANNOUNCE_DELETE : Kind.ANNOUNCE_UPDATE;
            var again = line(self, entry, PASSED_ON + told.size(), kind, original);
            // What followers were not told, those heard who take part.
            told.add(before.contains(Kind.ANNOUNCE) ? telling.of(again) : telling.addressed(again));
        }
        return told;
    }

    /// Who of elsewhere did it, if it was somebody of there.
    private Optional<GuestEntries.Guest> by(Repo repo, Change.IssueChanged changed) {
        var operation = ObjectId.fromString(changed.entry());
        var guests = node.tracking().guests().entries();
        return Optional.ofNullable(guests.of(repo.rid(), List.of(operation)).get(operation));
    }

    private static boolean isGone(Line line) {
        return switch (line.what()) {
            case Line.What.Said(var said) -> said.isEmpty();
            // Of a review without a word its author may have taken them back: a verdict alone was never edited.
            case Line.What.Reviewed(var text, var _) ->
                text.isEmpty()
                        || (text.get().body().isEmpty() && text.get().at().isAfter(line.at()));
            case Line.What.Revised _, Line.What.Happened _, Line.What.Told _ -> false;
        };
    }

    /// The lines whose texts an operation changed or took back, as they are now.
    private List<Line> texts(Repo repo, Change.IssueChanged changed) {
        var operation = ObjectId.fromString(changed.entry());
        return issue(repo, changed.number()).map(node::acts).stream()
                .flatMap(acts -> acts.reworded(repo, operation).stream())
                .limit(TEXTS_MAX)
                .flatMap(text -> node.tracking().talks().comment(repo.rid(), text.name()).stream())
                .map(TalkReading.Found::line)
                .toList();
    }

    private Id id(Repo repo, long number, Line line) {
        return subjects.id(
                line.position() == 0
                        ? new Subject.Ticket(repo, number)
                        : new Subject.Comment(repo, number, line.entry().name()));
    }

    private List<Consumer<Handle>> released(Repo repo, Entry entry, Change.ReleaseChanged changed) {
        if (!ObjectId.isId(changed.release())) return List.of();
        var id = subjects.id(new Subject.Release(repo, changed.release()));
        return again(entry, List.of(id), changed.what().equals("delete") ? Kind.DELETE : Kind.UPDATE, 0);
    }

    private List<Consumer<Handle>> described(Repo repo, Entry entry) {
        return one(repo, entry, 0, Kind.UPDATE, new Subject.Actor(new Local.Project(repo)));
    }

    private List<Consumer<Handle>> described(String person, Entry entry) {
        return actors.ofKey(Local.PERSON + person)
                .map(local -> List.of(telling.of(line(local, entry, 0, Kind.UPDATE, actors.id(local)))))
                .orElse(List.of());
    }

    /// Their document says where they are before anybody is asked to follow them there: servers look.
    private List<Consumer<Handle>> moved(Local local, Entry entry) {
        var self = actors.id(local);
        return List.of(
                telling.of(line(local, entry, 0, Kind.UPDATE, self)),
                telling.of(line(local, entry, 1, Kind.MOVE, self)));
    }

    /// Nobody elsewhere may see it any more: whoever told of something in it takes that back. Its followers stay, for
    /// it may be public again; until then they hear nothing.
    private List<Consumer<Handle>> hidden(RepositoryId id, Entry entry) {
        if (actors.project(id).isPresent()) return List.of(); // It is public again by now.
        var self = actors.id(Local.REPOSITORY + id.value());
        var told = new ArrayList<Consumer<Handle>>();
        for (var line : outbox.below(self, HIDDEN_MAX))
            told.add(telling.takenBack(new Outbox.Line(
                    line.actor(),
                    entry.position(),
                    told.size(),
                    Kind.DELETE,
                    line.subject(),
                    entry.position(),
                    entry.at())));
        told.add(handle -> handle.execute("delete from waiting_push where repository = ?", id.value()));
        return told;
    }

    private List<Consumer<Handle>> ended(String id, Entry entry) {
        var repository = new RepositoryId(id);
        return List.of(telling.gone(Local.REPOSITORY + id, entry.position(), entry.at()), handle -> {
            kinds.clear(handle, repository);
            handle.execute("delete from waiting_push where repository = ?", id);
        });
    }

    /// Only where the default branch went: what is still worked on elsewhere is no news to many.
    private List<Consumer<Handle>> pushed(Repo repo, Entry entry, Change.RefsMoved moved) {
        String ref = "refs/heads/" + repo.defaultBranch();
        boolean tells = moved.moves().stream().anyMatch(move -> move.ref().equals(ref) && !move.deletes());
        if (!tells || !wants(repo, ToldKinds.Kind.PUSHES)) return List.of();
        return List.of(handle -> handle.execute(
                """
                insert into waiting_push (repository, since, position, first_at, last_at)
                values (?, ?, ?, ?, ?)
                on conflict (repository) do update set position = excluded.position, last_at = excluded.last_at""",
                repo.id().value(),
                entry.position(),
                entry.position(),
                entry.at().toEpochMilli(),
                entry.at().toEpochMilli()));
    }

    private record Waiting(String repository, long since, long position) {}

    private void push() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK);
                tellPushes(clock.instant().minus(QUIET).toEpochMilli());
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("cannot tell of pushes; they wait on", e);
            }
        }
    }

    /// Tells of the pushes that nothing followed since, or that have waited for long.
    ///
    /// @param since in milliseconds
    void tellPushes(long since) {
        long longest = clock.instant().minus(QUIET_MAX).toEpochMilli();
        var due = node.database().read(handle -> handle.createQuery("""
                        select repository, since, position
                          from waiting_push
                         where last_at <= :since or first_at <= :longest
                         order by position
                         limit :max""")
                .bind("since", since)
                .bind("longest", longest)
                .bind("max", PUSHES_MAX)
                .map((row, _) ->
                        new Waiting(row.getString("repository"), row.getLong("since"), row.getLong("position")))
                .list());
        due.forEach(this::tell);
    }

    private void tell(Waiting waiting) {
        var told = in(waiting.repository(), repo -> {
            var self = new Local.Project(repo);
            var id = subjects.id(new Subject.PushNote(repo, waiting.position()));
            return List.of(
                    telling.of(new Outbox.Line(
                            self.key(), waiting.position(), 0, Kind.CREATE, id, waiting.since(), clock.instant())),
                    telling.of(new Outbox.Line(
                            self.key(), waiting.position(), 1, Kind.PUSH, id, waiting.since(), clock.instant())));
        });
        node.database().writing(handle -> {
            int rows = handle.execute(
                    "delete from waiting_push where repository = ? and position = ?",
                    waiting.repository(),
                    waiting.position());
            // A push that came in between takes all of them with it.
            if (rows > 0) told.forEach(it -> it.accept(handle));
        });
    }

    @Override
    public void close() {
        pushing.interrupt();
        reader.close();
    }
}
