package dev.hob.federation.across;

import dev.hob.federation.actor.AskedState;
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
import dev.hob.node.language.Messages;
import dev.hob.node.people.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// What somebody of here said elsewhere, said otherwise or taken back: comments, remarks on lines, and what a
/// review says as a whole. Issues belong to whoever took them, see [TicketEdits]. Shared between threads.
public final class OwnNotes {
    private final Database database;
    private final LocalActors actors;
    private final Followers followers;
    private final Written written;
    private final Letters letters;
    private final Finder finder;
    private final Profiles profiles;
    private final Deliver deliver;
    private final InstantSource clock;

    OwnNotes(
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

    /// Something of somebody's that they can change; empty when it is nothing of theirs, or nothing of the kind.
    public Optional<Written.Piece> said(Person person, String id) {
        return written.find(Across.local(person), id).filter(OwnNotes::isOpen);
    }

    /// The same by its address.
    public Optional<Written.Piece> said(Person person, Id object) {
        return written.byObject(object)
                .filter(piece -> piece.local().equals(Across.local(person).key()))
                .filter(OwnNotes::isOpen);
    }

    /// Whether its author can say it otherwise. A review that only remarks says nothing as a whole that could be
    /// changed, and what was taken back stays so.
    public static boolean isOpen(Written.Piece piece) {
        return switch (piece.kind()) {
            case COMMENT -> true;
            case REVIEW, REMARK -> Letters.isThere(piece) && piece.state() != AskedState.REJECTED;
            case ISSUE, CLOSE, REOPEN, EDIT, ACT -> false;
        };
    }

    /// Says it otherwise, and tells everybody who was told of it. The verdict of a review and its remarks stay.
    public Answer<Written.Piece> edit(Person person, Written.Piece piece, String body) {
        var wrong = Limits.body(body, false);
        if (wrong.isPresent()) return Answer.refused(Answer.Why.INVALID, wrong.get());
        if (body.equals(piece.body())) return new Answer.Done<>(piece);
        var by = Across.local(person);
        var edited = piece.saying(body, later(piece));
        return sent(by, edited, letters.update(by, edited), handle -> written.change(handle, piece, edited));
    }

    /// Others take a text only for newer when its time says so, and some count in seconds.
    private Instant later(Written.Piece piece) {
        var last = piece.edited().orElse(piece.at()).plus(1, ChronoUnit.SECONDS);
        return clock.instant().isBefore(last) ? last : clock.instant();
    }

    /// Takes it back, from everybody who was told of it. What somebody thinks of a pull request is part of how it was
    /// decided: of a review only the words go.
    public Answer<Written.Piece> takeBack(Person person, Written.Piece piece) {
        if (piece.body().isBlank())
            return Answer.refused(Answer.Why.INVALID, Messages.text("across.no-words-to-take-back"));
        var by = Across.local(person);
        var silent = piece.saying("", later(piece));
        return sent(
                by,
                piece,
                letters.delete(by, piece, clock.instant()),
                handle -> piece.kind() == Written.Kind.REVIEW
                        ? written.change(handle, piece, silent)
                        : written.remove(handle, piece));
    }

    private Answer<Written.Piece> sent(Local by, Written.Piece piece, Activity activity, Predicate<Handle> change) {
        Set<Id> told = new LinkedHashSet<>();
        told.add(piece.asked());
        piece.called().forEach(called -> told.add(called.id()));
        Set<Id> places = new LinkedHashSet<>();
        for (var id : told)
            finder.known(id)
                    .or(() -> finder.actor(id).found())
                    .map(RemoteActor::inbox)
                    .ifPresent(places::add);
        if (places.isEmpty()) return Answer.refused(Answer.Why.LATER, Messages.text("across.nobody-can-be-reached"));
        byte[] body = Vocabulary.bytes(actors.proven(by.key(), Vocabulary.writeToProve(activity), clock.instant()));
        var id = activity.act().id().orElseThrow();
        boolean isChanged = database.write(handle -> {
            if (!change.test(handle)) return false;
            // A review is for whoever has the pull request, and was brought to nobody else.
            if (piece.kind() == Written.Kind.COMMENT) places.addAll(followers.inboxes(handle, by));
            deliver.to(handle, by.key(), id, body, places);
            return true;
        });
        if (!isChanged) return Answer.refused(Answer.Why.LATER, Messages.text("across.was-just-changed"));
        piece.answers().ifPresent(profiles::forget);
        piece.ticket().ifPresent(profiles::forget);
        return new Answer.Done<>(piece);
    }
}
