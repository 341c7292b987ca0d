package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who has what, as far as they say so (`radicle.md` §8.6, §11).
final class Routing {
    /// How many routes are known; of more, the one confirmed longest ago is forgotten.
    static final int ROUTES_MAX = 50_000;

    /// How many repositories are believed of one node: as many as its inventory can name.
    static final int ROUTES_PER_NODE_MAX = Notice.Inventory.REPOSITORIES_MAX;

    private static final Duration AGE_MAX = Duration.ofDays(7);

    private record Pair(RepoId repository, DidKey node) {}

    private final LinkedHashMap<Pair, Timestamp> routes = new LinkedHashMap<>();
    private final Map<RepoId, Set<DidKey>> nodes = new HashMap<>();
    private final Map<DidKey, Set<RepoId>> repositories = new HashMap<>();

    void restore(Route route) {
        put(new Pair(route.repository(), route.node()), route.at(), new Outbox());
    }

    /// A node's whole inventory: what is no longer in it is forgotten.
    void replace(DidKey node, Collection<RepoId> inventory, Timestamp at, Outbox out) {
        var included = new LinkedHashSet<>(inventory);
        for (var repository : List.copyOf(repositoriesOf(node)))
            if (!included.contains(repository)) remove(repository, node, out);
        for (var repository : included) add(repository, node, at, out);
    }

    /// One more repository of a node.
    void add(RepoId repository, DidKey node, Timestamp at, Outbox out) {
        var pair = new Pair(repository, node);
        var known = routes.get(pair);
        if (known != null && !at.isAfter(known)) return;
        if (known == null && repositoriesOf(node).size() >= ROUTES_PER_NODE_MAX) return;
        put(pair, at, out);
        out.keep(new Fact.Routed(new Route(repository, node, at)));
        if (known == null) out.tell(new News.SeedFound(repository, node));
    }

    void remove(RepoId repository, DidKey node, Outbox out) {
        if (routes.remove(new Pair(repository, node)) == null) return;
        unlink(nodes, repository, node);
        unlink(repositories, node, repository);
        out.keep(new Fact.Unrouted(repository, node));
        out.tell(new News.SeedLost(repository, node));
    }

    /// Forgets what was not confirmed for a week, of others.
    void prune(DidKey self, Timestamp now, Outbox out) {
        var limit = now.minus(AGE_MAX);
        for (var pair : List.copyOf(routes.keySet())) {
            var at = routes.get(pair);
            if (at != null && limit.isAfter(at) && !pair.node.equals(self)) remove(pair.repository, pair.node, out);
        }
    }

    Set<DidKey> nodesWith(RepoId repository) {
        return nodes.getOrDefault(repository, Set.of());
    }

    Set<RepoId> repositoriesOf(DidKey node) {
        return repositories.getOrDefault(node, Set.of());
    }

    boolean knows(RepoId repository, DidKey node) {
        return routes.containsKey(new Pair(repository, node));
    }

    /// What is had by others and not by a node, at most so many: what most of them have comes first.
    List<Elsewhere> without(DidKey node, int max) {
        return nodes.entrySet().stream()
                .filter(entry -> !entry.getValue().contains(node))
                .sorted(Comparator.<Map.Entry<RepoId, Set<DidKey>>>comparingInt(
                                entry -> -entry.getValue().size())
                        .thenComparing(entry -> entry.getKey().value()))
                .limit(max)
                .map(entry -> new Elsewhere(entry.getKey(), entry.getValue()))
                .toList();
    }

    int size() {
        return routes.size();
    }

    private void put(Pair pair, Timestamp at, Outbox out) {
        routes.remove(pair);
        routes.put(pair, at);
        nodes.computeIfAbsent(pair.repository, _ -> new LinkedHashSet<>()).add(pair.node);
        repositories.computeIfAbsent(pair.node, _ -> new HashSet<>()).add(pair.repository);
        if (routes.size() <= ROUTES_MAX) return;
        var oldest = routes.keySet().iterator().next();
        remove(oldest.repository, oldest.node, out);
    }

    private static <K, V> void unlink(Map<K, Set<V>> index, K key, V value) {
        var values = index.get(key);
        if (values == null) return;
        values.remove(value);
        if (values.isEmpty()) index.remove(key);
    }
}
