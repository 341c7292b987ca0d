package dev.hob.federation.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private static final Set<String> FORGE = Set.of(
            "Repository", "TicketTracker", "PatchTracker", "ReleaseTracker", "Project", "Team", "Factory", "Workflow");

    public RemoteActor {
        types = List.copyOf(types);
    }

    /// Whether it is part of a forge by what it says of itself. A person of a forge looks like any other: ask
    /// [RemoteInstances].
    public boolean isForge() {
        return types.stream().anyMatch(FORGE::contains);
    }

    /// Whether it says of another address that it is its own, too.
    public boolean isAlso(Id other) {
        var also = document.path("alsoKnownAs");
        if (also.isTextual()) return also.textValue().equals(other.value());
        for (var one : also) if (one.asText("").equals(other.value())) return true;
        return false;
    }

    /// The same under the handle that WebFinger gave it, unless it has another user name now.
    RemoteActor known(Handle named) {
        return named.user().equals(handle.user())
                ? new RemoteActor(id, named, name, types, inbox, sharedInbox, page, icon, fetched, document)
                : this;
    }

    /// Where to send what is for it and perhaps for others there.
    public Id deliversTo() {
        return sharedInbox.orElse(inbox);
    }
}
