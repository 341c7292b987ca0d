package dev.hob.federation.actor;

import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Rest;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.Node;
import dev.hob.node.log.Change;
import dev.hob.node.log.Entry;
import dev.hob.node.log.RefMove;
import dev.hob.node.repo.Repo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// The activities that tell of what is here, made of the lines of the [Outbox] and of what stands there today. Shared
/// between threads.
public final class Activities {
    private static final Pattern PATH = Pattern.compile("(/.+)/activities/([1-9][0-9]{0,17})-([0-9]{1,3})");
    /// More pushes are never one note.
    private static final int PUSHES_MAX = 100;

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Posts posts;
    private final Outbox outbox;

    public Activities(Node node, LocalActors actors, Subjects subjects, Posts posts, Outbox outbox) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.posts = posts;
        this.outbox = outbox;
    }

    /// The activity of an id of here; empty when there is none, or what it was about is not to be seen any more.
    public Optional<Activity> resolve(Id id) {
        return actors.home()
                .path(id)
                .map(PATH::matcher)
                .filter(java.util.regex.Matcher::matches)
                .flatMap(path -> actors.of(actors.home().at(path.group(1))).flatMap(local -> outbox.find(
                                local, Long.parseLong(path.group(2)), Integer.parseInt(path.group(3)))
                        .flatMap(line -> of(local, line))));
    }

    /// What others know an activity by.
    public Id id(Local local, Outbox.Line line) {
        return new Id(actors.id(local).value() + "/activities/" + line.position() + "-" + line.part());
    }

    /// The activity of a line.
    public Optional<Activity> of(Local local, Outbox.Line line) {
        var act = Act.by(actors.id(local), id(local, line)).at(line.at());
        return switch (line.kind()) {
            case CREATE ->
                document(line)
                        .filter(Post.class::isInstance)
                        .map(post -> new Activity.Create(
                                new Ref.Embedded(post), Optional.empty(), addressed(act, (Post) post)));
            case UPDATE -> document(line).flatMap(thing -> update(act, thing, line));
            case ANNOUNCE -> announce(local, act, line);
            case DELETE -> Optional.of(delete(act, line));
            case MOVE ->
                actors.document(local)
                        .profile()
                        .movedTo()
                        .map(target ->
                                new Activity.Move(new Ref.To(line.subject()), new Ref.To(target), toFollowers(act)));
            case PUSH -> pushed(local, act, line);
            case TURN -> document(line).flatMap(thing -> turned(act, thing, line));
            case ANNOUNCE_UPDATE, ANNOUNCE_DELETE -> passedOn(local, act, line);
        };
    }

    private Optional<Thing> document(Outbox.Line line) {
        return subjects.resolve(line.subject())
                .flatMap(subject -> subject instanceof Subject.PushNote(var repo, var _)
                        ? pushes(repo, line)
                        : posts.document(subject));
    }

    /// All that one note tells of.
    private Optional<Thing> pushes(Repo repo, Outbox.Line line) {
        var entries = entries(repo, line);
        return entries.isEmpty() ? Optional.empty() : posts.push(repo, entries).map(post -> post);
    }

    private List<Entry> entries(Repo repo, Outbox.Line line) {
        var entries = new ArrayList<Entry>();
        if (line.since() == line.position()) subjects.logged(line.position()).ifPresent(entries::add);
        else
            for (var entry :
                    node.log().after(line.since() - 1, (int) Math.min(1_000, line.position() - line.since() + 1)))
                if (entry.position() <= line.position()
                        && entries.size() < PUSHES_MAX
                        && entry.change() instanceof Change.RefsMoved moved
                        && moved.repository().equals(repo.id().value())) entries.add(entry);
        return entries;
    }

    /// Where the default branch went, for forges; its commits are fetched by whoever wants them.
    private Optional<Activity> pushed(Local local, Act act, Outbox.Line line) {
        if (!(subjects.resolve(line.subject()).orElse(null) instanceof Subject.PushNote(var repo, var _)))
            return Optional.empty();
        String ref = "refs/heads/" + repo.defaultBranch();
        var moves = entries(repo, line).stream()
                .map(Entry::change)
                .filter(Change.RefsMoved.class::isInstance)
                .flatMap(change -> ((Change.RefsMoved) change).moves().stream())
                .filter(move -> move.ref().equals(ref) && !move.deletes())
                .toList();
        if (moves.isEmpty()) return Optional.empty();
        var branch = new ForgePart.Branch(
                Optional.empty(),
                Optional.of(actors.id(local)),
                Optional.of(Words.of(repo.defaultBranch())),
                Optional.of(ref),
                Optional.empty(),
                List.of(actors.home().at("/" + repo.path() + ".git").value()),
                Rest.NONE);
        return Optional.of(new Activity.Push(
                Optional.of(new Ref.Embedded(branch)),
                Optional.of(moves.getFirst().before()).filter(before -> !before.equals(RefMove.ABSENT)),
                Optional.of(moves.getLast().after()),
                Optional.empty(),
                toFollowers(act)));
    }

    private static Act toFollowers(Act act) {
        return act.to(
                List.of(Vocabulary.PUBLIC), List.of(Posts.followers(act.actor()).value()));
    }

    private static Optional<Activity> turned(Act act, Thing thing, Outbox.Line line) {
        return thing instanceof Post post
                ? Optional.of(new Activity.Update(
                        new Ref.Embedded(withWriting(post, post.writing().changed(line.at()))), toFollowers(act)))
                : Optional.empty();
    }

    private Optional<Activity> update(Act act, Thing thing, Outbox.Line line) {
        return switch (thing) {
            // Whoever has it already takes it for the same unless it says that it changed.
            case Post post ->
                Optional.of(new Activity.Update(
                        new Ref.Embedded(withWriting(post, post.writing().changed(line.at()))), addressed(act, post)));
            case Actor actor ->
                Optional.of(new Activity.Update(
                        new Ref.Embedded(actor),
                        act.to(
                                List.of(Vocabulary.PUBLIC),
                                List.of(Posts.followers(actor.self()).value()))));
            default -> Optional.empty();
        };
    }

    private static Post withWriting(Post post, Post.Writing writing) {
        return switch (post) {
            case Post.Note _ -> new Post.Note(writing);
            case Post.Ticket ticket ->
                new Post.Ticket(
                        ticket.isResolved(),
                        ticket.resolvedBy(),
                        ticket.resolved(),
                        ticket.followers(),
                        ticket.dependencies(),
                        ticket.dependants(),
                        writing);
            case Post.Release release -> new Post.Release(release.isPreRelease(), release.origin(), writing);
        };
    }

    private Optional<Activity> announce(Local local, Act act, Outbox.Line line) {
        var cc = new LinkedHashSet<String>();
        cc.add(Posts.followers(actors.id(local)).value());
        if (actors.home().path(line.subject()).isPresent()) {
            var post = document(line).filter(Post.class::isInstance).map(Post.class::cast);
            if (post.isEmpty()) return Optional.empty();
            post.get().writing().author().ifPresent(author -> cc.add(author.value()));
        } else {
            var guest =
                    node.tracking().guests().entries().byObject(line.subject().value());
            // So its author learns that it was taken,
            guest.ifPresent(it -> cc.add(it.actor()));
            // and those who spoke there learn of it: whoever wrote it knows only some of them (ActivityPub 7.1.2).
            if (local instanceof Local.Project(var repo))
                guest.flatMap(it -> node.tracking().reading().byId(it.rid(), it.about()))
                        .ifPresent(issue -> posts.participants(repo, issue).forEach(id -> cc.add(id.value())));
        }
        return Optional.of(
                new Activity.Announce(new Ref.To(line.subject()), act.to(List.of(Vocabulary.PUBLIC), List.copyOf(cc))));
    }

    /// That the author of what was passed on has changed it or taken it back: they told it to the repository alone.
    /// Whoever hears of it asks its own host.
    private Optional<Activity> passedOn(Local local, Act act, Outbox.Line line) {
        var guests = node.tracking().guests().entries();
        var brought = guests.byObject(line.subject().value());
        if (brought.isEmpty() || !(local instanceof Local.Project(var repo))) return Optional.empty();
        var told = subjects.logged(line.position())
                .map(Entry::change)
                .filter(Change.IssueChanged.class::isInstance)
                .map(change -> ObjectId.fromString(((Change.IssueChanged) change).entry()))
                .flatMap(entry -> Optional.ofNullable(
                        guests.of(brought.get().rid(), List.of(entry)).get(entry)));
        if (told.isEmpty()) return Optional.empty();
        var by = Act.by(new Id(told.get().actor()), new Id(told.get().activity()));
        var object = new Ref.To(line.subject());
        var inner = line.kind() == Outbox.Kind.ANNOUNCE_DELETE
                ? new Activity.Delete(object, by)
                : new Activity.Update(object, by);
        var cc = new LinkedHashSet<String>();
        cc.add(Posts.followers(actors.id(local)).value());
        node.tracking()
                .reading()
                .byId(brought.get().rid(), brought.get().about())
                .ifPresent(issue -> posts.participants(repo, issue).forEach(id -> cc.add(id.value())));
        cc.remove(told.get().actor());
        return Optional.of(
                new Activity.Announce(new Ref.Embedded(inner), act.to(List.of(Vocabulary.PUBLIC), List.copyOf(cc))));
    }

    private Activity delete(Act act, Outbox.Line line) {
        var followers = List.of(Posts.followers(act.actor()).value());
        if (line.subject().equals(act.actor()))
            return new Activity.Delete(new Ref.To(line.subject()), act.to(List.of(Vocabulary.PUBLIC), followers));
        var tombstone =
                new Tombstone(Optional.of(line.subject()), Optional.of("Note"), Optional.of(line.at()), Rest.NONE);
        return new Activity.Delete(new Ref.Embedded(tombstone), act.to(List.of(Vocabulary.PUBLIC), followers));
    }

    private static Act addressed(Act act, Post post) {
        return act.to(post.writing().to(), post.writing().cc());
    }
}
