package dev.hob.node.people;

import dev.hob.node.log.RepositoryId;
import java.util.Optional;
import java.util.Set;

/// What a way of signing in allows: some scopes, perhaps only for some repositories. A browser session allows all.
public record Grant(Set<Scope> scopes, Optional<Set<RepositoryId>> limitedTo) {
    /// Everything that the person may do.
    public static final Grant EVERYTHING = new Grant(Scope.everything(), Optional.empty());

    public Grant {
        scopes = Set.copyOf(scopes);
        limitedTo = limitedTo.map(Set::copyOf);
    }

    /// Whether it reaches so far, for things that belong to no repository.
    public boolean allows(Scope scope) {
        return scope.isIn(scopes);
    }

    /// Whether it reaches this repository.
    public boolean reaches(RepositoryId repository) {
        return limitedTo.isEmpty() || limitedTo.get().contains(repository);
    }
}
