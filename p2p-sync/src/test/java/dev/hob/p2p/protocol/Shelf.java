package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holdings in memory, for tests.
final class Shelf implements Holdings {
    private record Copy(Held held, LinkedHashMap<DidKey, Oid> heads) {}

    private final Map<RepoId, Copy> copies = new LinkedHashMap<>();

    Shelf with(RepoId repository, Visibility visibility, Set<DidKey> delegates) {
        copies.computeIfAbsent(repository, _ -> new Copy(new Held(visibility, delegates), new LinkedHashMap<>()));
        return this;
    }

    void turn(RepoId repository, Visibility visibility, Set<DidKey> delegates) {
        copies.computeIfPresent(repository, (_, copy) -> new Copy(new Held(visibility, delegates), copy.heads));
    }

    void drop(RepoId repository) {
        copies.remove(repository);
    }

    void put(RepoId repository, DidKey remote, Oid at) {
        var heads = copies.get(repository).heads;
        heads.remove(remote);
        heads.put(remote, at);
    }

    @Override
    public Collection<RepoId> repositories() {
        return List.copyOf(copies.keySet());
    }

    @Override
    public Optional<Held> held(RepoId repository) {
        return Optional.ofNullable(copies.get(repository)).map(Copy::held);
    }

    @Override
    public List<RefsAt> heads(RepoId repository) {
        var heads = new ArrayList<RefsAt>();
        if (copies.containsKey(repository))
            copies.get(repository).heads.forEach((remote, at) -> heads.addFirst(new RefsAt(remote, at)));
        return heads;
    }

    @Override
    public Optional<Oid> head(RepoId repository, DidKey remote) {
        return Optional.ofNullable(copies.get(repository)).map(copy -> copy.heads.get(remote));
    }
}
