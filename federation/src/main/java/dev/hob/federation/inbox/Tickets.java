package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Attached;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Words;
import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.IssueState;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.PatchState;
import dev.hob.node.issue.Speaker;
import dev.hob.node.patch.Merges;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.repo.Repo;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// What forges ask of our repositories: a yes with what came of it, or a no that says why. Shared between threads.
final class Tickets {
    private static final String NEEDS_GRANT = "That needs a grant of this repository's that is in force.";
    private static final int LABEL_CHARACTERS_MAX = 50;

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Places places;
    private final Said said;
    private final Replies replies;
    private final Letting letting;
    private final MergeRequests mergeRequests;
    private final Reviews reviews;

    Tickets(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Places places,
            Said said,
            Replies replies,
            Letting letting,
            MergeRequests mergeRequests,
            Reviews reviews) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.places = places;
        this.said = said;
        this.replies = replies;
        this.letting = letting;
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
            case Answer.Refused(var _, var _, var told) -> no(one, repo, told);
        };
    }

    /// A ticket is done, says somebody.
    Outcome resolved(Case one, Id object) {
        return turned(one, object, IssueState.SOLVED);
    }

    /// It is not, after all.
    Outcome reopened(Case one, Id object) {
        return turned(one, object, IssueState.OPEN);
    }

    private Outcome turned(Case one, Id object, IssueState state) {
        var place = places.of(object).filter(Places.Place::isOpening);
        if (place.isEmpty()) return Outcome.refused("There is no such ticket.");
        var at = place.get();
        var shut = said.shut(at.repo());
        if (shut.isPresent())
            return shut.get() instanceof Outcome.Refused(var told, var _) ? no(one, at.repo(), told) : shut.get();
        var by = by(one, at.repo(), Role.TRIAGE);
        return answered(
                one,
                at.repo(),
                node.acts(at.issue()).turn(at.repo(), by, at.issue().id(), state),
                "The state of " + at.repo().path() + "#" + at.issue().number());
    }

    /// A ticket gets another title or text.
    ///
    /// @param changes its id, and what it shall be; what is not named stays
    Outcome edited(Case one, Post.Writing changes) {
        var place = changes.id().flatMap(places::of).filter(Places.Place::isOpening);
        if (place.isEmpty()) return Outcome.refused("There is no such ticket.");
        var at = place.get();
        var by = by(one, at.repo(), Role.TRIAGE);
        boolean guest = by instanceof Speaker.Guest;
        // Before it may wait for somebody's leave: nobody shall have to look at what cannot be.
        if (guest && !by.key().equals(at.issue().author()))
            return no(one, at.repo(), "Only its author and members edit it. " + NEEDS_GRANT);
        var wait = guest ? said.wait(one, at.repo()) : said.shut(at.repo());
        if (wait.isPresent())
            return wait.get() instanceof Outcome.Refused(var told, var _) ? no(one, at.repo(), told) : wait.get();
        boolean text = changes.source().isPresent() || changes.content().isPresent();
        var title = Prose.ownTitle(changes);
        var body = text ? Optional.of(Prose.text(changes, places::isOurs)) : Optional.<String>empty();
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

    /// The same, as those say it who know no `Edit`: the ticket as it shall be. Empty when it is no ticket of ours.
    Optional<Outcome> updated(Case one, Activity.Update update) {
        return update.object().thing().orElse(null) instanceof Post.Ticket ticket
                        && ticket.id().flatMap(subjects::resolve).orElse(null) instanceof Subject.Ticket
                ? Optional.of(edited(one, ticket.writing()))
                : Optional.empty();
    }

    private Outcome answered(Case one, Repo repo, Answer answer, String what) {
        return switch (answer) {
            case Answer.Done _ -> yes(one, repo, what + ".", Optional.empty());
            case Answer.Same _ ->
                new Outcome.Done(
                        "It was so already.", false, replies.accepts(new Local.Project(repo), one, Optional.empty()));
            case Answer.Refused(var reason, var _, var told) ->
                no(one, repo, reason == Answer.Reason.FORBIDDEN ? told + " " + NEEDS_GRANT : told);
        };
    }

    /// Whoever was let in speaks as a member; anybody else as the stranger that they are.
    private Speaker by(Case one, Repo repo, Role needed) {
        var guest = one.speaker(node.people().remote(), Optional.empty());
        return letting.may(one, repo, needed) ? new Speaker.Member(guest.author(), guest.evidence()) : guest;
    }

    /// The ticket of an id, and whoever was let in far enough; or why not.
    private sealed interface Work {
        record On(Places.Place at, Speaker.Member by) implements Work {}

        record Not(Outcome outcome) implements Work {}
    }

    private Work work(Case one, Optional<Id> ticket, Role needed) {
        var place = ticket.flatMap(places::of).filter(Places.Place::isOpening);
        if (place.isEmpty()) return new Work.Not(new Outcome.Ignored("It is about nothing of here."));
        var repo = place.get().repo();
        var shut = said.shut(repo);
        if (shut.isPresent())
            return new Work.Not(
                    shut.get() instanceof Outcome.Refused(var told, var _) ? no(one, repo, told) : shut.get());
        return by(one, repo, needed) instanceof Speaker.Member member
                ? new Work.On(place.get(), member)
                : new Work.Not(no(one, repo, NEEDS_GRANT));
    }

    /// A ticket becomes somebody's task.
    Outcome assigned(Case one, Activity.Assign assign) {
        return switch (work(one, assign.target().id(), Role.TRIAGE)) {
            case Work.Not(var outcome) -> outcome;
            case Work.On(var at, var by) -> {
                var whom = assign.object().id().flatMap(this::key);
                yield whom.isEmpty()
                        ? no(one, at.repo(), "Nobody is known here by whose task it shall be.")
                        : answered(
                                one,
                                at.repo(),
                                node.acts(at.issue())
                                        .assign(at.repo(), by, at.issue().id(), List.of(whom.get()), List.of()),
                                "Whose task " + at.repo().path() + "#"
                                        + at.issue().number() + " is");
            }
        };
    }

    /// The key by which somebody is known here who can see what everybody sees.
    private Optional<DidKey> key(Id actor) {
        return actors.of(actor)
                .flatMap(local ->
                        local instanceof Local.Account(var person) ? Optional.of(person.key()) : Optional.empty())
                .or(() -> node.people().remote().of(actor.value()).map(RemoteAuthor::key));
    }

    /// A ticket gets a label, or has one no more: a tag is added to it.
    Outcome labelled(Case one, Ref tag, Optional<Ref> ticket, boolean given) {
        var name = tag.thing().orElse(null) instanceof Attached.Hashtag(var _, var words, var _)
                ? words.map(Words::text).map(text -> text.startsWith("#") ? text.substring(1) : text)
                : Optional.<String>empty();
        if (name.isEmpty()) return new Outcome.Ignored("Nothing here is shared so.");
        return switch (work(one, ticket.flatMap(Ref::id), Role.TRIAGE)) {
            case Work.Not(var outcome) -> outcome;
            case Work.On(var at, var by) -> {
                String label = name.get().strip();
                if (label.isEmpty() || label.length() > LABEL_CHARACTERS_MAX)
                    yield no(one, at.repo(), "That is no name of a label.");
                var names = List.of(label);
                yield answered(
                        one,
                        at.repo(),
                        node.acts(at.issue())
                                .label(
                                        at.repo(),
                                        by,
                                        at.issue().id(),
                                        given ? names : List.of(),
                                        given ? List.of() : names),
                        "The labels of " + at.repo().path() + "#" + at.issue().number());
            }
        };
    }

    /// A pull request is merged.
    Outcome applied(Case one, Activity.Apply apply) {
        return switch (work(one, apply.object().id(), Role.WRITE)) {
            case Work.Not(var outcome) -> outcome;
            case Work.On(var at, var by) -> {
                var patch =
                        node.pulls().reading().find(at.repo().rid(), at.issue().id());
                if (patch.isEmpty()) yield no(one, at.repo(), "It is no pull request.");
                if (isForOther(apply, at.repo(), patch.get()))
                    yield no(one, at.repo(), "It is to be merged into another branch.");
                yield merged(one, at, by, patch.get());
            }
        };
    }

    private boolean isForOther(Activity.Apply apply, Repo repo, Patch patch) {
        if (!(apply.target().flatMap(Ref::thing).orElse(null) instanceof ForgePart.Branch branch)) return false;
        var self = actors.id(new Local.Project(repo));
        if (branch.context().filter(id -> !id.equals(self)).isPresent()) return true;
        String wanted = Constants.R_HEADS + Patches.target(repo, patch);
        return branch.ref().filter(ref -> !ref.equals(wanted)).isPresent();
    }

    private Outcome merged(Case one, Places.Place at, Speaker.Member by, Patch patch) {
        var repo = at.repo();
        String what = "The pull request " + repo.path() + "#" + at.issue().number();
        // It was merged, and this node ended before it could say so.
        if (patch.state() == PatchState.MERGED) return yes(one, repo, what + " is merged already.", Optional.empty());
        var wish = new Merges.Wish(Merges.Way.MERGE, "", Optional.empty());
        return switch (node.pulls().merges().merge(repo, by, patch.id(), wish)) {
            case Merges.Outcome.Merged(var commit) ->
                yes(one, repo, what + " is merged by " + commit.name() + ".", Optional.empty());
            case Merges.Outcome.Conflicts _ -> no(one, repo, "There are conflicts, which people have to decide.");
            case Merges.Outcome.Refused(var _, var told) -> no(one, repo, told);
            case Merges.Outcome.Missing(var told) -> no(one, repo, told);
            case Merges.Outcome.Stale(var told) -> no(one, repo, told);
        };
    }

    private Outcome yes(Case one, Repo repo, String told, Optional<Id> result) {
        return replies.yes(one, repo, told, result);
    }

    private Outcome no(Case one, Repo repo, String told) {
        return replies.no(one, repo, told);
    }
}
