package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.Timestamp;

/// What is worth remembering over a restart. As much is kept as the tables here hold, and no more.
public sealed interface Fact {
    /// An announcement, in place of an earlier one with the same topic.
    record Announced(Topic topic, Announcement announcement) implements Fact {}

    /// The announcement with this topic is kept no longer.
    record Unannounced(Topic topic) implements Fact {}

    /// A node has a repository.
    record Routed(Route route) implements Fact {}

    /// A node has a repository no longer, or we have forgotten that it does.
    record Unrouted(RepoId repository, DidKey node) implements Fact {}

    /// A peer and where to find it.
    record Met(KnownPeer peer) implements Fact {}

    /// A peer is forgotten.
    record Unmet(DidKey node) implements Fact {}

    /// What is held against somebody; nothing when 0.
    record Penalised(Culprit culprit, int points) implements Fact {}

    /// A node has our signed refs of a repository as they stood at this commit.
    record Synced(RepoId repository, DidKey node, Oid at, Timestamp timestamp) implements Fact {}
}
