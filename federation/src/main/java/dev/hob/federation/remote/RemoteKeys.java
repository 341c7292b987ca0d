package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.signature.Claim;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.InstantSource;

/// The keys of other instances' actors, remembered. Shared between threads.
public final class RemoteKeys {
    public RemoteKeys(Database database, Remote remote, InstantSource clock) {}

    /// The key of an id: what is remembered, if it is of the last day; else what its host says now.
    public Looked<KnownKey> key(Id keyId) {
        throw new UnsupportedOperationException(keyId.value());
    }

    /// The key of an id as its host says it now, at most once in five minutes.
    public Looked<KnownKey> refetch(Id keyId) {
        throw new UnsupportedOperationException(keyId.value());
    }

    /// Whether who is named made the signature. When a remembered key does not fit, its host is asked once.
    public Checked check(Claim claim) {
        throw new UnsupportedOperationException(claim.keyId().value());
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

    /// Keeps the keys that an actor's own document lists, and no other keys of that actor.
    public void learn(ObjectNode actor) {
        throw new UnsupportedOperationException(actor.toString());
    }

    /// Forgets the keys of an actor.
    public void forget(Id owner) {
        throw new UnsupportedOperationException(owner.value());
    }
}
