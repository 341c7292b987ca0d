package dev.hob.federation.inbox;

import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.actor.Subject;
import dev.hob.federation.actor.Subjects;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.ForgePart;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.Node;
import dev.hob.node.git.RemoteGit;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Speaker;
import dev.hob.node.patch.Patch;
import dev.hob.node.patch.Patches;
import dev.hob.node.refs.RefNames;
import dev.hob.node.repo.Repo;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Pull requests that are offered from others' servers: the commits are fetched from the fork that the offer names, and
/// what is offered becomes a pull request of whoever offers it. Shared between threads.
final class MergeRequests {
    private static final int REF_CHARACTERS_MAX = 300;

    private final Node node;
    private final LocalActors actors;
    private final Subjects subjects;
    private final Places places;
    private final Said said;
    private final Elsewhere elsewhere;
    private final Replies replies;
    private final OfferedPulls offered;

    MergeRequests(
            Node node,
            LocalActors actors,
            Subjects subjects,
            Places places,
            Said said,
            Elsewhere elsewhere,
            Replies replies,
            InstantSource clock) {
        this.node = node;
        this.actors = actors;
        this.subjects = subjects;
        this.places = places;
        this.said = said;
        this.elsewhere = elsewhere;
        this.replies = replies;
        this.offered = new OfferedPulls(node.database(), clock);
    }

    /// What is offered, as far as it can be read.
    private sealed interface Read<T> {
        record Of<T>(T value) implements Read<T> {}

        record Not<T>(String told) implements Read<T> {}
    }

    /// A branch of a fork.
    private record Branch(Id fork, String ref, Optional<ObjectId> head, Optional<Id> url) {}

    /// Somebody offers commits to a repository; from a branch that they have offered before, they are new commits for
    /// the same pull request.
    Outcome offered(Case one, Repo repo, Post.Writing writing, ForgePart.MergeRequest request) {
        var author = writing.author();
        if (author.isPresent() && !author.get().equals(one.received().actor()))
            return replies.no(one, repo, "It is not of whoever offers it.");
        if (writing.id().isPresent()) return replies.no(one, repo, "A ticket gets its id from its tracker.");
        var title = Prose.title(writing, places::isOurs);
        if (title.isEmpty()) return replies.no(one, repo, "A pull request has a title.");
        var target = target(repo, request);
        if (target instanceof Read.Not<String>(var told)) return replies.no(one, repo, told);
        var origin = origin(request);
        if (origin instanceof Read.Not<Branch>(var told)) return replies.no(one, repo, told);
        var done = node.tracking()
                .guests()
                .entries()
                .byActivity(one.received().activity().value());
        var wait = said.wait(one, repo);
        if (wait.isPresent())
            return wait.get() instanceof Outcome.Refused(var told, var _) ? replies.no(one, repo, told) : wait.get();
        var branch = ((Read.Of<Branch>) origin).value();
        // It was brought, and this node ended before it could say so.
        if (done.isPresent()) return accepted(one, repo, done.get().about(), branch, branch.url());
        return fetched(
                one,
                repo,
                branch,
                new Wanted(title.get(), Prose.text(writing, places::isOurs), ((Read.Of<String>) target).value()));
    }

    /// What it shall be here.
    private record Wanted(String title, String body, String target) {}

    /// The branch that it shall be merged into, by its short name.
    private Read<String> target(Repo repo, ForgePart.MergeRequest request) {
        var self = actors.id(new Local.Project(repo));
        if (request.target().isEmpty()) return new Read.Of<>(repo.defaultBranch());
        var target = request.target().get();
        if (!(target.thing().orElse(null) instanceof ForgePart.Branch branch))
            return target.id().filter(self::equals).isPresent()
                    ? new Read.Of<>(repo.defaultBranch())
                    : new Read.Not<>("It is for a repository that this one is not.");
        if (branch.context().filter(id -> !id.equals(self)).isPresent())
            return new Read.Not<>("It is for a repository that this one is not.");
        var ref = ref(branch);
        return ref.isEmpty()
                ? new Read.Not<>("It does not say for which branch it is.")
                : new Read.Of<>(ref.get().substring(Constants.R_HEADS.length()));
    }

    private Read<Branch> origin(ForgePart.MergeRequest request) {
        var origin = request.origin().flatMap(Ref::thing).orElse(null);
        if (!(origin instanceof ForgePart.Branch branch))
            return new Read.Not<>("Only what can be fetched from a branch is taken: the origin says of none.");
        var ref = ref(branch);
        if (branch.context().isEmpty() || ref.isEmpty())
            return new Read.Not<>("It does not say of which repository and branch its commits are.");
        if (actors.of(branch.context().get()).isPresent())
            return new Read.Not<>("Its commits are in a repository of here: offer them here.");
        var head = branch.hash();
        if (head.isPresent()
                && (head.get().length() != Constants.OBJECT_ID_STRING_LENGTH || !ObjectId.isId(head.get())))
            return new Read.Not<>("It names its commit in a way that is not known here.");
        return new Read.Of<>(new Branch(
                branch.context().get(),
                ref.get(),
                head.map(ObjectId::fromString),
                branch.cloneUri().stream().findFirst().flatMap(Id::of)));
    }

    /// The whole name of a branch, if it can be one.
    private static Optional<String> ref(ForgePart.Branch branch) {
        return branch.ref()
                .or(() -> branch.name().map(Words::text).map(name -> Constants.R_HEADS + name))
                .filter(ref -> ref.length() <= REF_CHARACTERS_MAX && ref.startsWith(Constants.R_HEADS))
                .filter(ref -> RefNames.objection(ref).isEmpty());
    }

    private Outcome fetched(Case one, Repo repo, Branch branch, Wanted wanted) {
        return switch (elsewhere.fetch(branch.fork())) {
            case Fetched.Gone _ -> replies.no(one, repo, "The repository that it comes from is gone.");
            case Fetched.Missing(var why) ->
                replies.no(one, repo, "The repository that it comes from cannot be had: " + why);
            case Fetched.Unreachable(var why) -> new Outcome.Later(why);
            case Fetched.Found(var found, var document) -> {
                var fork = Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var whole)
                                && whole.thing() instanceof Actor actor
                                && found.equals(branch.fork())
                        ? Optional.of(actor)
                        : Optional.<Actor>empty();
                var url = fork.flatMap(actor -> cloned(actor, branch));
                yield url.isEmpty()
                        ? replies.no(one, repo, "The repository that it comes from says of no such place to clone it.")
                        : brought(one, repo, branch, url.get(), wanted);
            }
        };
    }

    /// Where a fork is cloned: as it says itself, and on its own host, so that nobody makes this node ask a third.
    private static Optional<Id> cloned(Actor fork, Branch branch) {
        return fork.forge().cloneUri().stream()
                .flatMap(text -> Id.of(text).stream())
                .filter(id -> id.sameOrigin(fork.self()))
                .filter(id -> id.query().isEmpty() && id.document().equals(id))
                .filter(id -> branch.url().isEmpty() || branch.url().get().equals(id))
                .findFirst();
    }

    private Outcome brought(Case one, Repo repo, Branch branch, Id url, Wanted wanted) {
        if (elsewhere.rule(url) == Rule.BLOCKED)
            return replies.no(one, repo, "This node does not talk with the server that its commits are on.");
        var known = known(one, repo, branch, wanted.target());
        var by = one.speaker(node.people().remote(), Optional.empty());
        var outcome = elsewhere.bring(
                repo,
                url,
                branch.ref(),
                branch.head(),
                head -> known.isPresent()
                        ? node.pulls().patches().revise(repo, by, known.get().id(), "", head)
                        : opened(repo, by, wanted, head));
        return switch (outcome) {
            case RemoteGit.Outcome.Later(var told) -> new Outcome.Later(told);
            case RemoteGit.Outcome.Refused(var told) -> replies.no(one, repo, told);
            case RemoteGit.Outcome.Brought(Answer.Refused(var _, var _, var told)) -> replies.no(one, repo, told);
            case RemoteGit.Outcome.Brought(Answer.Done(var entry)) ->
                accepted(one, repo, known.map(Patch::id).orElse(entry), branch, Optional.of(url));
            case RemoteGit.Outcome.Brought(Answer.Same _) ->
                accepted(one, repo, known.orElseThrow().id(), branch, Optional.of(url));
        };
    }

    private Answer opened(Repo repo, Speaker by, Wanted wanted, ObjectId head) {
        return node.pulls()
                .patches()
                .open(
                        repo,
                        by,
                        Patches.Opening.of(wanted.title(), wanted.body(), wanted.target(), head, Optional.empty()));
    }

    /// The open one that they have offered from the same branch before.
    private Optional<Patch> known(Case one, Repo repo, Branch branch, String target) {
        return offered.from(repo.rid(), one.received().actor(), branch.fork(), branch.ref()).stream()
                .flatMap(id -> node.pulls().reading().find(repo.rid(), id).stream())
                .filter(patch -> patch.state().issue().isOpen()
                        && Patches.target(repo, patch).equals(target))
                .findFirst();
    }

    private Outcome accepted(Case one, Repo repo, ObjectId patch, Branch branch, Optional<Id> url) {
        long number = node.tracking()
                .reading()
                .number(repo.rid(), patch)
                .orElseThrow(() -> new AssertionError("a pull request without a number: " + patch.name()));
        var answer = replies.accepts(
                new Local.Project(repo), one, Optional.of(subjects.id(new Subject.Ticket(repo, number))));
        var from =
                new OfferedPulls.From(one.received().actor(), branch.fork(), branch.ref(), url.orElse(branch.fork()));
        return new Outcome.Done("The pull request " + repo.path() + "#" + number + ".", true, handle -> {
            offered.note(handle, repo.rid(), patch, from);
            answer.accept(handle);
        });
    }
}
