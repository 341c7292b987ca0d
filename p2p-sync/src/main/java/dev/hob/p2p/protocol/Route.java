package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Timestamp;

/// A node has a repository, or said so at this time.
public record Route(RepoId repository, DidKey node, Timestamp at) {}
