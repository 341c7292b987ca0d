package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Filter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What the operator wants kept, whose work, and whom not to meet (`radicle.md` §11). Grows by the operator's
/// hand only.
final class Policies {
    private final Optional<Scope> unasked;
    private final Map<RepoId, Scope> seeded = new HashMap<>();
    private final Set<RepoId> refused = new HashSet<>();
    private final Set<DidKey> followed = new HashSet<>();
    private final Set<DidKey> blocked = new HashSet<>();
    private final Map<DidKey, Set<RepoId>> introduced = new HashMap<>();

    Policies(Optional<Scope> unasked) {
        this.unasked = unasked;
    }

    void seed(RepoId repository, Scope scope) {
        refused.remove(repository);
        seeded.put(repository, scope);
    }

    void unseed(RepoId repository) {
        seeded.remove(repository);
        refused.add(repository);
        introduced.values().forEach(all -> all.remove(repository));
    }

    void introduce(RepoId repository, DidKey node) {
        introduced.computeIfAbsent(node, _ -> new HashSet<>()).add(repository);
    }

    /// Private repositories that a node is asked for in somebody's name.
    Set<RepoId> introducedTo(DidKey node) {
        return introduced.getOrDefault(node, Set.of());
    }

    boolean isAskedForInName(RepoId repository) {
        return introduced.values().stream().anyMatch(all -> all.contains(repository));
    }

    void follow(DidKey node) {
        followed.add(node);
    }

    void unfollow(DidKey node) {
        followed.remove(node);
    }

    void block(DidKey node) {
        blocked.add(node);
    }

    void unblock(DidKey node) {
        blocked.remove(node);
    }

    boolean isBlocked(DidKey node) {
        return blocked.contains(node);
    }

    boolean isSeeding(RepoId repository) {
        return scope(repository).isPresent();
    }

    Optional<Scope> scope(RepoId repository) {
        var asked = Optional.ofNullable(seeded.get(repository));
        return asked.isPresent() || refused.contains(repository) ? asked : unasked;
    }

    Set<RepoId> askedFor() {
        return seeded.keySet();
    }

    /// Whether this namespace of a repository is wanted.
    boolean wants(DidKey remote, Scope scope, Set<DidKey> delegates) {
        if (blocked.contains(remote)) return false;
        return scope == Scope.ALL || delegates.contains(remote) || followed.contains(remote);
    }

    /// What we want to hear of (`radicle.md` §8.4), as far as it may be said.
    Filter filter(Predicate<RepoId> mayBeSaid) {
        return unasked.isPresent()
                ? Filter.EVERYTHING
                : Filter.of(seeded.keySet().stream().filter(mayBeSaid).toList());
    }
}
