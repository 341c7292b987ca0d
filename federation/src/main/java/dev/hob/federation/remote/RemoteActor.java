package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An actor of another instance, as its host showed it last. Immutable; nobody changes the document.
///
/// @param name how it is shown; its user name when it has no other
/// @param page where people look at it
/// @param fetched when its host showed it
public record RemoteActor(
        Id id,
        Handle handle,
        String name,
        List<String> types,
        Id inbox,
        Optional<Id> sharedInbox,
        Optional<String> page,
        Optional<String> icon,
        Instant fetched,
        ObjectNode document) {
    public RemoteActor {
        types = List.copyOf(types);
    }

    /// Whether it understands what forges say to each other.
    public boolean isForge() {
        throw new UnsupportedOperationException();
    }

    /// Where to send what is for it and perhaps for others there.
    public Id deliversTo() {
        return sharedInbox.orElse(inbox);
    }
}
