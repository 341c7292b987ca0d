package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.util.Set;

/// A repository that others say they have, and this node does not. Immutable.
public record Elsewhere(RepoId repository, Set<DidKey> nodes) {
    public Elsewhere {
        nodes = Set.copyOf(nodes);
    }
}
