package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.signature.Cause;
import dev.hob.federation.signature.Claim;
import dev.hob.federation.signature.KeyDocuments;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The keys of other instances' actors, remembered. Shared between threads.
public final class RemoteKeys {
    /// How long a key, or an actor, is believed without asking again (Mastodon's limit).
    static final Duration FRESH = Duration.ofDays(1);

    /// How often one key may make us ask its host.
    static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(5);

    private static final int ASKED_MAX = 20_000;
    private static final int LOCKS = 64;

    private final Remote remote;
    private final KeyRows keys;
    private final ActorRows actors;
    private final InstantSource clock;
    /// What hosts answered of a key, and when.
    private final Cache<Id, Asked> asked =
            Caffeine.newBuilder().maximumSize(ASKED_MAX).build();
    /// So that a burst of requests by one stranger asks for the key once.
    private final ReentrantLock[] turns = new ReentrantLock[LOCKS];

    private record Asked(Looked<KnownKey> answer, Instant at) {}

    public RemoteKeys(Database database, Remote remote, InstantSource clock) {
        this.remote = remote;
        this.keys = new KeyRows(database, clock);
        this.actors = new ActorRows(database, clock);
        this.clock = clock;
        for (int i = 0; i < LOCKS; i++) turns[i] = new ReentrantLock();
    }

    /// The key of an id: what is remembered, if it is of the last day; else what its host says now.
    public Looked<KnownKey> key(Id keyId) {
        var known = keys.find(keyId, clock.instant().minus(FRESH));
        return known.<Looked<KnownKey>>map(Looked.Found::new).orElseGet(() -> refetch(keyId));
    }

    /// The key of an id as its host says it now, at most once in five minutes.
    public Looked<KnownKey> refetch(Id keyId) {
        var turn = turns[Math.floorMod(keyId.hashCode(), LOCKS)];
        turn.lock();
        try {
            var last = asked.getIfPresent(keyId);
            if (last != null && clock.instant().isBefore(last.at.plus(ASKED_AGAIN_AFTER))) return last.answer;
            var answer = fetched(keyId);
            // Outside rations hosts that cannot be reached, and lets them be asked as soon as they are back.
            if (!(answer instanceof Looked.Unreachable<KnownKey>)) asked.put(keyId, new Asked(answer, clock.instant()));
            return answer;
        } finally {
            turn.unlock();
        }
    }

    private Looked<KnownKey> fetched(Id keyId) {
        return switch (remote.fetch(keyId)) {
            case Fetched.Gone _ -> new Looked.Gone<>();
            case Fetched.Missing(var why) -> new Looked.Missing<>(why);
            case Fetched.Unreachable(var why) -> new Looked.Unreachable<>(why);
            case Fetched.Found(var id, var document) -> found(keyId, id, document);
        };
    }

    private Looked<KnownKey> found(Id keyId, Id documentId, ObjectNode document) {
        return switch (KeyDocuments.find(keyId, document)) {
            case KeyDocuments.Found.Refused(var refused) -> new Looked.Missing<>(refused.told());
            case KeyDocuments.Found.Known(var key) -> owned(key, document);
            case KeyDocuments.Found.AskOwner(var candidate)
            when candidate.owner().equals(documentId) -> confirmed(candidate, document);
            case KeyDocuments.Found.AskOwner(var candidate) -> asked(candidate);
        };
    }

    private Looked<KnownKey> asked(KnownKey candidate) {
        return switch (remote.fetch(candidate.owner())) {
            case Fetched.Gone _ -> new Looked.Gone<>();
            case Fetched.Missing(var why) -> new Looked.Missing<>(why);
            case Fetched.Unreachable(var why) -> new Looked.Unreachable<>(why);
            case Fetched.Found owner -> confirmed(candidate, owner.document());
        };
    }

    private Looked<KnownKey> confirmed(KnownKey candidate, ObjectNode owner) {
        return switch (KeyDocuments.confirm(candidate, owner)) {
            case KeyDocuments.Found.Known(var key) -> owned(key, owner);
            case KeyDocuments.Found.Refused(var refused) -> new Looked.Missing<>(refused.told());
            case KeyDocuments.Found.AskOwner _ -> throw new AssertionError("the owner was asked");
        };
    }

    /// Keeps the key, its fellows, and the actor, for the document of an actor is the same for all of them.
    private Looked<KnownKey> owned(KnownKey key, ObjectNode owner) {
        if (ActorReading.read(owner, clock.instant()) instanceof ActorReading.Read.Whole(var actor))
            actors.keep(actors.find(actor.id())
                    .map(RemoteActor::handle)
                    .map(actor::known)
                    .orElse(actor));
        var listed = KeyDocuments.of(owner);
        replace(
                key.owner(),
                Stream.concat(listed.stream().filter(other -> !other.id().equals(key.id())), Stream.of(key))
                        .toList());
        return new Looked.Found<>(key);
    }

    /// Whether who is named made the signature. When a remembered key does not fit, its host is asked once.
    public Checked check(Claim claim) {
        return switch (key(claim.keyId())) {
            case Looked.Found<KnownKey>(var key) -> checked(claim, key);
            case Looked.Gone<KnownKey> _ -> new Checked.Gone();
            case Looked.Missing<KnownKey>(var why) ->
                new Checked.Done(new Verdict.Refused(Cause.KEY_NOT_FOUND, "the key cannot be had: " + why));
            case Looked.Unreachable<KnownKey>(var why) -> new Checked.Unreachable(why);
        };
    }

    private Checked checked(Claim claim, KnownKey known) {
        return switch (claim.check(known)) {
            case Claim.Check.Done(var verdict) -> new Checked.Done(verdict);
            case Claim.Check.Refetch again -> new Checked.Done(rechecked(again, known));
        };
    }

    /// The key that was asked for a moment ago is the newest there is.
    private Verdict rechecked(Claim.Check.Refetch again, KnownKey known) {
        var fresh = refetch(again.claim().keyId()).found();
        return fresh.filter(key -> !key.equals(known)).map(again::with).orElse(again.otherwise());
    }

    /// What came of checking a signature.
    public sealed interface Checked {
        /// There was a key to check with, or surely none.
        record Done(Verdict verdict) implements Checked {}

        /// The key, or its owner, was deleted.
        record Gone() implements Checked {}

        /// The host of the key cannot be asked now: the sender shall come again (503).
        record Unreachable(String why) implements Checked {}
    }

    /// Keeps the keys that an actor's own document lists, and no other keys of that actor. The document must be
    /// believed: fetched from its own origin, or signed by the actor.
    public void learn(ObjectNode actor) {
        var id = Id.of(actor.path("id").asText(""));
        if (id.isEmpty()) return;
        replace(id.get(), KeyDocuments.of(actor));
    }

    /// Forgets the keys of an actor.
    public void forget(Id owner) {
        replace(owner, List.of());
    }

    /// What its host answered before of a key that is no more must not count either.
    private void replace(Id owner, List<KnownKey> listed) {
        asked.invalidateAll(keys.replace(owner, listed));
        listed.forEach(key -> asked.invalidate(key.id()));
    }
}
