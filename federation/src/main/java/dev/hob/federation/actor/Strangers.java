package dev.hob.federation.actor;

import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// The other half of what people elsewhere wrote here: who they are there, and what it is called there.
public interface Strangers {
    /// A node to which nobody elsewhere has spoken yet.
    Strangers NONE = new Strangers() {
        @Override
        public Map<DidKey, Id> actors(Collection<DidKey> keys) {
            return Map.of();
        }

        @Override
        public Map<Id, String> handles(Collection<Id> actors) {
            return Map.of();
        }

        @Override
        public Optional<Named> named(Handle handle) {
            return Optional.empty();
        }

        @Override
        public Optional<Id> original(RepoId rid, String entry) {
            return Optional.empty();
        }
    };

    /// The actors that some keys were made for; a key of anybody else is left out.
    Map<DidKey, Id> actors(Collection<DidKey> keys);

    /// How people write the names of some actors: `@bob@social.example`.
    Map<Id, String> handles(Collection<Id> actors);

    /// Somebody elsewhere.
    ///
    /// @param page where people look at them
    record Named(Id actor, String page) {}

    /// Who goes by a handle, if they were met.
    Optional<Named> named(Handle handle);

    /// The id that something has at its author's, of which an entry here is the copy.
    Optional<Id> original(RepoId rid, String entry);
}
