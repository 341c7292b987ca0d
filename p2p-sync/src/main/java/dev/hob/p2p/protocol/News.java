package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Oid;

/// What pages and commands wait for.
public sealed interface News {
    /// A peer is here.
    record Came(DidKey peer) implements News {}

    /// A peer is gone.
    record Went(DidKey peer, Because because) implements News {}

    /// A peer has our signed refs of a repository as they stand at this commit.
    record Synced(RepoId repository, DidKey peer, Oid at) implements News {}

    /// A node turned out to have a repository.
    record SeedFound(RepoId repository, DidKey node) implements News {}

    /// A node has a repository no longer.
    record SeedLost(RepoId repository, DidKey node) implements News {}

    /// A peer will not be dialled, and nothing will come of it.
    record DialDeclined(DidKey peer, String why) implements News {}

    /// A fetch cannot be, and nothing will come of it.
    record FetchDeclined(RepoId repository, DidKey from, String why) implements News {}
}
