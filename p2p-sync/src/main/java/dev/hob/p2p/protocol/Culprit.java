package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Host;

/// Against whom something is held: a key, where the transport proved it or we chose it; else only the host it
/// came from, because anybody can claim any key on a plain connection.
public sealed interface Culprit {
    /// A node by its key.
    record Key(DidKey node) implements Culprit {}

    /// Whoever is at this host.
    record At(Host host) implements Culprit {}
}
