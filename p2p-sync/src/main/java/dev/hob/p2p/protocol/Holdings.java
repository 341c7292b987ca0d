package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What this node has. Asked in the middle of a decision, so the answers must be at hand; changed by nobody here.
public interface Holdings {
    /// A repository that is here.
    ///
    /// @param delegates whose work is always in scope
    record Held(Visibility visibility, Set<DidKey> delegates) {
        public Held {
            delegates = Set.copyOf(delegates);
        }
    }

    /// Every repository that is here.
    Collection<RepoId> repositories();

    /// A repository, if it is here.
    Optional<Held> held(RepoId repository);

    /// Where everybody's signed refs of it stand here, those that changed last first.
    List<RefsAt> heads(RepoId repository);

    /// Where one namespace's signed refs stand here.
    Optional<Oid> head(RepoId repository, DidKey remote);
}
