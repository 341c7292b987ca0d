package dev.hob.p2p.fetch;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.RefsAt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be fetched.
///
/// @param from the peer at the other end
/// @param proven whether the connection proves that it is this peer, and hides what is said
/// @param wanted which signed refs; none means everything in scope
/// @param followed whose work is wanted besides the delegates', where not everybody's is
/// @param blocked whose is never
/// @param word in whose name a private repository is asked for
public record Wish(
        RepoId repository,
        DidKey from,
        boolean proven,
        List<RefsAt> wanted,
        Scope scope,
        Set<DidKey> followed,
        Set<DidKey> blocked,
        Optional<String> word) {
    public Wish {
        wanted = List.copyOf(wanted);
        followed = Set.copyOf(followed);
        blocked = Set.copyOf(blocked);
    }
}
