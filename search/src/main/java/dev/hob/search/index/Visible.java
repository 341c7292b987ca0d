package dev.hob.search.index;

import dev.hob.node.log.RepositoryId;
import java.util.Set;

/// What somebody may see: part of every question, so that nothing else is ever counted, ranked or shown.
///
/// @param code whose files and commits
/// @param talk whose issues and pull requests
public record Visible(Set<RepositoryId> code, Set<RepositoryId> talk) {
    public Visible {
        code = Set.copyOf(code);
        talk = Set.copyOf(talk);
    }
}
