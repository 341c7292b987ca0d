package dev.hob.federation.across;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Following.Followed;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.StarsElsewhere.Star;
import dev.hob.federation.actor.Written;
import dev.hob.federation.outbox.Deliver;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Limits;
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// What people of here do elsewhere: each is kept as a row, and goes out in their name. Shared between threads.
public final class Across {
    /// So much somebody writes elsewhere within a day.
    public static final int WRITTEN_WITHIN_DAY = 200;

    /// Whom a comment is for, at most.
    private static final int CALLED_MAX = 5;

    private static final Duration DAY = Duration.ofDays(1);
    private static final int ID_BYTES = 10;

    private final Database database;
    private final LocalActors actors;
    private final Followers followers;
    private final Abroad abroad;
    private final Letters letters;
    private final Finder finder;
    private final Profiles profiles;
    private final Deliver deliver;
    private final InstantSource clock;
    private final Asking asking;
    private final Inviting inviting;
    private final Helping helping;
    private final OwnNotes ownNotes;
    private final Reviewing reviewing;
    private final TicketEdits ticketEdits;
    private final SecureRandom random = new SecureRandom();

    /// @param forges who understands what forges say to each other
    public Across(
            Database database,
            LocalActors actors,
            Followers followers,
            Abroad abroad,
            Letters letters,
            Finder finder,
            Profiles profiles,
            Remote remote,
            Predicate<RemoteActor> forges,
            Deliver deliver,
            InstantSource clock) {
        this.database = database;
        this.actors = actors;
        this.followers = followers;
        this.abroad = abroad;
        this.letters = letters;
        this.finder = finder;
        this.profiles = profiles;
        this.asking = new Asking(remote, abroad.following());
        this.deliver = deliver;
        this.clock = clock;
        this.inviting = new Inviting(database, actors, forges, deliver, clock);
        this.ownNotes =
                new OwnNotes(database, actors, followers, abroad.written(), letters, finder, profiles, deliver, clock);
        this.reviewing = new Reviewing(this, new Changes(remote), new PendingRemarks(database, clock));
        this.helping = new Helping(database, actors, abroad, finder, deliver, clock);
        this.ticketEdits = new TicketEdits(this, letters);
    }

    /// Who takes questions to other servers.
    public Asking asking() {
        return asking;
    }

    /// Who of elsewhere works on repositories of here.
    public Inviting inviting() {
        return inviting;
    }

    /// On what people of here work elsewhere.
    public Helping helping() {
        return helping;
    }

    /// What people of here said elsewhere, and say otherwise now.
    public OwnNotes ownNotes() {
        return ownNotes;
    }

    /// What people of here think of pull requests elsewhere.
    public Reviewing reviewing() {
        return reviewing;
    }

    /// What people of here opened elsewhere, and want worded otherwise now.
    public TicketEdits ticketEdits() {
        return ticketEdits;
    }

    /// What was asked so far, and what is heard.
    public Abroad abroad() {
        return abroad;
    }

    /// Finds what is elsewhere.
    public Finder finder() {
        return finder;
    }

    /// Shows what is elsewhere.
    public Profiles profiles() {
        return profiles;
    }

    /// Somebody of here, as they act elsewhere.
    public static Local local(Person person) {
        return new Local.Account(person);
    }

    Id fresh(Id self, String what) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return new Id(self.value() + "/" + what + "/" + HexFormat.of().formatHex(bytes));
    }

    private static String last(Id id) {
        return id.value().substring(id.value().lastIndexOf('/') + 1);
    }

    // Follow

    /// Asks to follow somebody. Who was asked lately is not asked again.
    public Answer<Followed> follow(Person person, RemoteActor whom) {
        var by = local(person);
        var before = abroad.following().find(by, whom.id());
        if (before.isPresent() && !mayAskAgain(before.get())) return new Answer.Done<>(before.get());
        var self = actors.id(by);
        var follow = new Activity.Follow(
                new Ref.To(whom.id()),
                Act.by(self, fresh(self, "follows")).to(List.of(whom.id().value()), List.of()));
        byte[] body = Vocabulary.bytes(Vocabulary.write(follow));
        var id = follow.act().id().orElseThrow();
        boolean asked = database.write(handle -> {
            if (!abroad.following().ask(handle, by, whom.id(), whom.inbox(), id)) return false;
            deliver.to(handle, by.key(), id, body, List.of(whom.inbox()));
            return true;
        });
        if (!asked) return Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.follows-max"));
        return abroad.following()
                .find(by, whom.id())
                .<Answer<Followed>>map(Answer.Done::new)
                .orElseThrow(() -> new AssertionError("a follow that was just kept is not there: " + id));
    }

    private boolean mayAskAgain(Followed before) {
        return switch (before.state()) {
            case ACCEPTED -> false;
            case REJECTED -> true;
            case ASKED -> before.since().isBefore(clock.instant().minus(DAY));
        };
    }

    /// Follows somebody no more; whether they were followed or asked.
    public boolean unfollow(Person person, Id whom) {
        var by = local(person);
        var before = abroad.following().find(by, whom);
        if (before.isEmpty()) return false;
        var followed = before.get();
        var self = actors.id(by);
        var follow = new Activity.Follow(new Ref.To(whom), Act.by(self, followed.follow()));
        undo(by, follow, followed.follow(), whom, followed.inbox(), handle -> abroad.following()
                .remove(handle, by, whom));
        return true;
    }

    private interface Removing {
        boolean from(org.jdbi.v3.core.Handle handle);
    }

    private void undo(Local by, Activity what, Id activity, Id whom, Id inbox, Removing removing) {
        var id = new Id(activity.value() + "/undo");
        var undo = new Activity.Undo(
                new Ref.Embedded(what), Act.by(actors.id(by), id).to(List.of(whom.value()), List.of()));
        byte[] body = Vocabulary.bytes(Vocabulary.write(undo));
        var place = finder.known(whom).map(RemoteActor::inbox).orElse(inbox);
        database.writing(handle -> {
            if (removing.from(handle)) deliver.to(handle, by.key(), id, body, List.of(place));
        });
    }

    // Stars

    /// Gives a repository a star.
    public Answer<Star> star(Person person, RemoteActor repository) {
        if (!isRepository(repository))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.stars-are-for-repositories"));
        var by = local(person);
        var before = abroad.stars().find(by, repository.id());
        if (before.isPresent()) return new Answer.Done<>(before.get());
        var self = actors.id(by);
        var like = new Activity.Like(
                new Ref.To(repository.id()),
                Act.by(self, fresh(self, "likes"))
                        .at(clock.instant())
                        .to(List.of(repository.id().value()), List.of()));
        byte[] body = Vocabulary.bytes(Vocabulary.write(like));
        var id = like.act().id().orElseThrow();
        boolean given = database.write(handle -> {
            if (!abroad.stars().give(handle, by, repository.id(), repository.inbox(), id)) return false;
            deliver.to(handle, by.key(), id, body, List.of(repository.inbox()));
            return true;
        });
        if (!given) return Answer.refused(Answer.Why.TOO_MUCH, Messages.text("across.stars-max"));
        return abroad.stars()
                .find(by, repository.id())
                .<Answer<Star>>map(Answer.Done::new)
                .orElseThrow(() -> new AssertionError("a star that was just kept is not there: " + id));
    }

    /// Takes a star back; whether there was one.
    public boolean unstar(Person person, Id repository) {
        var by = local(person);
        var before = abroad.stars().find(by, repository);
        if (before.isEmpty()) return false;
        var star = before.get();
        var like = new Activity.Like(new Ref.To(repository), Act.by(actors.id(by), star.activity()));
        undo(by, like, star.activity(), repository, star.inbox(), handle -> abroad.stars()
                .takeBack(handle, by, repository));
        return true;
    }

    /// Whether an actor is a repository.
    public static boolean isRepository(RemoteActor actor) {
        return actor.types().contains("Repository");
    }

    // Issues

    /// Asks a repository to open an issue.
    public Answer<Written.Piece> issue(Person person, RemoteActor repository, String title, String body) {
        var wrong = Limits.title(title).or(() -> Limits.body(body, true)).or(() -> tooMuch(person));
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        return switch (tracker(repository)) {
            case Answer.Refused<RemoteActor>(var why, var told) -> Answer.refused(why, told);
            case Answer.Done<RemoteActor>(var tracker) -> {
                var by = local(person);
                var activity = fresh(actors.id(by), "offers");
                var piece = new Written.Piece(
                        last(activity),
                        by.key(),
                        Written.Kind.ISSUE,
                        tracker.id(),
                        activity,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        title,
                        body,
                        AskedState.ASKED,
                        "",
                        clock.instant(),
                        Optional.empty(),
                        Optional.empty());
                send(by, new Letter(piece, letters.offer(by, piece)), List.of(tracker.inbox()), false);
                yield new Answer.Done<>(piece);
            }
        };
    }

    /// Who takes a repository's issues: itself, or another that says so as well.
    private Answer<RemoteActor> tracker(RemoteActor repository) {
        var forge = isRepository(repository) ? document(repository).map(Actor::forge) : Optional.<Actor.Forge>empty();
        var named = forge.flatMap(Actor.Forge::ticketsTrackedBy);
        if (named.isEmpty())
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.takes-no-issues", repository.handle()));
        if (named.get().equals(repository.id())) return new Answer.Done<>(repository);
        return switch (finder.actor(named.get())) {
            case Looked.Found<RemoteActor>(var tracker)
            when document(tracker).flatMap(it -> it.forge().tracksTicketsFor()).equals(Optional.of(repository.id())) ->
                new Answer.Done<>(tracker);
            case Looked.Unreachable<RemoteActor>(var why) -> Answer.refused(Answer.Why.LATER, why);
            case Looked.Found<RemoteActor> _, Looked.Gone<RemoteActor> _, Looked.Missing<RemoteActor> _ ->
                Answer.refused(
                        Answer.Why.INVALID, Messages.text("across.tracker-does-not-say-so", repository.handle()));
        };
    }

    private static Optional<Actor> document(RemoteActor actor) {
        return Vocabulary.read(actor.document()) instanceof Vocabulary.Reading.Read(var document)
                        && document.thing() instanceof Actor it
                ? Optional.of(it)
                : Optional.empty();
    }

    private Optional<String> tooMuch(Person person) {
        int so = abroad.written().sent(local(person), clock.instant().minus(DAY));
        return so >= WRITTEN_WITHIN_DAY
                ? Optional.of(Messages.text("across.written-within-a-day-max"))
                : Optional.empty();
    }

    // Comments

    /// Says something about what is elsewhere.
    public Answer<Written.Piece> comment(Person person, Found.Text text, String body) {
        var wrong = Limits.body(body, false).or(() -> tooMuch(person));
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        if (!text.post().writing().isPublic())
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.is-not-for-everybody"));
        var place = place(text);
        var called = called(text, place);
        if (called.isEmpty()) return Answer.refused(Answer.Why.LATER, Messages.text("across.nobody-can-be-reached"));
        var by = local(person);
        var object = fresh(actors.id(by), "comments");
        var names = called.values().stream()
                .map(it -> new Written.Called(it.id(), it.handle().toString()))
                .toList();
        var asked = place.tracker()
                .filter(called::containsKey)
                .orElse(names.getFirst().id());
        var piece = new Written.Piece(
                last(object),
                by.key(),
                Written.Kind.COMMENT,
                asked,
                new Id(object.value() + "/create"),
                Optional.of(object),
                place.ticket(),
                Optional.of(text.id()),
                names,
                Profiles.title(text.post().writing()),
                body,
                AskedState.ASKED,
                "",
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        var inboxes = called.values().stream().map(RemoteActor::inbox).toList();
        send(by, new Letter(piece, letters.create(by, piece)), inboxes, true);
        profiles.forget(text.id());
        return new Answer.Done<>(piece);
    }

    /// Where a text belongs.
    ///
    /// @param tracker whoever has the ticket, or the text
    private record Place(Optional<Id> ticket, Optional<Id> tracker) {}

    private Place place(Found.Text text) {
        var about = text.post().writing().context().flatMap(Ref::id);
        if (text.post() instanceof Post.Ticket) return new Place(Optional.of(text.id()), about);
        if (about.isEmpty()) return new Place(Optional.empty(), Optional.empty());
        // A comment names its ticket, a release its repository.
        return finder.of(about.get()) instanceof Found.Text(var id, var post) && post instanceof Post.Ticket ticket
                ? new Place(Optional.of(id), ticket.writing().context().flatMap(Ref::id))
                : new Place(Optional.empty(), about);
    }

    private Map<Id, RemoteActor> called(Found.Text text, Place place) {
        var ids = new LinkedHashSet<Id>();
        place.tracker().ifPresent(ids::add);
        ids.addAll(text.post().writing().attributedTo());
        var called = new LinkedHashMap<Id, RemoteActor>();
        for (var id : ids)
            if (called.size() < CALLED_MAX && actors.home().path(id).isEmpty())
                finder.actor(id).found().ifPresent(actor -> called.put(actor.id(), actor));
        return called;
    }

    // What becomes of what is theirs

    /// By what others know somebody of here.
    public Id id(Person person) {
        return actors.id(local(person));
    }

    /// Closes an issue or a pull request of theirs, or opens it again.
    public Answer<Written.Piece> turn(Person person, Found.Text text, boolean open) {
        if (!(text.post() instanceof Post.Ticket ticket))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.only-tickets-are-closed"));
        if (!ticket.writing().attributedTo().contains(id(person)))
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.only-who-opened-closes"));
        return asking(person, text, ticket, tracker -> {
            var by = local(person);
            var activity = fresh(actors.id(by), open ? "reopens" : "closes");
            var kind = open ? Written.Kind.REOPEN : Written.Kind.CLOSE;
            var piece = piece(by, kind, tracker, activity, Optional.empty(), text, "");
            var before = abroad.written()
                    .turned(by, text.id())
                    .filter(it -> it.kind() == Written.Kind.CLOSE)
                    .map(Written.Piece::activity);
            return new Letter(
                    piece,
                    open
                            ? letters.reopen(by, piece, before.orElseGet(() -> fresh(actors.id(by), "closes")))
                            : letters.close(by, piece));
        });
    }

    /// Sends a review to whoever has a pull request. What it says as a whole, and each remark, is a text of its own.
    Answer<Written.Piece> review(Person person, Found.Text text, Post.Ticket ticket, Reviewing.Opinion opinion) {
        return asking(person, text, ticket, tracker -> {
            var by = local(person);
            var activity = fresh(actors.id(by), "reviews");
            var object = new Id(actors.id(by).value() + "/comments/" + last(activity));
            var review = piece(by, Written.Kind.REVIEW, tracker, activity, Optional.of(object), text, opinion.body())
                    .of(new Written.Reviewed.Whole(opinion.verdict()));
            var remarks = new ArrayList<Written.Piece>();
            for (var remark : opinion.remarks()) remarks.add(remark(by, review, text, remark, remarks.size() + 1));
            return new Letter(review, remarks, letters.review(by, review, remarks, opinion, ticket));
        });
    }

    private Written.Piece remark(Local by, Written.Piece review, Found.Text text, Reviewing.Remark said, int number) {
        var object = fresh(actors.id(by), "comments");
        var part = new Id("%s#remark-%02d".formatted(review.activity().value(), number));
        return new Written.Piece(
                last(object),
                by.key(),
                Written.Kind.REMARK,
                review.asked(),
                part,
                Optional.of(object),
                review.ticket(),
                Optional.of(text.id()),
                List.of(),
                review.title(),
                said.body(),
                AskedState.ASKED,
                "",
                review.at(),
                Optional.empty(),
                Optional.of(new Written.Reviewed.Remark(review.id(), said.lines())));
    }

    /// Something that is kept, with what goes along with it, and what brings it there.
    record Letter(Written.Piece piece, List<Written.Piece> parts, Activity activity) {
        Letter(Written.Piece piece, Activity activity) {
            this(piece, List.of(), activity);
        }
    }

    /// Asks whoever has a ticket.
    Answer<Written.Piece> asking(Person person, Found.Text text, Post.Ticket ticket, Function<Id, Letter> writing) {
        var wrong = tooMuch(person);
        if (wrong.isPresent()) return Answer.refused(Answer.Why.TOO_MUCH, wrong.get());
        var named = ticket.writing().context().flatMap(Ref::id).filter(id -> id.sameOrigin(text.id()));
        if (named.isEmpty()) return Answer.refused(Answer.Why.INVALID, Messages.text("across.says-not-whose-it-is"));
        return switch (finder.actor(named.get())) {
            case Looked.Found<RemoteActor>(var tracker) -> {
                var letter = writing.apply(tracker.id());
                send(local(person), letter, List.of(tracker.inbox()), false);
                finder.forget(text.id());
                profiles.forget(text.id());
                yield new Answer.Done<>(letter.piece());
            }
            case Looked.Unreachable<RemoteActor>(var why) -> Answer.refused(Answer.Why.LATER, why);
            case Looked.Gone<RemoteActor> _, Looked.Missing<RemoteActor> _ ->
                Answer.refused(Answer.Why.INVALID, Messages.text("across.owner-is-gone"));
        };
    }

    /// What is kept of something that is asked of whoever has a ticket.
    Written.Piece piece(
            Local by, Written.Kind kind, Id asked, Id activity, Optional<Id> object, Found.Text text, String body) {
        return piece(
                by,
                kind,
                asked,
                activity,
                object,
                text,
                Profiles.title(text.post().writing()),
                body);
    }

    /// The same, called otherwise.
    Written.Piece piece(
            Local by,
            Written.Kind kind,
            Id asked,
            Id activity,
            Optional<Id> object,
            Found.Text text,
            String title,
            String body) {
        return new Written.Piece(
                last(activity),
                by.key(),
                kind,
                asked,
                activity,
                object,
                Optional.of(text.id()),
                object.map(_ -> text.id()),
                List.of(),
                title,
                body,
                AskedState.ASKED,
                "",
                clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    private void send(Local by, Letter letter, List<Id> inboxes, boolean toFollowers) {
        var document = Vocabulary.writeToProve(letter.activity());
        byte[] body = Vocabulary.bytes(actors.proven(by.key(), document, clock.instant()));
        database.writing(handle -> {
            abroad.written().add(handle, letter.piece());
            letter.parts().forEach(part -> abroad.written().add(handle, part));
            Set<Id> places = new LinkedHashSet<>(inboxes);
            if (toFollowers) places.addAll(followers.inboxes(handle, by));
            deliver.to(handle, by.key(), letter.piece().activity(), body, places);
        });
    }
}
