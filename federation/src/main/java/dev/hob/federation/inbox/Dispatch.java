package dev.hob.federation.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedPulls;
import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Followers;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import java.time.InstantSource;
import java.util.Optional;

/// What each kind of activity means here. What was kept at the door was believed there; whether it may be done is asked
/// here, by what it would change. Doing one again does nothing more. Shared between threads.
final class Dispatch {
    private final Subjects subjects;
    private final Elsewhere elsewhere;
    private final Queue queue;
    private final Blocks blocks;
    private final Places places;
    private final Said said;
    private final Tickets tickets;
    private final Letting letting;
    private final Standing standing;
    private final Reports reports;
    private final News news;
    private final Answers answers;
    private final Hearing hearing;
    private final PullAnswers pulls;

    Dispatch(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Followers followers,
            Abroad abroad,
            Elsewhere elsewhere,
            Queue queue,
            GuestRules rules,
            Blocks blocks,
            Reports reports,
            Limits limits,
            InstantSource clock) {
        this.subjects = subjects;
        this.elsewhere = elsewhere;
        this.queue = queue;
        this.blocks = blocks;
        this.reports = reports;
        var replies = new Replies(actors, elsewhere, clock);
        this.places = new Places(node, actors, subjects);
        this.said = new Said(node, places, elsewhere, queue, rules, blocks, limits, clock);
        var mergeRequests = new MergeRequests(node, actors, subjects, places, said, elsewhere, replies, clock);
        var reviews = new Reviews(node, subjects, places, said, queue, replies);
        this.letting = new Letting(
                actors, new Collaborators(node.database(), clock), abroad.work(), blocks, elsewhere, replies, clock);
        this.tickets = new Tickets(node, actors, subjects, places, said, replies, letting, mergeRequests, reviews);
        this.standing = new Standing(node, actors, subjects, followers, blocks, elsewhere, replies, clock);
        this.news = new News(
                node, places, said, standing, new Resettling(node, actors, abroad, blocks, elsewhere), elsewhere);
        this.answers = new Answers(actors, abroad, elsewhere);
        this.hearing = new Hearing(actors, abroad, said, elsewhere, clock);
        this.pulls = new PullAnswers(new AskedPulls(node.database(), clock), elsewhere);
    }

    /// How those elsewhere stand to those here.
    Standing standing() {
        return standing;
    }

    /// Does one.
    Outcome of(Received received) {
        if (elsewhere.rule(received.actor()) == Rule.BLOCKED)
            return Outcome.refused("This node does not talk with that server.");
        if (blocks.everywhere(received.actor()) && !isFarewell(received)) return new Outcome.Ignored(Blocks.TOLD);
        if (!(Vocabulary.read(received.body().getBytes(UTF_8)) instanceof Vocabulary.Reading.Read(var document))
                || !(document.thing() instanceof Activity activity))
            throw new AssertionError("what was kept cannot be read: " + received.activity());
        if (queue.isBuried(received.activity(), received.actor()))
            return new Outcome.Ignored("It was taken back before it came.");
        var self = Optional.of(received.actor());
        var object = Objects.id(activity);
        if (activity instanceof Activity.Delete && object.equals(self))
            return hearing.gone(received, news.gone(received));
        if (activity instanceof Activity.Update && object.equals(self))
            return hearing.changed(received, news.changed(received));
        if (activity instanceof Activity.Move move && object.equals(self))
            return news.moved(received, move.target().id());
        return switch (elsewhere.look(received.actor(), false)) {
            case Looked.Found<RemoteActor>(var by) -> {
                var outcome = of(new Case(received, activity, by));
                Objects.texts(activity).filter(by.id()::sameOrigin).forEach(elsewhere::changed);
                yield outcome;
            }
            case Looked.Gone<RemoteActor> _ -> new Outcome.Ignored("Whoever did it is gone.");
            case Looked.Missing<RemoteActor>(var why) -> Outcome.refused("Its actor cannot be had: " + why);
            case Looked.Unreachable<RemoteActor>(var why) -> new Outcome.Later(why);
        };
    }

    /// Whoever is not heard may still take back what they said, and go.
    private static boolean isFarewell(Received received) {
        return received.kind().equals("Delete") || received.kind().equals("Undo");
    }

    private Outcome of(Case one) {
        return switch (one.activity()) {
            case Activity.Follow follow -> standing.follow(one, id(follow.object()));
            case Activity.Undo undo -> undone(one, undo.object());
            case Activity.Like like -> liked(one, id(like.object()), true);
            case Activity.Announce announce -> announced(one, announce.object());
            case Activity.Create create ->
                also(
                        pulls.news(one, create.object()),
                        hearing.created(one, create.object(), said.created(one, create.object())));
            case Activity.Update update ->
                update.object().thing().orElse(null) instanceof Actor
                        ? Outcome.refused("It is not theirs.")
                        : tickets.updated(one, update)
                                .orElseGet(() -> also(
                                        pulls.news(one, update.object()),
                                        hearing.updated(one, update, said.updated(one, update))));
            case Activity.Delete delete ->
                delete.object()
                        .id()
                        .map(id -> hearing.deleted(one, id, said.deleted(one, id)))
                        .orElseGet(() -> Outcome.refused("It has no id."));
            case Activity.Offer offer -> tickets.offered(one, offer);
            case Activity.Resolve resolve -> tickets.resolved(one, id(resolve.object()));
            case Activity.Edit edit -> tickets.edited(one, edit.changes());
            case Activity.Block block -> {
                var id = id(block.object());
                yield hearing.blocked(one, id, standing.block(one, id));
            }
            case Activity.Flag flag -> reports.flagged(one, flag);
            case Activity.Move _ -> Outcome.refused("Only who moves says so.");
            case Activity.Assign assign -> tickets.assigned(one, assign);
            case Activity.Apply apply -> tickets.applied(one, apply);
            case Activity.Add add -> tickets.labelled(one, add.object(), add.target(), true);
            case Activity.Remove remove -> tickets.labelled(one, remove.object(), remove.target(), false);
            case Activity.Invite invite -> letting.invited(one, invite);
            case Activity.Join join -> letting.joined(one, join);
            case Activity.Leave leave -> letting.left(one, leave);
            case Activity.Grant grant -> letting.granted(one, grant);
            case Activity.Revoke revoke -> letting.revoked(one, revoke);
            case Activity.Accept accept ->
                pulls.accepted(one, accept.object(), accept.result())
                        .or(() -> letting.accepted(one, accept.object()))
                        .orElseGet(() -> answers.accepted(one, accept));
            case Activity.Reject reject ->
                pulls.rejected(one, reject.object())
                        .or(() -> letting.rejected(one, reject.object()))
                        .or(() -> letting.refused(one, reject.object()))
                        .orElseGet(() -> answers.rejected(one, reject));
            case Activity.Push _ -> new Outcome.Ignored("Nobody here waits for that.");
            case Activity.Other(var types, var _, var _) ->
                new Outcome.Ignored("It is not known here what " + String.join(", ", types) + " means.");
        };
    }

    /// Somebody passes something on, or that its author has changed it or taken it back.
    private Outcome announced(Case one, Ref object) {
        return switch (object.thing().orElse(null)) {
            case Activity.Update update -> hearing.renewed(one, id(update.object()), false);
            case Activity.Delete delete -> hearing.renewed(one, id(delete.object()), true);
            case null, default -> {
                var id = id(object);
                yield hearing.announced(one, id, standing.announce(one, id));
            }
        };
    }

    /// What something means for a pull request that was offered there, and what is heard of it besides.
    private static Outcome also(Optional<Outcome> news, Outcome heard) {
        if (news.isEmpty()) return heard;
        return news.get() instanceof Outcome.Done(var told, var _, var first)
                        && heard instanceof Outcome.Done(var _, var keeps, var then)
                ? new Outcome.Done(told, keeps, first.andThen(then))
                : news.get();
    }

    /// Texts that are no id name nothing.
    private static Id id(Ref ref) {
        return ref.id().orElse(NOTHING);
    }

    private static final Id NOTHING = new Id("https://nothing.invalid/");

    /// A star for a repository, a mark under a text.
    private Outcome liked(Case one, Id object, boolean active) {
        if (subjects.resolve(object).orElse(null) instanceof Subject.Actor(Local.Project(var repo)))
            return standing.star(one, repo, active);
        return places.of(object)
                .map(at -> said.reacted(one, at, active))
                .orElseGet(() -> new Outcome.Ignored("It is nothing that shows marks here."));
    }

    /// What somebody did is not so any more. Only what is their own is undone.
    private Outcome undone(Case one, Ref object) {
        return switch (object.thing().orElse(null)) {
            case Activity inner
            when !inner.act().actor().equals(one.received().actor()) -> Outcome.refused("It is not theirs.");
            case Activity inner -> undone(one, Objects.kind(inner), Objects.id(inner), inner.id());
            case null, default -> {
                var known = object.id().flatMap(queue::find);
                if (known.isEmpty()) yield new Outcome.Ignored("It is not known what that was.");
                yield known.get().actor().equals(one.received().actor())
                        ? undone(one, known.get().kind(), known.get().object(), object.id())
                        : Outcome.refused("It is not theirs.");
            }
        };
    }

    private Outcome undone(Case one, String kind, Optional<Id> about, Optional<Id> activity) {
        var object = about.orElse(NOTHING);
        return switch (kind) {
            case "Follow" -> buried(one, activity, standing.unfollow(one, object));
            case "Like" -> buried(one, activity, liked(one, object, false));
            case "Announce" -> buried(one, activity, standing.unannounce(one, object));
            case "Block" -> buried(one, activity, standing.unblock(one, object));
            case "Resolve" -> tickets.reopened(one, object);
            default -> new Outcome.Ignored("That cannot be undone here.");
        };
    }

    /// What is undone before it comes must not be done when it comes.
    private Outcome buried(Case one, Optional<Id> activity, Outcome outcome) {
        if (activity.isEmpty()
                || queue.has(activity.get())
                || !activity.get().sameOrigin(one.received().actor())) return outcome;
        return switch (outcome) {
            case Outcome.Done(var told, var keeps, var rows) ->
                new Outcome.Done(told, keeps, handle -> {
                    rows.accept(handle);
                    queue.bury(handle, activity.get(), one.received().actor());
                });
            case Outcome.Ignored(var told) ->
                new Outcome.Done(
                        told,
                        false,
                        handle -> queue.bury(
                                handle, activity.get(), one.received().actor()));
            case Outcome.Refused _, Outcome.Held _, Outcome.Later _ -> outcome;
        };
    }
}
