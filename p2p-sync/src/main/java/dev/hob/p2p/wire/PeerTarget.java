package dev.hob.p2p.wire;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.util.Optional;

/// A peer and where to find it, as people write it: `NID@HOST:PORT`.
public record PeerTarget(DidKey peer, Address address) {
    /// Reads it; empty when it is none.
    public static Optional<PeerTarget> parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) return Optional.empty();
        return nid(text.substring(0, at))
                .flatMap(peer -> Address.parse(text.substring(at + 1)).map(address -> new PeerTarget(peer, address)));
    }

    /// A node id or DID.
    public static Optional<DidKey> nid(String text) {
        try {
            return Optional.of(DidKey.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A repository's id, with `rad:` or without.
    public static Optional<RepoId> rid(String text) {
        try {
            return Optional.of(new RepoId(text.startsWith("rad:") ? text : "rad:" + text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// As people write it.
    @Override
    public String toString() {
        return peer.nid() + "@" + address;
    }
}
