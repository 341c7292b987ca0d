package dev.hob.federation.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.vocab.Act;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.text.Html;
import java.util.Optional;
import java.util.stream.Stream;

/// What others answer to pull requests that people of here have offered to them, and what becomes of these later. Each
/// is empty when it is about none of them. Shared between threads.
final class PullAnswers {
    private static final int TOLD_CHARACTERS_MAX = 500;

    private final AskedPulls asked;
    private final Elsewhere elsewhere;

    PullAnswers(AskedPulls asked, Elsewhere elsewhere) {
        this.asked = asked;
        this.elsewhere = elsewhere;
    }

    /// Somebody says yes to something; only who was asked does.
    Optional<Outcome> accepted(Case one, Ref object, Optional<Ref> result) {
        return object.id().flatMap(asked::byOffer).map(pull -> {
            if (!pull.tracker().equals(one.received().actor())) return Outcome.refused("It was not asked of them.");
            var ticket = result.flatMap(Ref::id).filter(id -> id.sameOrigin(pull.tracker()));
            if (ticket.isEmpty() && pull.result().isEmpty())
                return Outcome.refused("It does not say where the pull request is.");
            var state = pull.state().goesOn() ? AskedPulls.State.OPEN : pull.state();
            return learned(pull, new AskedPulls.News(state, "", ticket, Optional.empty()));
        });
    }

    /// Somebody says no. What was open before stays so: only its new commits are not taken.
    Optional<Outcome> rejected(Case one, Ref object) {
        return object.id().flatMap(asked::byOffer).map(pull -> {
            if (!pull.tracker().equals(one.received().actor())) return Outcome.refused("It was not asked of them.");
            var state = pull.state() == AskedPulls.State.ASKED ? AskedPulls.State.REJECTED : pull.state();
            return learned(
                    pull, new AskedPulls.News(state, why(one.activity().act()), Optional.empty(), Optional.empty()));
        });
    }

    private static String why(Act act) {
        return act.summary()
                .map(Words::text)
                .map(text -> Html.line(text, TOLD_CHARACTERS_MAX))
                .orElse("");
    }

    /// Its tracker tells something of it: how it is now is asked there.
    Optional<Outcome> news(Case one, Ref object) {
        var post = object.thing().filter(Post.class::isInstance).map(Post.class::cast);
        var about = Stream.of(
                        object.id(),
                        post.flatMap(it -> it.writing().inReplyTo()),
                        post.flatMap(it -> it.writing().context()).flatMap(Ref::id))
                .flatMap(Optional::stream);
        return about.flatMap(id -> asked.byResult(id).stream())
                .filter(pull -> pull.tracker().equals(one.received().actor()))
                .findFirst()
                .map(this::looked);
    }

    private Outcome looked(AskedPulls.Asked pull) {
        var id = pull.result().orElseThrow();
        return switch (elsewhere.fetch(id)) {
            case Fetched.Gone _ ->
                learned(
                        pull,
                        new AskedPulls.News(
                                AskedPulls.State.CLOSED, "It is gone.", Optional.empty(), Optional.empty()));
            case Fetched.Missing(var why) -> Outcome.refused(why);
            case Fetched.Unreachable(var why) -> new Outcome.Later(why);
            case Fetched.Found(var found, var document) ->
                found.equals(id)
                                && Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var whole)
                                && whole.thing() instanceof Post.Ticket ticket
                        ? learned(pull, standing(ticket))
                        : Outcome.refused("What its host shows there is something else.");
        };
    }

    private static AskedPulls.News standing(Post.Ticket ticket) {
        var merged = ticket.mergeRequest()
                .flatMap(request -> Optional.ofNullable(request.rest().members().get("mergeCommit")))
                .map(JsonNode::asText)
                .filter(text -> !text.isEmpty() && text.length() <= 64);
        var state = merged.isPresent()
                ? AskedPulls.State.MERGED
                : ticket.isResolved().orElse(false) ? AskedPulls.State.CLOSED : AskedPulls.State.OPEN;
        return new AskedPulls.News(state, "", Optional.empty(), merged);
    }

    private Outcome learned(AskedPulls.Asked pull, AskedPulls.News news) {
        return new Outcome.Done(
                "The pull request to " + pull.handle() + ": " + news.state().word() + ".",
                false,
                handle -> asked.learn(handle, pull.id(), news));
    }
}
