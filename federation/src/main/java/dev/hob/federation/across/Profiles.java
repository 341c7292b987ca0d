package dev.hob.federation.across;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Activity;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Listing;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Ref;
import dev.hob.federation.vocab.Thing;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.federation.vocab.Words;
import dev.hob.node.text.Html;
import dev.hob.node.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows what is elsewhere: somebody with what they told lately, and a text with what was answered. What was shown is
/// shown again for a few minutes; what a host does not say in time is left out. Shared between threads.
public final class Profiles {
    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

    /// How much of what somebody told is shown.
    public static final int TOLD_MAX = 20;

    /// How many answers are shown.
    public static final int ANSWERS_MAX = 30;

    private static final int KEPT_MAX = 2_000;
    private static final int TITLE_CHARACTERS_MAX = 300;
    private static final int EXCERPT_CHARACTERS_MAX = 300;
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration ANSWERS_FRESH = Duration.ofMinutes(1);
    /// How long a reader waits for a page.
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Remote remote;
    private final Cache<Id, Profile> profiles =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(FRESH).build();
    private final Cache<Id, List<Text>> answers = Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterWrite(ANSWERS_FRESH)
            .build();

    public Profiles(Remote remote) {
        this.remote = remote;
    }

    /// Somebody, or a repository.
    ///
    /// @param about what they say of themselves, as HTML that can be shown
    /// @param followers how many follow, if they say so
    /// @param stars how many gave a star, if they say so
    /// @param clones where git finds it
    /// @param takesIssues whether an issue can be opened there
    /// @param told what was told lately, the latest first
    public record Profile(
            RemoteActor actor,
            String about,
            Optional<Long> followers,
            Optional<Long> stars,
            List<String> clones,
            boolean takesIssues,
            List<Text> told) {
        public Profile {
            clones = List.copyOf(clones);
            told = List.copyOf(told);
        }
    }

    /// What kind of thing was written.
    public enum Kind {
        NOTE,
        ISSUE,
        PULL,
        RELEASE
    }

    /// Something that was written.
    ///
    /// @param html as it can be shown
    /// @param excerpt how it begins, in one line
    /// @param page where it is for people, at its author's
    /// @param open whether it waits for something, if it is of the kind that does
    public record Text(
            Id id,
            Kind kind,
            Optional<Id> author,
            String title,
            String html,
            String excerpt,
            Optional<String> page,
            Optional<Instant> at,
            Optional<Boolean> open) {}

    /// Somebody with what they told.
    public Profile of(RemoteActor actor) {
        var before = Optional.ofNullable(profiles.getIfPresent(actor.id()));
        if (before.isPresent()) return before.get();
        var now = fetched(actor);
        profiles.put(actor.id(), now);
        return now;
    }

    private Profile fetched(RemoteActor actor) {
        var document = read(actor);
        var boxes = document.map(Actor::boxes);
        var counts = new ConcurrentHashMap<String, Long>();
        var told = new ArrayList<Text>();
        var jobs = new ArrayList<Callable<Boolean>>();
        boxes.flatMap(Actor.Boxes::followers).ifPresent(it -> jobs.add(counting(it, "followers", counts)));
        boxes.flatMap(Actor.Boxes::likes).ifPresent(it -> jobs.add(counting(it, "likes", counts)));
        boxes.flatMap(Actor.Boxes::outbox).ifPresent(it -> jobs.add(() -> told(it, told)));
        together(jobs);
        var forge = document.map(Actor::forge);
        List<Text> shown;
        synchronized (told) {
            shown = List.copyOf(told);
        }
        return new Profile(
                actor,
                document.flatMap(it -> it.profile().summary())
                        .map(Words::text)
                        .map(Html::sanitise)
                        .orElse(""),
                Optional.ofNullable(counts.get("followers")),
                Optional.ofNullable(counts.get("likes")),
                forge.map(it -> it.cloneUri().stream()
                                .filter(url -> Id.of(url).isPresent())
                                .toList())
                        .orElse(List.of()),
                Across.isRepository(actor)
                        && forge.flatMap(Actor.Forge::ticketsTrackedBy).isPresent(),
                shown);
    }

    private static Optional<Actor> read(RemoteActor actor) {
        return Vocabulary.read(actor.document()) instanceof Vocabulary.Reading.Read(var document)
                        && document.thing() instanceof Actor it
                ? Optional.of(it)
                : Optional.empty();
    }

    private Callable<Boolean> counting(Id collection, String name, Map<String, Long> counts) {
        return () -> {
            listing(collection).flatMap(Listing::totalItems).ifPresent(count -> counts.put(name, count));
            return true;
        };
    }

    /// Does all of them at once, and waits for those that are done in time.
    private static void together(Collection<Callable<Boolean>> jobs) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (var job : threads.invokeAll(jobs, PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                if (job.state() == Future.State.FAILED)
                    LOG.warn("something elsewhere is not shown", job.exceptionNow());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow(); // Not close: that would wait for whoever does not answer.
        }
    }

    private Optional<Thing> thing(Id id) {
        return remote.fetch(id) instanceof Fetched.Found(var _, var document)
                        && Vocabulary.read(document) instanceof Vocabulary.Reading.Read(var read)
                ? Optional.of(read.thing())
                : Optional.empty();
    }

    private Optional<Listing> listing(Id id) {
        return thing(id).filter(Listing.class::isInstance).map(Listing.class::cast);
    }

    /// What a list has at its beginning: its own items, or those of its first page.
    private List<Ref> items(Id collection) {
        var whole = listing(collection);
        if (whole.isEmpty() || !whole.get().items().isEmpty())
            return whole.map(Listing::items).orElse(List.of());
        return whole.get()
                .first()
                .flatMap(first -> first.thing().or(() -> first.id()
                        .filter(id -> id.sameOrigin(collection))
                        .flatMap(this::thing)))
                .filter(Listing.class::isInstance)
                .map(page -> ((Listing) page).items())
                .orElse(List.of());
    }

    private boolean told(Id outbox, List<Text> into) {
        var wanted = new LinkedHashMap<Id, Optional<Post>>();
        for (var item : items(outbox)) {
            if (wanted.size() == TOLD_MAX) break;
            switch (item.thing().orElse(null)) {
                case Activity.Create create -> want(wanted, create.object(), outbox);
                case Activity.Announce announce -> want(wanted, announce.object(), outbox);
                case Post _ -> want(wanted, item, outbox);
                case null, default -> {} // Other things are not for reading.
            }
        }
        var whole = whole(wanted);
        synchronized (into) {
            into.addAll(whole);
        }
        return true;
    }

    /// What comes along is believed when it is of the same host.
    private static void want(Map<Id, Optional<Post>> wanted, Ref object, Id from) {
        var id = object.id();
        if (id.isEmpty()) return;
        var post = object.thing()
                .filter(Post.class::isInstance)
                .map(Post.class::cast)
                .filter(_ -> id.get().sameOrigin(from));
        wanted.putIfAbsent(id.get(), post);
    }

    /// All of these as they can be shown, in their order; what cannot be had is left out.
    private List<Text> whole(Map<Id, Optional<Post>> wanted) {
        var had = new ConcurrentHashMap<Id, Post>();
        var jobs = new ArrayList<Callable<Boolean>>();
        wanted.forEach((id, post) -> {
            if (post.isPresent()) had.put(id, post.get());
            else
                jobs.add(() -> {
                    thing(id)
                            .filter(Post.class::isInstance)
                            .map(Post.class::cast)
                            .ifPresent(it -> had.put(id, it));
                    return true;
                });
        });
        together(jobs);
        var whole = new ArrayList<Text>();
        for (var id : wanted.keySet()) {
            var post = Optional.ofNullable(had.get(id));
            post.filter(it -> it.writing().isPublic()).ifPresent(it -> whole.add(shown(id, it)));
        }
        return whole;
    }

    /// A text as it can be shown.
    public static Text shown(Id id, Post post) {
        var writing = post.writing();
        var kind =
                switch (post) {
                    case Post.Ticket ticket -> ticket.mergeRequest().isPresent() ? Kind.PULL : Kind.ISSUE;
                    case Post.Release _ -> Kind.RELEASE;
                    case Post.Note _ -> Kind.NOTE;
                };
        String html = writing.content().map(Words::text).orElse("");
        return new Text(
                id,
                kind,
                author(writing),
                title(writing),
                Html.sanitise(html),
                Html.line(html, EXCERPT_CHARACTERS_MAX),
                writing.page().filter(page -> Id.of(page).isPresent()),
                writing.published(),
                post instanceof Post.Ticket ticket ? ticket.isResolved().map(done -> !done) : Optional.empty());
    }

    /// Who wrote it: a tracker names itself before somebody of another server.
    private static Optional<Id> author(Post.Writing writing) {
        var all = writing.attributedTo();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// What something is called; empty when it has no title. A name is plain text, a summary is HTML.
    static String title(Post.Writing writing) {
        return writing.name()
                .map(name -> PlainText.line(name.text(), TITLE_CHARACTERS_MAX))
                .or(() -> writing.summary().map(summary -> Html.line(summary.text(), TITLE_CHARACTERS_MAX)))
                .orElse("");
    }

    /// What was answered to a text, in the order in which its host names it.
    public List<Text> answers(Found.Text text) {
        var before = Optional.ofNullable(answers.getIfPresent(text.id()));
        if (before.isPresent()) return before.get();
        var replies = text.post().writing().replies();
        var now = replies.map(it -> replied(text.id(), it)).orElse(List.of());
        answers.put(text.id(), now);
        return now;
    }

    /// Something was said there: it is asked for anew.
    public void forget(Id text) {
        answers.invalidate(text);
    }

    private List<Text> replied(Id text, Ref replies) {
        var items = replies.thing().orElse(null) instanceof Listing listing
                        && !listing.items().isEmpty()
                ? listing.items()
                : replies.id()
                        .filter(id -> id.sameOrigin(text))
                        .map(this::items)
                        .orElse(List.of());
        var wanted = new LinkedHashMap<Id, Optional<Post>>();
        for (var item : items) {
            if (wanted.size() == ANSWERS_MAX) break;
            want(wanted, item, text);
        }
        return whole(wanted);
    }
}
