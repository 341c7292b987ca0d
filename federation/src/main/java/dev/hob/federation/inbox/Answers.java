package dev.hob.federation.inbox;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Following;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Written;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Words;
import dev.hob.node.text.Html;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What those elsewhere answer to what our people asked of them. Only whoever was asked answers. Shared between
/// threads.
final class Answers {
    private static final int WHY_CHARACTERS_MAX = 500;

    private final LocalActors actors;
    private final Abroad abroad;
    private final Elsewhere elsewhere;

    Answers(LocalActors actors, Abroad abroad, Elsewhere elsewhere) {
        this.actors = actors;
        this.abroad = abroad;
        this.elsewhere = elsewhere;
    }

    /// They say yes.
    Outcome accepted(Case one, Activity.Accept accept) {
        return settled(
                one, accept.object(), AskedState.ACCEPTED, accept.result().flatMap(Ref::id), "");
    }

    /// They say no.
    Outcome rejected(Case one, Activity.Reject reject) {
        String why = reject.act()
                .summary()
                .map(Words::text)
                .map(text -> Html.line(text, WHY_CHARACTERS_MAX))
                .orElse("");
        return settled(one, reject.object(), AskedState.REJECTED, Optional.empty(), why);
    }

    private Outcome settled(Case one, Ref object, AskedState state, Optional<Id> result, String why) {
        var followed = followed(one, object);
        if (followed.isPresent()) return follow(one, followed.get(), state, why);
        var piece = object.id().flatMap(abroad.written()::byActivity);
        return piece.isPresent()
                ? written(one, piece.get(), state, result, why)
                : new Outcome.Ignored("Nothing here was asked of them.");
    }

    /// Some name the follow by its id, and some show it and leave its id out.
    private Optional<Following.Followed> followed(Case one, Ref object) {
        var actor = one.received().actor();
        return object.id().flatMap(abroad.following()::byActivity).or(() -> object.thing()
                .filter(Activity.Follow.class::isInstance)
                .map(Activity.Follow.class::cast)
                .filter(follow -> follow.object().id().equals(Optional.of(actor)))
                .flatMap(follow -> actors.of(follow.act().actor()))
                .flatMap(local -> abroad.following().find(local, actor)));
    }

    private Outcome follow(Case one, Following.Followed followed, AskedState state, String why) {
        if (!followed.actor().equals(one.received().actor())) return Outcome.refused("It was asked of somebody else.");
        return new Outcome.Done(
                followed.local() + (state == AskedState.ACCEPTED ? " may follow " : " may not follow ")
                        + followed.actor() + ".",
                false,
                handle -> abroad.following().settle(handle, followed.follow(), state, why));
    }

    private Outcome written(Case one, Written.Piece piece, AskedState state, Optional<Id> result, String why) {
        var actor = one.received().actor();
        if (!piece.asked().equals(actor)) return Outcome.refused("It was asked of somebody else.");
        // What came of it is theirs to name, as long as it is at their host.
        var ticket =
                piece.kind() == Written.Kind.ISSUE ? result.filter(id -> id.sameOrigin(actor)) : Optional.<Id>empty();
        piece.ticket().ifPresent(elsewhere::changed);
        return new Outcome.Done("It is known what became of " + piece.activity() + ".", false, handle -> {
            abroad.written().settle(handle, piece.id(), state, ticket, why);
            if (piece.kind() == Written.Kind.EDIT && state == AskedState.ACCEPTED) reworded(handle, piece);
        });
    }

    private void reworded(Handle handle, Written.Piece edit) {
        abroad.written().reworded(handle, edit);
        AskedPulls.reworded(handle, edit.ticket().orElseThrow(), edit.title(), edit.body());
    }
}
