package dev.hob.federation.remote;

import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.InstantSource;
import java.util.Optional;

/// The actors of other instances that were met, remembered. Shared between threads.
public final class RemoteActors {
    public RemoteActors(Database database, Remote remote, InstanceRules rules, RemoteKeys keys, InstantSource clock) {}

    /// What is remembered, however old; asks nobody.
    public Optional<RemoteActor> known(Id id) {
        throw new UnsupportedOperationException(id.value());
    }

    /// What is remembered, if it is of the last day; else what its host says now.
    public Looked<RemoteActor> look(Id id) {
        throw new UnsupportedOperationException(id.value());
    }

    /// What its host says now.
    public Looked<RemoteActor> refresh(Id id) {
        throw new UnsupportedOperationException(id.value());
    }

    /// Whom a handle names, by WebFinger, when the actor says the same.
    public Looked<RemoteActor> find(Handle handle) {
        throw new UnsupportedOperationException(handle.toString());
    }

    /// Whom a text names that somebody typed: a handle, or a URL of an actor or of its page.
    public Looked<RemoteActor> find(String urlOrHandle) {
        throw new UnsupportedOperationException(urlOrHandle);
    }

    /// Forgets an actor that was deleted, and remembers that it was.
    public void bury(Id id) {
        throw new UnsupportedOperationException(id.value());
    }

    /// Whether an actor was deleted.
    public boolean isGone(Id id) {
        throw new UnsupportedOperationException(id.value());
    }
}
