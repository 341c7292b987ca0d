package dev.hob.federation.remote;

import dev.hob.federation.vocab.Id;
import dev.hob.node.outside.Outside;
import java.time.InstantSource;

/// Asks other instances, and posts to them, in the form of signature that each takes. Shared between threads.
public final class Remote {
    /// @param instance who signs what is fetched: this node's own actor
    public Remote(Outside outside, InstanceRules rules, Signer instance, InstantSource clock) {}

    /// The document of an id.
    public Fetched fetch(Id id) {
        throw new UnsupportedOperationException(id.value());
    }

    /// Delivers an activity.
    public Posted post(Id inbox, byte[] body, Signer by) {
        throw new UnsupportedOperationException(inbox.value());
    }
}
