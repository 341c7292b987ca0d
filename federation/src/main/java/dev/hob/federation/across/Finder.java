package dev.hob.federation.across;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.actor.LocalActors;
import dev.hob.federation.remote.Fetched;
import dev.hob.federation.remote.Looked;
import dev.hob.federation.remote.Remote;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.RemoteActors;
import dev.hob.federation.vocab.Actor;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.federation.vocab.Post;
import dev.hob.federation.vocab.Vocabulary;
import dev.hob.node.language.Messages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Finds what people name: somebody elsewhere by handle, or whatever is at an address. Shared between threads.
public final class Finder {
    private static final int TYPED_CHARACTERS_MAX = Id.LENGTH_MAX;
    private static final int TEXTS_MAX = 2_000;
    /// How long a text is shown as it was.
    private static final Duration FRESH = Duration.ofMinutes(2);

    /// How often one of our people makes this node look elsewhere within a minute.
    private static final int LOOKS_MAX = 120;

    /// How long what was seen once serves while its host cannot be asked.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final long REMEMBERED_CHARACTERS_MAX = 16_000_000;
    /// What a text has besides its words.
    private static final int FRAME_CHARACTERS = 2_000;

    private static final int PEOPLE_MAX = 10_000;

    private final LocalActors actors;
    private final RemoteActors remotes;
    private final Remote remote;
    private final Cache<Id, Post> texts =
            Caffeine.newBuilder().maximumSize(TEXTS_MAX).expireAfterWrite(FRESH).build();

    private final Cache<Id, Post> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_CHARACTERS_MAX)
            .weigher((Id _, Post post) -> weight(post.writing()))
            .expireAfterWrite(REMEMBERED)
            .build();

    /// To what the addresses of pages led.
    private final Cache<Id, Id> led = Caffeine.newBuilder()
            .maximumSize(TEXTS_MAX)
            .expireAfterWrite(REMEMBERED)
            .build();

    private final Cache<String, AtomicInteger> looking = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(PEOPLE_MAX)
            .build();

    public Finder(LocalActors actors, RemoteActors remotes, Remote remote) {
        this.actors = actors;
        this.remotes = remotes;
        this.remote = remote;
    }

    private static int weight(Post.Writing writing) {
        return FRAME_CHARACTERS
                + writing.content().map(words -> words.text().length()).orElse(0)
                + writing.source().map(source -> source.content().length()).orElse(0);
    }

    /// Whether a text names something elsewhere, and is no search for words.
    public static boolean names(String typed) {
        String text = typed.strip();
        if (text.startsWith("https://") || text.startsWith("http://"))
            return Id.of(text).isPresent();
        return (text.startsWith("@") || text.startsWith("acct:"))
                && Handle.of(text).isPresent();
    }

    /// Whether somebody of here may look now, and has not looked too often.
    ///
    /// @param person by their id
    public boolean mayLook(String person) {
        return looking.get(person, _ -> new AtomicInteger()).incrementAndGet() <= LOOKS_MAX;
    }

    /// What a text names.
    public Found find(String typed) {
        String text = typed.strip();
        if (text.length() > TYPED_CHARACTERS_MAX)
            return new Found.Nothing(Messages.text("across.too-long-for-an-address"), false);
        var handle = Handle.of(text);
        if (handle.isPresent()) return of(handle.get());
        var url = Id.of(text);
        return url.isPresent()
                ? of(url.get())
                : new Found.Nothing(Messages.text("across.write-a-handle-or-address"), false);
    }

    /// Whom a handle names.
    public Found of(Handle handle) {
        if (!handle.host().equals(actors.home().host()))
            return remotes.known(handle)
                    .map(known -> of(remotes.look(known.id())))
                    .orElseGet(() -> of(remotes.find(handle)));
        return actors.of(handle)
                .<Found>map(local -> new Found.Here(actors.page(local).path()))
                .orElseGet(() -> new Found.Nothing(Messages.text("across.nobody-here-has-that-name"), false));
    }

    /// What is at an address. When its host cannot be asked, what was there lately serves: who answers it is not kept
    /// from writing.
    public Found of(Id url) {
        if (url.origin().equals(actors.home().origin())) return here(url);
        if (remotes.known(url).isPresent()) return of(remotes.look(url));
        var text = Optional.ofNullable(texts.getIfPresent(url.document()));
        if (text.isPresent()) return new Found.Text(text.get().id().orElse(url), text.get());
        return switch (remote.fetchPage(url)) {
            case Fetched.Found found -> {
                if (!found.id().equals(url)) led.put(url, found.id());
                yield learn(found);
            }
            case Fetched.Gone _ -> new Found.Nothing(Messages.text("across.was-deleted"), false);
            case Fetched.Missing(var why) -> new Found.Nothing(why, false);
            case Fetched.Unreachable(var why) -> remembered(url).orElseGet(() -> new Found.Nothing(why, true));
        };
    }

    private Optional<Found> remembered(Id url) {
        var id = Optional.ofNullable(led.getIfPresent(url)).orElse(url.document());
        return Optional.ofNullable(remembered.getIfPresent(id))
                .<Found>map(post -> new Found.Text(post.id().orElse(id), post))
                .or(() -> remotes.known(id).map(Found.Actor::new));
    }

    /// Something reads otherwise by now: it is asked for anew.
    public void forget(Id text) {
        texts.invalidate(text);
    }

    /// Takes a document that its own host has shown.
    public Found learn(Fetched.Found found) {
        if (!(Vocabulary.read(found.document()) instanceof Vocabulary.Reading.Read(var document)))
            return new Found.Nothing(Messages.text("across.cannot-be-read"), false);
        return switch (document.thing()) {
            case Actor _ -> of(remotes.learn(found));
            case Post post -> {
                texts.put(found.id(), post);
                remembered.put(found.id(), post);
                yield new Found.Text(found.id(), post);
            }
            default -> new Found.Nothing(Messages.text("across.neither-actor-nor-text"), false);
        };
    }

    private Found here(Id url) {
        var local = actors.of(url);
        if (local.isPresent()) return new Found.Here(actors.page(local.get()).path());
        String path = url.path();
        // Two slashes would lead out of this node again.
        return path.startsWith("//")
                ? new Found.Nothing(Messages.text("across.nothing-at-that-address"), false)
                : new Found.Here(path + url.query().map(query -> "?" + query).orElse(""));
    }

    private static Found of(Looked<RemoteActor> looked) {
        return switch (looked) {
            case Looked.Found<RemoteActor>(var actor) -> new Found.Actor(actor);
            case Looked.Gone<RemoteActor> _ ->
                new Found.Nothing(Messages.text("across.were-there-and-are-gone"), false);
            case Looked.Missing<RemoteActor>(var why) -> new Found.Nothing(why, false);
            case Looked.Unreachable<RemoteActor>(var why) -> new Found.Nothing(why, true);
        };
    }

    /// Somebody by id.
    Looked<RemoteActor> actor(Id id) {
        return remotes.look(id);
    }

    /// Somebody by id, as far as they are known; asks nobody.
    public Optional<RemoteActor> known(Id id) {
        return remotes.known(id);
    }
}
