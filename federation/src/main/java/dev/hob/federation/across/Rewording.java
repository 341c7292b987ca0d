package dev.hob.federation.across;

import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Written;
import dev.hob.federation.outbox.Deliver;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.db.Database;
import dev.hob.node.issue.Limits;
import dev.hob.node.people.Person;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// What somebody of here said elsewhere, said otherwise or taken back. Only comments are theirs: an issue belongs to
/// whoever took it. Shared between threads.
public final class Rewording {
    private final Database database;
    private final LocalActors actors;
    private final Followers followers;
    private final Written written;
    private final Letters letters;
    private final Finder finder;
    private final Profiles profiles;
    private final Deliver deliver;
    private final InstantSource clock;

    Rewording(
            Database database,
            LocalActors actors,
            Followers followers,
            Written written,
            Letters letters,
            Finder finder,
            Profiles profiles,
            Deliver deliver,
            InstantSource clock) {
        this.database = database;
        this.actors = actors;
        this.followers = followers;
        this.written = written;
        this.letters = letters;
        this.finder = finder;
        this.profiles = profiles;
        this.deliver = deliver;
        this.clock = clock;
    }

    /// A comment of somebody's that they can change; empty when it is nothing of theirs, or no comment.
    public Optional<Written.Piece> comment(Person person, String id) {
        return written.find(Across.local(person), id).filter(piece -> piece.kind() == Written.Kind.COMMENT);
    }

    /// The same by its address.
    public Optional<Written.Piece> comment(Person person, Id object) {
        return written.byObject(object)
                .filter(piece -> piece.local().equals(Across.local(person).key()))
                .filter(piece -> piece.kind() == Written.Kind.COMMENT);
    }

    /// Says a comment otherwise, and tells everybody who was told of it.
    public Answer<Written.Piece> edit(Person person, Written.Piece piece, String body) {
        var wrong = Limits.body(body, false);
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        if (body.equals(piece.body())) return new Answer.Done<>(piece);
        var by = Across.local(person);
        // Others take a text only for newer when its time says so, and some count in seconds.
        var last = piece.edited().orElse(piece.at()).plus(1, ChronoUnit.SECONDS);
        var now = clock.instant().isBefore(last) ? last : clock.instant();
        var edited = piece.saying(body, now);
        return sent(by, edited, letters.update(by, edited), handle -> written.change(handle, piece, edited));
    }

    /// Takes a comment back, from everybody who was told of it.
    public Answer<Written.Piece> takeBack(Person person, Written.Piece piece) {
        var by = Across.local(person);
        return sent(by, piece, letters.delete(by, piece, clock.instant()), handle -> written.remove(handle, piece));
    }

    private Answer<Written.Piece> sent(Local by, Written.Piece piece, Activity activity, Predicate<Handle> change) {
        Set<Id> places = new LinkedHashSet<>();
        for (var called : piece.called())
            finder.known(called.id())
                    .or(() -> finder.actor(called.id()).found())
                    .map(RemoteActor::inbox)
                    .ifPresent(places::add);
        if (places.isEmpty()) return Answer.refused(Answer.Why.LATER, "Nobody whom it concerns can be reached now.");
        byte[] body = Vocabulary.bytes(actors.proven(by.key(), Vocabulary.writeToProve(activity), clock.instant()));
        var id = activity.act().id().orElseThrow();
        boolean isChanged = database.write(handle -> {
            if (!change.test(handle)) return false;
            places.addAll(followers.inboxes(handle, by));
            deliver.to(handle, by.key(), id, body, places);
            return true;
        });
        if (!isChanged) return Answer.refused(Answer.Why.LATER, "It was changed or taken back at this moment.");
        piece.answers().ifPresent(profiles::forget);
        piece.ticket().ifPresent(profiles::forget);
        return new Answer.Done<>(piece);
    }
}
