package dev.hob.federation.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.language.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The actors of other instances that were met, remembered. Shared between threads.
public final class RemoteActors {
    private static final int MISSING_MAX = 20_000;
    private static final Duration MISSING_AGAIN_AFTER = Duration.ofMinutes(5);
    private static final int LOCKS = 64;

    private final Remote remote;
    private final InstanceRules rules;
    private final RemoteKeys keys;
    private final InstantSource clock;
    private final ActorRows rows;
    private final Discovery discovery;
    /// Whom hosts did not have, and when they were asked: a stranger may name them again and again.
    private final Cache<Id, Missed> missing =
            Caffeine.newBuilder().maximumSize(MISSING_MAX).build();
    private final ReentrantLock[] turns = new ReentrantLock[LOCKS];

    /// @param language in which it was said why: nobody is told it in another
    private record Missed(String why, String language, Instant at) {
        String told(Id id) {
            return language.equals(Messages.language()) ? why : Messages.text("remote.was-not-had", id.authority());
        }
    }

    public RemoteActors(Database database, Remote remote, InstanceRules rules, RemoteKeys keys, InstantSource clock) {
        this.remote = remote;
        this.rules = rules;
        this.keys = keys;
        this.clock = clock;
        this.rows = new ActorRows(database, clock);
        this.discovery = new Discovery(remote);
        for (int i = 0; i < LOCKS; i++) turns[i] = new ReentrantLock();
    }

    /// Who of those that were met goes by a handle, for who asks nobody.
    public static Function<Handle, Optional<RemoteActor>> knownIn(Database database, InstantSource clock) {
        var rows = new ActorRows(database, clock);
        return handle -> rows.find(handle);
    }

    /// What is remembered, however old; asks nobody.
    public Optional<RemoteActor> known(Id id) {
        return rows.find(id);
    }

    /// The same by handle.
    public Optional<RemoteActor> known(Handle handle) {
        return rows.find(handle);
    }

    /// What is remembered, if it is of the last day; else what its host says now. When the host cannot be asked, what
    /// is remembered serves.
    public Looked<RemoteActor> look(Id id) {
        if (rules.isBlocked(id.authority()))
            return new Looked.Missing<>(Messages.text("remote.is-not-met", id.authority()));
        var turn = turns[Math.floorMod(id.hashCode(), LOCKS)];
        turn.lock();
        try {
            if (rows.isGone(id)) return new Looked.Gone<>();
            var known = rows.find(id);
            if (known.filter(this::isFresh).isPresent()) return new Looked.Found<>(known.get());
            var missed = missing.getIfPresent(id);
            if (missed != null && clock.instant().isBefore(missed.at.plus(MISSING_AGAIN_AFTER)))
                return new Looked.Missing<>(missed.told(id));
            return switch (fetched(id)) {
                case Looked.Unreachable<RemoteActor> unreachable ->
                    known.<Looked<RemoteActor>>map(Looked.Found::new).orElse(unreachable);
                case Looked<RemoteActor> answer -> answer;
            };
        } finally {
            turn.unlock();
        }
    }

    private boolean isFresh(RemoteActor actor) {
        return actor.fetched().plus(RemoteKeys.FRESH).isAfter(clock.instant());
    }

    /// What its host says now.
    public Looked<RemoteActor> refresh(Id id) {
        if (rules.isBlocked(id.authority()))
            return new Looked.Missing<>(Messages.text("remote.is-not-met", id.authority()));
        return rows.isGone(id) ? new Looked.Gone<>() : fetched(id);
    }

    private Looked<RemoteActor> fetched(Id id) {
        return kept(id, remote.fetch(id));
    }

    private Looked<RemoteActor> kept(Id id, Fetched fetched) {
        return switch (fetched) {
            case Fetched.Gone _ -> {
                bury(id);
                yield new Looked.Gone<>();
            }
            case Fetched.Missing(var why) -> missed(id, why);
            case Fetched.Unreachable(var why) -> new Looked.Unreachable<>(why);
            case Fetched.Found found ->
                switch (ActorReading.read(found.document(), clock.instant())) {
                    case ActorReading.Read.Refused(var why) -> missed(id, why);
                    case ActorReading.Read.Whole(var actor) -> new Looked.Found<>(kept(actor));
                };
        };
    }

    private Looked<RemoteActor> missed(Id id, String why) {
        missing.put(id, new Missed(why, Messages.language(), clock.instant()));
        return new Looked.Missing<>(why);
    }

    private RemoteActor kept(RemoteActor actor) {
        // What WebFinger said of its handle counts on, as long as the actor does not change its name.
        var named =
                rows.find(actor.id()).map(RemoteActor::handle).map(actor::known).orElse(actor);
        rows.keep(named);
        keys.learn(named.document());
        missing.invalidate(actor.id());
        return named;
    }

    /// Takes what an actor says of itself in an `Update` that was verified.
    public Looked<RemoteActor> learn(Fetched.Found document) {
        return rows.isGone(document.id()) ? new Looked.Gone<>() : kept(document.id(), document);
    }

    /// Where the server of somebody lets them follow others, if it says so: an address with `{uri}` in it.
    public Optional<String> subscribing(Handle handle) {
        return rules.isBlocked(handle.host()) ? Optional.empty() : discovery.subscribing(handle);
    }

    /// Whom a handle names, by WebFinger, when the actor says the same.
    public Looked<RemoteActor> find(Handle handle) {
        if (rules.isBlocked(handle.host()))
            return new Looked.Missing<>(Messages.text("remote.is-not-met", handle.host()));
        return switch (discovery.of(handle)) {
            case Looked.Found<Discovery.Named>(var named) -> found(named);
            case Looked.Gone<Discovery.Named> _ -> new Looked.Gone<>();
            case Looked.Missing<Discovery.Named>(var why) -> new Looked.Missing<>(why);
            case Looked.Unreachable<Discovery.Named>(var why) ->
                rows.find(handle)
                        .<Looked<RemoteActor>>map(Looked.Found::new)
                        .orElseGet(() -> new Looked.Unreachable<>(why));
        };
    }

    /// The loop must close: the handle names the actor, and the actor has that user name. On the actor's own host that
    /// is all; a handle of another host must be what the actor's host says too.
    private Looked<RemoteActor> found(Discovery.Named named) {
        var looked = look(named.actor());
        if (!(looked instanceof Looked.Found<RemoteActor>(var actor))) return looked;
        var handle = named.handle();
        if (!actor.id().equals(named.actor()) || !actor.handle().user().equals(handle.user()))
            return new Looked.Missing<>(Messages.text("remote.actor-has-another-name", handle));
        if (!handle.host().equals(actor.id().authority()) && !discovery.confirms(actor, handle))
            return new Looked.Missing<>(Messages.text("remote.host-does-not-confirm", handle));
        if (actor.handle().equals(handle)) return looked;
        var renamed = actor.known(handle);
        rows.keep(renamed);
        return new Looked.Found<>(renamed);
    }

    /// Whom a text names that somebody typed: a handle, or a URL of an actor or of its page.
    public Looked<RemoteActor> find(String urlOrHandle) {
        String text = urlOrHandle.strip();
        var handle = Handle.of(text);
        if (handle.isPresent()) return find(handle.get());
        var url = Id.of(text);
        if (url.isEmpty()) return new Looked.Missing<>(Messages.text("remote.neither-handle-nor-url"));
        if (rules.isBlocked(url.get().authority()))
            return new Looked.Missing<>(
                    Messages.text("remote.is-not-met", url.get().authority()));
        var known = rows.find(url.get());
        if (known.filter(this::isFresh).isPresent()) return new Looked.Found<>(known.get());
        return switch (remote.fetchPage(url.get())) {
            case Fetched.Found found when rows.isGone(found.id()) -> new Looked.Gone<>();
            case Fetched fetched -> kept(url.get(), fetched);
        };
    }

    /// Forgets an actor that was deleted, and remembers that it was.
    public void bury(Id id) {
        rows.bury(id);
        keys.forget(id);
    }

    /// Whether an actor was deleted.
    public boolean isGone(Id id) {
        return rows.isGone(id);
    }
}
