package dev.hob.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Oid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A hundred nodes in a bad network, with liars among them: in the end all honest ones know the same.
///
/// `-Dhob.seeds=1000` runs a thousand networks, `-Dhob.seed=…` one of them, with its story.
class SimulatorTest {
    private static final int NODES = Integer.getInteger("hob.nodes", 100);
    private static final int LIARS = 5;
    private static final int REPOSITORIES = 20;
    private static final int SECRETS = 3;
    private static final int SEEDS = Integer.getInteger("hob.seeds", 2);
    private static final long SEED = Long.getLong("hob.seed", 0);
    private static final Duration CHAOS = Duration.ofMinutes(12);
    private static final Duration CALM_MAX = Duration.ofHours(4);

    @Test
    void all_honest_nodes_come_to_know_the_same() {
        if (SEED != 0) {
            run(SEED, NODES, true);
            return;
        }
        var longest = Duration.ZERO;
        long said = 0;
        long began = System.nanoTime();
        for (long seed = 1; seed <= SEEDS; seed++) {
            var network = run(seed, NODES, false);
            said += network.world.said();
            if (network.calmed.compareTo(longest) > 0) longest = network.calmed;
        }
        System.out.printf(
                "simulator: %d seeds of %d nodes, %,d messages, at most %s from the end of the chaos to agreement,"
                        + " %d s%n",
                SEEDS, NODES, said, longest, (System.nanoTime() - began) / 1_000_000_000);
    }

    @Test
    void a_seed_always_gives_the_same_story() {
        var first = run(77, NODES / 4, false);
        var second = run(77, NODES / 4, false);
        assertThat(second.world.said()).isEqualTo(first.world.said());
        assertThat(second.world.fingerprint()).isEqualTo(first.world.fingerprint());
    }

    private static Network run(long seed, int nodes, boolean telling) {
        var network = new Network(seed, nodes, telling);
        try {
            network.run();
            return network;
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(
                    "replay with -Dhob.seed=" + seed + "\n" + network.world.story() + "\n" + failed.getMessage(),
                    failed);
        }
    }

    /// One network and what becomes of it.
    private static final class Network {
        private final World world;
        private final List<VirtualNode> nodes = new ArrayList<>();
        private final List<RepoId> repositories = new ArrayList<>();
        private final Map<RepoId, List<VirtualNode>> seeders = new LinkedHashMap<>();
        private final Map<RepoId, Map<DidKey, Integer>> versions = new HashMap<>();
        private Duration calmed = Duration.ZERO;

        Network(long seed, int size, boolean telling) {
            world = new World(seed, telling);
            for (int i = 0; i < size; i++) nodes.add(node(i));
            for (int i = 0; i < REPOSITORIES; i++) repositories.add(publicRepository(i));
            for (int i = 0; i < SECRETS; i++) secretRepository(REPOSITORIES + i);
        }

        private VirtualNode node(int number) {
            Map<DidKey, Address> persistent = new LinkedHashMap<>();
            if (number > 0) {
                var parent = nodes.get((number - 1) / 2);
                persistent.put(parent.key(), parent.address());
                var another = nodes.get(world.random.nextInt(number));
                persistent.put(another.key(), another.address());
            }
            return new VirtualNode(world, number, persistent, number % 3 != 2);
        }

        private RepoId publicRepository(int number) {
            var repository = Cast.repository(number);
            var home = some(nodes);
            var here = new ArrayList<>(List.of(home));
            for (int i = 0; i < 2 + world.random.nextInt(5); i++) {
                var other = some(nodes);
                if (!here.contains(other)) here.add(other);
            }
            home.shelf().with(repository, new Visibility.Public(), Set.of(home.key()));
            plant(repository, here);
            return repository;
        }

        /// Between two Hobs that stay connected; nobody else may hear of it.
        private void secretRepository(int number) {
            var repository = Cast.repository(number);
            var child = some(nodes.stream()
                    .filter(node -> node != nodes.getFirst()
                            && node.isHob()
                            && parent(node).isHob())
                    .toList());
            var home = parent(child);
            Set<DidKey> allowed = Set.of(home.key(), child.key());
            world.secret.add(repository);
            world.allowed.put(repository, allowed);
            home.shelf().with(repository, new Visibility.Private(allowed), Set.of(home.key()));
            plant(repository, List.of(home, child));
        }

        private VirtualNode parent(VirtualNode node) {
            return nodes.get((nodes.indexOf(node) - 1) / 2);
        }

        private void plant(RepoId repository, List<VirtualNode> here) {
            seeders.put(repository, here);
            versions.put(repository, new LinkedHashMap<>());
            here.forEach(node -> node.seeds(repository, Scope.ALL));
            commit(repository, here.getFirst());
        }

        private void commit(RepoId repository, VirtualNode by) {
            if (by.shelf().held(repository).isEmpty()) return; // not cloned yet
            by.commit(repository, versions.get(repository).merge(by.key(), 1, Integer::sum));
        }

        void run() {
            for (var node : nodes) world.after(Duration.ofMillis(world.random.nextInt(10_000)), node::start);
            chaos();
            world.runUntil(Cast.NOON.plus(CHAOS));
            world.calm = true;
            world.mend();
            nodes.forEach(VirtualNode::start);
            var calmFrom = world.now;
            while (!disagreement().isEmpty()) {
                if (Duration.between(calmFrom, world.now).compareTo(CALM_MAX) > 0)
                    throw new AssertionError("still in disagreement:\n" + String.join("\n", disagreement()));
                world.runUntil(world.now.plusSeconds(30));
                nodes.forEach(VirtualNode::staysWithinLimits);
            }
            calmed = Duration.between(calmFrom, world.now);
            nothingForgedIsVisible();
        }

        private void chaos() {
            var liars = new ArrayList<Mallory>();
            for (int i = 0; i < LIARS; i++) liars.add(new Mallory(world, i, repositories, nodes));
            for (int i = 0; i < 80; i++) {
                var repository = some(new ArrayList<>(seeders.keySet()));
                sometime(() -> commit(repository, some(seeders.get(repository))));
            }
            for (int i = 0; i < 20; i++) sometime(() -> some(liars).visit());
            for (int i = 0; i < 30; i++) sometime(world::cutOneCable);
            for (int i = 0; i < 12; i++)
                sometime(() -> {
                    var node = some(nodes);
                    world.tell(() -> node + " crashes");
                    node.crash();
                    world.after(Duration.ofSeconds(2 + world.random.nextInt(120)), node::start);
                });
            for (int i = 0; i < 2; i++)
                sometime(() -> {
                    var half = new HashSet<VirtualNode>();
                    for (var node : nodes) if (world.chance(0.5)) half.add(node);
                    world.tell(() -> "the world is cut in two");
                    world.cut(half);
                    world.after(Duration.ofSeconds(20 + world.random.nextInt(240)), world::mend);
                });
        }

        private void sometime(Runnable what) {
            world.after(Duration.ofMillis(world.random.nextLong(CHAOS.toMillis())), what);
        }

        /// What some honest node does not know yet: who has what, and where signed refs stand.
        private List<String> disagreement() {
            var found = new ArrayList<String>();
            seeders.forEach((repository, here) -> {
                for (var node : here) {
                    for (var author : here) {
                        Oid truth =
                                author.shelf().head(repository, author.key()).orElse(null);
                        if (truth == null) continue;
                        if (!node.shelf()
                                .head(repository, author.key())
                                .filter(truth::equals)
                                .isPresent())
                            found.add(node + " lacks what " + author + " did in " + repository + " "
                                    + node.about(repository, author));
                    }
                    if (node.shelf().held(repository).isEmpty()) found.add(node + " lacks " + repository);
                }
                if (world.secret.contains(repository)) return;
                for (var node : nodes)
                    for (var seeder : here)
                        if (!node.protocol().tables().routing.knows(repository, seeder.key()))
                            found.add(node + " does not know that " + seeder + " has " + repository);
            });
            return found;
        }

        private void nothingForgedIsVisible() {
            for (var node : nodes)
                for (var repository : node.shelf().repositories()) {
                    assertThat(node.knows(repository))
                            .as("%s has what it never wanted", node)
                            .isTrue();
                    for (var head : node.shelf().heads(repository))
                        assertThat(world.signed).as("signed refs at %s", node).contains(head.at());
                }
            for (var node : nodes)
                for (var host : node.bannedHosts())
                    assertThat(nodes)
                            .as("honest nodes")
                            .noneMatch(other -> other.address().host().equals(host));
        }

        private <T> T some(List<T> things) {
            return things.get(world.random.nextInt(things.size()));
        }
    }
}
