package dev.hob.federation.inbox;

import dev.hob.federation.actor.Blocks;
import dev.hob.federation.actor.Local;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Tombstone;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.Node;
import dev.hob.node.issue.Answer;
import dev.hob.node.issue.Issues;
import dev.hob.node.issue.Speaker;
import dev.hob.node.refs.GuestEntries;
import dev.hob.node.repo.Repo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What strangers say, change and take back, under issues and pull requests. Shared between threads.
final class Said {
    private static final Duration DAY = Duration.ofDays(1);

    private final Node node;
    private final Places places;
    private final Elsewhere elsewhere;
    private final Queue queue;
    private final GuestRules rules;
    private final Blocks blocks;
    private final Limits limits;
    private final ReviewWords reviewWords;
    private final InstantSource clock;

    Said(
            Node node,
            Places places,
            Elsewhere elsewhere,
            Queue queue,
            GuestRules rules,
            Blocks blocks,
            Limits limits,
            InstantSource clock) {
        this.node = node;
        this.places = places;
        this.elsewhere = elsewhere;
        this.queue = queue;
        this.rules = rules;
        this.blocks = blocks;
        this.limits = limits;
        this.reviewWords = new ReviewWords(node);
        this.clock = clock;
    }

    /// Something was written.
    Outcome created(Case one, Ref object) {
        var id = object.id();
        if (id.isEmpty()) return Outcome.refused("What was written has no id.");
        if (queue.isBuried(id.get(), one.received().actor())) return new Outcome.Ignored("It was taken back before.");
        return switch (believed(one, object)) {
            case Read.Writing(var writing) -> written(one, id.get(), writing);
            case Read.Other(var outcome) -> outcome;
        };
    }

    /// What somebody wrote, or why it cannot be had.
    sealed interface Read {
        record Writing(Post.Writing writing) implements Read {}

        record Other(Outcome outcome) implements Read {}
    }

    /// What comes with the activity is believed when it is of the same host and the same author; else its own host is
    /// asked (FEP-fe34).
    Read believed(Case one, Ref object) {
        var actor = one.received().actor();
        var id = object.id().orElseThrow();
        var embedded = object.thing();
        if (embedded.isPresent() && id.sameOrigin(actor)) return read(embedded.get(), actor);
        return switch (elsewhere.fetch(id)) {
            case Fetched.Found(var found, var document) ->
                found.equals(id) && Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var whole)
                        ? read(whole.thing(), actor)
                        : new Read.Other(Outcome.refused("What its host shows there is something else."));
            case Fetched.Gone _ -> new Read.Other(new Outcome.Ignored("It is gone already."));
            case Fetched.Missing(var why) -> new Read.Other(Outcome.refused("It cannot be had: " + why));
            case Fetched.Unreachable(var why) -> new Read.Other(new Outcome.Later(why));
        };
    }

    private static Read read(Thing thing, Id actor) {
        return switch (thing) {
            case Post post when post.writing().author().equals(Optional.of(actor)) -> new Read.Writing(post.writing());
            case Post _ -> new Read.Other(Outcome.refused("It is not of whoever brings it."));
            case Tombstone _ -> new Read.Other(new Outcome.Ignored("It is gone already."));
            default -> new Read.Other(new Outcome.Ignored("This kind of thing is not kept here."));
        };
    }

    private Outcome written(Case one, Id id, Post.Writing writing) {
        var place = places.of(writing);
        var called = place.isPresent() ? List.<Repo>of() : places.called(writing);
        if (place.isEmpty() && called.isEmpty())
            return new Outcome.Ignored("It answers nothing of here and calls no repository.");
        if (!writing.isPublic()) return Outcome.refused("Only what everybody may read is kept here.");
        var repo = place.isPresent() ? place.get().repo() : called.getFirst();
        if (place.isEmpty() && !rules.of(repo).mentions())
            return Outcome.refused("The owner of " + repo.path() + " lets nobody open issues by calling it.");
        var wait = wait(one, repo);
        if (wait.isPresent()) return wait.get();
        String body = Prose.body(
                writing, places::isOurs, elsewhere.rule(one.received().actor()) != Rule.NO_MEDIA);
        var by = one.speaker(node.people().remote(), Optional.of(id));
        if (place.isPresent()) {
            var at = place.get();
            return outcome(
                    node.acts(at.issue()).comment(at.repo(), by, at.issue().id(), body, replyTo(at), List.of()),
                    "A comment on " + at.repo().path() + "#" + at.issue().number());
        }
        var title = Prose.title(writing, places::isOurs);
        if (title.isEmpty()) return Outcome.refused("It says nothing that an issue could be called by.");
        return outcome(
                node.tracking().issues().open(repo, by, Issues.Opening.of(title.get(), body)),
                "An issue of " + repo.path());
    }

    private static Optional<org.eclipse.jgit.lib.ObjectId> replyTo(Places.Place at) {
        return at.isOpening() ? Optional.empty() : Optional.of(at.text());
    }

    /// Whether nothing can be written for guests now: their key came back with a backup and may have signed elsewhere.
    Optional<Outcome> keyWaits(Repo repo) {
        return node.tracking()
                .guests()
                .keys()
                .find(repo.rid())
                .flatMap(node.custody().waiting()::of)
                .map(waiting -> new Outcome.Later(waiting.told("the guests of " + repo.path())));
    }

    /// Whether nothing new can be done in a repository, now or at all.
    Optional<Outcome> shut(Repo repo) {
        return repo.away()
                .map(away -> Outcome.refused(repo.path() + " has moved to " + away.page() + "."))
                .or(() -> keyWaits(repo));
    }

    /// Whether somebody of here must look at it first, or it is too much, or it cannot be done now.
    Optional<Outcome> wait(Case one, Repo repo) {
        if (blocks.of(new Local.Project(repo), one.received().actor()))
            return Optional.of(new Outcome.Ignored(Blocks.TOLD));
        var shut = shut(repo);
        if (shut.isPresent()) return shut;
        String actor = one.received().actor().value();
        var entries = node.tracking().guests().entries();
        if (entries.byActivity(one.received().activity().value()).isPresent()) return Optional.empty();
        var day = clock.instant().minus(DAY);
        var rule = rules.of(repo);
        if (entries.count(actor, day) >= limits.operations() || entries.count(actor, repo.rid(), day) >= rule.daily())
            return Optional.of(Outcome.refused("That is too much of one author within a day."));
        if (one.received().approved()) return Optional.empty();
        if (elsewhere.rule(one.received().actor()) == Rule.SILENCED)
            return Optional.of(new Outcome.Held("Its server is kept quiet here.", Optional.empty()));
        boolean stranger = rule.approve()
                && !rules.isTrusted(actor)
                && entries.brought(actor, java.time.Instant.EPOCH, "", 1).isEmpty();
        return stranger
                ? Optional.of(new Outcome.Held("Its author writes here for the first time.", Optional.of(repo.id())))
                : Optional.empty();
    }

    static Outcome outcome(Answer answer, String what) {
        return switch (answer) {
            case Answer.Done _ -> Outcome.operation(what + ".");
            case Answer.Same _ -> new Outcome.Ignored("It was so already.");
            case Answer.Refused(var _, var _, var told) -> Outcome.refused(told);
        };
    }

    /// What is of whoever did this, by its own id; only they change it.
    private Optional<GuestEntries.Guest> own(Case one, Id object) {
        return node.tracking().guests().entries().byObject(object.value()).filter(guest -> guest.actor()
                .equals(one.received().actor().value()));
    }

    /// Something that was written reads otherwise now.
    Outcome updated(Case one, Activity.Update update) {
        var id = update.object().id();
        if (id.isEmpty()) return Outcome.refused("What was changed has no id.");
        var guest = own(one, id.get());
        if (guest.isEmpty()) return new Outcome.Ignored("Nothing of that is here.");
        if (queue.isBuried(id.get(), one.received().actor())) return new Outcome.Ignored("It was taken back before.");
        return switch (believed(one, update.object())) {
            case Read.Other(var outcome) -> outcome;
            case Read.Writing(var writing) -> {
                if (!writing.isPublic()) yield Outcome.refused("Only what everybody may read is kept here.");
                var place = places.of(guest.get());
                if (place.isEmpty()) yield new Outcome.Ignored("What it belongs to is gone.");
                yield reviewWords.isPast(place.get(), guest.get())
                        ? new Outcome.Ignored("They have reviewed the same commits again since.")
                        : rewritten(one, place.get(), writing);
            }
        };
    }

    private Outcome rewritten(Case one, Places.Place at, Post.Writing writing) {
        var wait = wait(one, at.repo());
        if (wait.isPresent()) return wait.get();
        String body = Prose.body(
                writing, places::isOurs, elsewhere.rule(one.received().actor()) != Rule.NO_MEDIA);
        var by = one.speaker(node.people().remote(), Optional.empty());
        var answer = at.isOpening() && !at.issue().isPatch()
                ? node.tracking()
                        .issues()
                        .rewrite(at.repo(), by, at.issue().id(), Prose.ownTitle(writing), Optional.of(body))
                : node.acts(at.issue()).edit(at.repo(), by, at.issue().id(), at.text(), body, List.of(), List.of());
        return outcome(
                answer, "An edit in " + at.repo().path() + "#" + at.issue().number());
    }

    /// Something that was written is taken back.
    Outcome deleted(Case one, Id object) {
        if (!object.sameOrigin(one.received().actor())) return Outcome.refused("It is not theirs.");
        var known = node.tracking().guests().entries().byObject(object.value());
        if (known.isPresent() && own(one, object).isEmpty()) return Outcome.refused("It is not theirs.");
        var remembered = new Outcome.Done(
                "It is remembered that it is gone.",
                false,
                handle -> queue.bury(handle, object, one.received().actor()));
        var place = known.flatMap(places::of);
        if (place.isEmpty() || reviewWords.isPast(place.get(), known.get())) return remembered;
        var later = keyWaits(place.get().repo());
        if (later.isPresent()) return later.get();
        var by = one.speaker(node.people().remote(), Optional.empty());
        // Of a review only its words were in what is deleted.
        var answer = reviewWords.isOne(place.get())
                ? node.pulls()
                        .patches()
                        .unsay(
                                place.get().repo(),
                                by,
                                place.get().issue().id(),
                                place.get().text())
                : takeBack(place.get(), by);
        return switch (answer) {
            case Answer.Done _ ->
                new Outcome.Done(
                        "Something is taken back in " + place.get().repo().path() + ".", true, remembered.rows());
            case Answer.Same _ -> remembered;
            case Answer.Refused(var reason, var _, var _) when reason == Answer.Reason.MISSING -> remembered;
            case Answer.Refused(var _, var _, var told) -> Outcome.refused(told);
        };
    }

    /// Takes a comment or a whole review back, or an issue as far as that can be.
    Answer takeBack(Places.Place at, Speaker by) {
        return at.isOpening() && !at.issue().isPatch()
                ? node.tracking().issues().withdraw(at.repo(), by, at.issue().id())
                : node.acts(at.issue()).redact(at.repo(), by, at.issue().id(), at.text());
    }

    /// Somebody likes a text, or no more.
    Outcome reacted(Case one, Places.Place at, boolean active) {
        var wait = wait(one, at.repo());
        if (wait.isPresent()) return wait.get();
        var by = one.speaker(node.people().remote(), Optional.empty());
        return outcome(
                node.acts(at.issue()).react(at.repo(), by, at.issue().id(), at.text(), "👍", active),
                (active ? "A mark" : "No mark any more") + " in " + at.repo().path() + "#"
                        + at.issue().number());
    }
}
