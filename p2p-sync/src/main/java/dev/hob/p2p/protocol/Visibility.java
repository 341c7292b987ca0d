package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import java.util.Set;

/// Who may know of a repository, from its identity document (`radicle.md` §2.3).
public sealed interface Visibility {
    /// Everybody.
    record Public() implements Visibility {}

    /// Its delegates and those it allows, and even they only where the transport proves who they are and hides
    /// what is said.
    record Private(Set<DidKey> allowed) implements Visibility {
        public Private {
            allowed = Set.copyOf(allowed);
        }
    }
}
