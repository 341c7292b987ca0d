package dev.hob.federation.outbox;

import dev.hob.federation.vocab.Id;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/// Keeps what is to be sent, within a transaction, for whoever brings it there.
@FunctionalInterface
public interface Deliver {
    /// @param actor in whose name, as [dev.hob.federation.actor.Local#key] says it
    /// @param body the activity, as every attempt sends it
    void to(Handle handle, String actor, Id activity, byte[] body, Collection<Id> inboxes);
}
