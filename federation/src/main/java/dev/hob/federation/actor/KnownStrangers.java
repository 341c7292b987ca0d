package dev.hob.federation.actor;

import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Handle;
import dev.hob.federation.vocab.Id;
import dev.hob.keys.DidKey;
import dev.hob.node.Node;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.GuestEntries;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// Those elsewhere who have spoken here, as the node keeps them. Shared between threads.
public final class KnownStrangers implements Strangers {
    private final Node node;
    private final Function<Handle, Optional<RemoteActor>> met;

    /// @param met who goes by a handle, of all that were met
    public KnownStrangers(Node node, Function<Handle, Optional<RemoteActor>> met) {
        this.node = node;
        this.met = met;
    }

    @Override
    public Map<DidKey, Id> actors(Collection<DidKey> keys) {
        var found = new HashMap<DidKey, Id>();
        node.people().remote().of(keys).forEach((key, author) -> found.put(key, new Id(author.actor())));
        return found;
    }

    @Override
    public Map<Id, String> handles(Collection<Id> actors) {
        var found = new HashMap<Id, String>();
        node.people()
                .remote()
                .byActors(actors.stream().map(Id::value).toList())
                .forEach((actor, author) -> found.put(new Id(actor), "@" + author.handle()));
        return found;
    }

    @Override
    public Optional<Named> named(Handle handle) {
        return met.apply(handle)
                .map(actor ->
                        new Named(actor.id(), actor.page().orElse(actor.id().value())));
    }

    @Override
    public Optional<Id> original(RepoId rid, String entry) {
        var id = ObjectId.fromString(entry);
        return Optional.ofNullable(
                        node.tracking().guests().entries().of(rid, List.of(id)).get(id))
                .flatMap(GuestEntries.Guest::object)
                .map(Id::new);
    }
}
