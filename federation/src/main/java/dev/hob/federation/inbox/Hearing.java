package dev.hob.federation.inbox;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Heard;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Written;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.text.Html;
import dev.hob.node.text.PlainText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// What our people hear of elsewhere: the words of whom they follow, and answers to what they wrote. Nothing else that
/// strangers say is kept. Shared between threads.
final class Hearing {
    private static final int TITLE_CHARACTERS_MAX = 300;
    private static final int SAID_CHARACTERS_MAX = 500;

    private final LocalActors actors;
    private final Abroad abroad;
    private final Said said;
    private final Elsewhere elsewhere;
    private final InstantSource clock;

    Hearing(LocalActors actors, Abroad abroad, Said said, Elsewhere elsewhere, InstantSource clock) {
        this.actors = actors;
        this.abroad = abroad;
        this.said = said;
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    /// Something was written.
    ///
    /// @param before what came of it where it is an answer to something of here
    Outcome created(Case one, Ref object, Outcome before) {
        if (!(before instanceof Outcome.Ignored) || object.id().isEmpty()) return before;
        var actor = one.received().actor();
        if (!abroad.following().isFollowed(actor) && thread(object).isEmpty()) return before;
        return switch (said.believed(one, object)) {
            case Said.Read.Other _ -> before;
            case Said.Read.Writing(var writing) -> kept(actor, object.id().get(), actor, writing, before);
        };
    }

    private Optional<Id> thread(Ref object) {
        return object.thing().orElse(null) instanceof Post post ? thread(post.writing()) : Optional.empty();
    }

    /// What of our people's it belongs to.
    private Optional<Id> thread(Post.Writing writing) {
        return Stream.concat(writing.context().flatMap(Ref::id).stream(), writing.inReplyTo().stream())
                .flatMap(about -> abroad.written().thread(about).stream())
                .findFirst();
    }

    private Outcome kept(Id actor, Id object, Id author, Post.Writing writing, Outcome before) {
        if (!writing.isPublic()) return before;
        var line = new Heard.Line(
                actor,
                object,
                author,
                kind(writing),
                thread(writing),
                title(writing),
                line(writing),
                writing.page().filter(page -> Id.of(page).isPresent()).orElse(""),
                at(writing));
        return new Outcome.Done("It is shown to those who follow " + actor + ".", false, handle -> abroad.heard()
                .keep(handle, line));
    }

    /// What says it was written in times to come would stay above all.
    private Instant at(Post.Writing writing) {
        var now = clock.instant();
        return writing.published().filter(at -> at.isBefore(now)).orElse(now);
    }

    private static Heard.Kind kind(Post.Writing writing) {
        if (writing.types().contains("Ticket")) return Heard.Kind.TICKET;
        return writing.types().contains("Release") ? Heard.Kind.RELEASE : Heard.Kind.NOTE;
    }

    private static String title(Post.Writing writing) {
        // A name is plain text, a summary is HTML.
        return writing.name()
                .map(name -> PlainText.line(name.text(), TITLE_CHARACTERS_MAX))
                .or(() -> writing.summary().map(summary -> Html.line(summary.text(), TITLE_CHARACTERS_MAX)))
                .orElse("");
    }

    private static String line(Post.Writing writing) {
        return writing.content()
                .map(Words::text)
                .map(text -> Html.line(text, SAID_CHARACTERS_MAX))
                .orElse("");
    }

    /// Somebody passes something on: what is of here may be what one of our people wrote there, which is taken so.
    Outcome announced(Case one, Id object, Outcome before) {
        if (!(before instanceof Outcome.Ignored)) return before;
        var actor = one.received().actor();
        if (actors.home().path(object).isPresent())
            return abroad.written()
                    .byObject(object)
                    .filter(piece -> piece.asked().equals(actor))
                    .<Outcome>map(this::taken)
                    .orElse(before);
        boolean followed = abroad.following().isFollowed(actor);
        if (!followed && !abroad.written().isAsked(actor)) return before;
        return switch (elsewhere.fetch(object)) {
            case Fetched.Found(var id, var document) ->
                Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var read)
                                && read.thing() instanceof Post post
                                && (followed || thread(post.writing()).isPresent())
                        ? passedOn(actor, id, post.writing(), before)
                        : before;
            case Fetched.Gone _, Fetched.Missing _ -> before;
            case Fetched.Unreachable(var why) -> new Outcome.Later(why);
        };
    }

    private Outcome passedOn(Id actor, Id object, Post.Writing writing, Outcome before) {
        var author = writing.author().orElse(actor);
        // So that a page can name them; it is also told when they cannot be had now.
        elsewhere.look(author, false);
        return kept(actor, object, author, writing, before);
    }

    private Outcome taken(Written.Piece piece) {
        piece.ticket().ifPresent(elsewhere::changed);
        return new Outcome.Done("What was written there is taken.", false, handle -> abroad.written()
                .settle(handle, piece.id(), AskedState.ACCEPTED, Optional.empty(), ""));
    }

    /// Something reads otherwise now.
    Outcome updated(Case one, Activity.Update update, Outcome before) {
        var id = update.object().id();
        if (!(before instanceof Outcome.Ignored)
                || id.isEmpty()
                || !abroad.heard().has(id.get())) return before;
        return switch (said.believed(one, update.object())) {
            case Said.Read.Other _ -> before;
            case Said.Read.Writing(var writing) ->
                new Outcome.Done("What is shown of it is other now.", false, handle -> abroad.heard()
                        .change(handle, id.get(), one.received().actor(), title(writing), line(writing)));
        };
    }

    /// Whoever passed something on says that it is other now, or gone. Its own host says what is so.
    Outcome renewed(Case one, Id object, boolean gone) {
        var known = abroad.heard().passedOn(one.received().actor(), object);
        if (known.isEmpty()) return new Outcome.Ignored("It was not passed on before.");
        var author = known.get().author();
        return switch (elsewhere.fetch(object)) {
            case Fetched.Found(var id, var document)
            when id.equals(object) && Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var read) ->
                switch (read.thing()) {
                    case Post post
                    when post.writing().author().equals(Optional.of(author)) ->
                        fresh(one, known.get(), handle -> abroad.heard()
                                .change(handle, object, author, title(post.writing()), line(post.writing())));
                    case Tombstone _ -> forgotten(one, known.get());
                    default -> Outcome.refused("It is not what was passed on before.");
                };
            case Fetched.Found _ -> Outcome.refused("What its host shows there is something else.");
            case Fetched.Gone _ -> forgotten(one, known.get());
            case Fetched.Missing(var why) ->
                gone ? forgotten(one, known.get()) : Outcome.refused("It cannot be had: " + why);
            case Fetched.Unreachable(var why) -> new Outcome.Later(why);
        };
    }

    private Outcome forgotten(Case one, Heard.Line line) {
        return fresh(one, line, handle -> abroad.heard().remove(handle, line.object(), line.author()));
    }

    private Outcome fresh(Case one, Heard.Line line, Consumer<Handle> change) {
        elsewhere.changed(line.object());
        line.thread().filter(one.received().actor()::sameOrigin).ifPresent(elsewhere::changed);
        return new Outcome.Done("What is shown of it is other now.", false, change);
    }

    /// Something is taken back.
    Outcome deleted(Case one, Id object, Outcome before) {
        return object.sameOrigin(one.received().actor()) && abroad.heard().has(object)
                ? also(before, handle -> abroad.heard()
                        .remove(handle, object, one.received().actor()))
                : before;
    }

    /// Somebody wants to hear nothing of somebody here, who then hears nothing of them.
    Outcome blocked(Case one, Id blocked, Outcome before) {
        var local = actors.of(blocked);
        return local.isEmpty()
                ? before
                : also(before, handle -> abroad.following()
                        .remove(handle, local.get(), one.received().actor()));
    }

    /// Somebody is gone.
    Outcome gone(Received received, Outcome before) {
        return also(before, handle -> abroad.forget(handle, received.actor()));
    }

    /// Somebody is otherwise than before.
    Outcome changed(Received received, Outcome before) {
        var now = elsewhere.known(received.actor());
        return now.isEmpty()
                ? before
                : also(before, handle -> abroad.following()
                        .reach(handle, now.get().id(), now.get().inbox()));
    }

    private static Outcome also(Outcome outcome, Consumer<Handle> more) {
        return outcome instanceof Outcome.Done(var told, var keeps, var rows)
                ? new Outcome.Done(told, keeps, rows.andThen(more))
                : outcome;
    }
}
