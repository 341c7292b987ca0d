package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input.Outcome;
import java.util.Optional;

/// What is done on git streams. Both may take their time, on a thread of their own.
public interface GitWork {
    /// Somebody in whose name a peer may have a private repository.
    record Named(RepoId repository, DidKey person) {}

    /// Gives a peer what it asks for and may have; says in whose name it was asked, if that was needed.
    ///
    /// @param proven whether the transport proves that it is this peer, and hides what is said
    Optional<Named> serve(GitStream stream, DidKey peer, boolean proven);

    /// Fetches from a peer; what came is in the storage when this returns.
    ///
    /// @param proven the same
    Outcome fetch(GitStream stream, Effect.Fetch fetch, boolean proven);
}
