package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.repo.Repo;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What forges ask of our repositories: a yes with what came of it, or a no that says why. Shared between threads.
final class Tickets {
    private static final String NEEDS_GRANT = "That needs a grant, and this node has given none.";

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Places places;
    private final Said said;
    private final Replies replies;
    private final MergeRequests mergeRequests;
    private final Reviews reviews;

    Tickets(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Places places,
            Said said,
            Replies replies,
            MergeRequests mergeRequests,
            Reviews reviews) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.places = places;
        this.said = said;
        this.replies = replies;
        this.mergeRequests = mergeRequests;
        this.reviews = reviews;
    }

    /// A ticket is offered to a tracker.
    Outcome offered(Case one, Activity.Offer offer) {
        var tracker = offer.target().flatMap(Ref::id).or(() -> context(offer));
        var local = tracker.flatMap(actors::of);
        if (!(local.orElse(null) instanceof Local.Project(var repo)))
            return Outcome.refused("It is offered to no repository of here.");
        if (!repo.isProject()) return no(one, repo, "A fork has no tickets of its own.");
        return switch (offer.object().thing().orElse(null)) {
            case Post.Ticket ticket
            when ticket.mergeRequest().isPresent() ->
                mergeRequests.offered(
                        one, repo, ticket.writing(), ticket.mergeRequest().get());
            case Post.Ticket ticket -> ticket(one, repo, ticket.writing());
            case ForgePart.Review review -> reviews.offered(one, repo, review);
            case null, default -> no(one, repo, "Only tickets and reviews are taken.");
        };
    }

    private static Optional<Id> context(Activity.Offer offer) {
        return offer.object().thing().orElse(null) instanceof Post post
                ? post.writing().context().flatMap(Ref::id)
                : Optional.empty();
    }

    private Outcome ticket(Case one, Repo repo, Post.Writing writing) {
        var author = writing.author();
        if (author.isPresent() && !author.get().equals(one.received().actor()))
            return no(one, repo, "It is not of whoever offers it.");
        if (writing.id().isPresent()) return no(one, repo, "A ticket gets its id from its tracker.");
        var title = Prose.title(writing, places::isOurs);
        if (title.isEmpty()) return no(one, repo, "A ticket has a title.");
        var wait = said.wait(one, repo);
        if (wait.isPresent())
            return wait.get() instanceof Outcome.Refused(var told, var _) ? no(one, repo, told) : wait.get();
        var by = one.speaker(node.people().remote(), Optional.empty());
        var answer = node.tracking()
                .issues()
                .open(repo, by, Issues.Opening.of(title.get(), Prose.text(writing, places::isOurs)));
        return switch (answer) {
            case Answer.Done(var entry) -> {
                long number = node.tracking()
                        .reading()
                        .number(repo.rid(), entry)
                        .orElseThrow(() -> new AssertionError("an issue without a number: " + entry.name()));
                yield yes(
                        one,
                        repo,
                        "The issue " + repo.path() + "#" + number + ".",
                        Optional.of(subjects.id(new Subject.Ticket(repo, number))));
            }
            case Answer.Same _ -> throw new AssertionError("a new issue was there already");
            case Answer.Refused(var _, var told) -> no(one, repo, told);
        };
    }

    /// A ticket is done, says somebody.
    Outcome resolved(Case one, Id object) {
        return turned(one, object, IssueState.CLOSED);
    }

    /// It is not, after all.
    Outcome reopened(Case one, Id object) {
        return turned(one, object, IssueState.OPEN);
    }

    private Outcome turned(Case one, Id object, IssueState state) {
        var place = places.of(object).filter(Places.Place::isOpening);
        if (place.isEmpty()) return Outcome.refused("There is no such ticket.");
        var at = place.get();
        var later = said.keyWaits(at.repo());
        if (later.isPresent()) return later.get();
        var by = one.speaker(node.people().remote(), Optional.empty());
        return answered(
                one,
                at.repo(),
                node.acts(at.issue()).turn(at.repo(), by, at.issue().id(), state),
                "The state of " + at.repo().path() + "#" + at.issue().number());
    }

    /// A ticket gets another title or text.
    Outcome edited(Case one, Activity.Edit edit) {
        var place = edit.changes().id().flatMap(places::of).filter(Places.Place::isOpening);
        if (place.isEmpty()) return Outcome.refused("There is no such ticket.");
        var at = place.get();
        var later = said.keyWaits(at.repo());
        if (later.isPresent()) return later.get();
        boolean text =
                edit.changes().source().isPresent() || edit.changes().content().isPresent();
        var by = one.speaker(node.people().remote(), Optional.empty());
        var title = Prose.ownTitle(edit.changes());
        var body = text ? Optional.of(Prose.text(edit.changes(), places::isOurs)) : Optional.<String>empty();
        var id = at.issue().id();
        var answer = at.issue().isPatch()
                ? node.pulls().patches().rewrite(at.repo(), by, id, title, body)
                : node.tracking().issues().rewrite(at.repo(), by, id, title, body);
        return answered(
                one,
                at.repo(),
                answer,
                "The text of " + at.repo().path() + "#" + at.issue().number());
    }

    private Outcome answered(Case one, Repo repo, Answer answer, String what) {
        return switch (answer) {
            case Answer.Done _ -> yes(one, repo, what + ".", Optional.empty());
            case Answer.Same _ ->
                new Outcome.Done(
                        "It was so already.", false, replies.accepts(new Local.Project(repo), one, Optional.empty()));
            case Answer.Refused(var reason, var told) ->
                no(one, repo, reason == Answer.Reason.FORBIDDEN ? told + " " + NEEDS_GRANT : told);
        };
    }

    /// What is only for those who have been let in.
    Outcome needsGrant(Case one, Optional<Id> about) {
        return about.flatMap(places::of)
                .map(at -> no(one, at.repo(), NEEDS_GRANT))
                .orElseGet(() -> about.flatMap(actors::of)
                        .map(local -> no(one, local, NEEDS_GRANT))
                        .orElseGet(() -> new Outcome.Ignored("It is about nothing of here.")));
    }

    private Outcome yes(Case one, Repo repo, String told, Optional<Id> result) {
        return replies.yes(one, repo, told, result);
    }

    private Outcome no(Case one, Repo repo, String told) {
        return replies.no(one, repo, told);
    }

    private Outcome no(Case one, Local local, String told) {
        Consumer<Handle> answer = replies.rejects(local, one, told);
        return new Outcome.Refused(told, answer);
    }
}
