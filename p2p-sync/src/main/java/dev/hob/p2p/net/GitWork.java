package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input.Outcome;

/// What is done on git streams. Both may take their time, on a thread of their own.
public interface GitWork {
    /// Gives a peer what it asks for and may have.
    ///
    /// @param proven whether the transport proves that it is this peer, and hides what is said
    void serve(GitStream stream, DidKey peer, boolean proven);

    /// Fetches from a peer; what came is in the storage when this returns.
    ///
    /// @param proven the same
    Outcome fetch(GitStream stream, Effect.Fetch fetch, boolean proven);
}
