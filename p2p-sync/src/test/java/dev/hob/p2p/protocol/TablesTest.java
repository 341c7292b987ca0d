package dev.hob.p2p.protocol;

import static dev.hob.p2p.protocol.Cast.ALICE;
import static dev.hob.p2p.protocol.Cast.BOB;
import static dev.hob.p2p.protocol.Cast.NOON;
import static dev.hob.p2p.protocol.Cast.TEA;
import static dev.hob.p2p.protocol.Cast.address;
import static dev.hob.p2p.protocol.Cast.oid;
import static dev.hob.p2p.protocol.Cast.repository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.p2p.protocol.FetchQueue.Job;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Signature;
import dev.hob.p2p.wire.Timestamp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every table that a stranger can make grow has an end, and what is kept when it is reached is what was seen
/// last.
class TablesTest {
    private final Outbox out = new Outbox();

    private static DidKey node(int number) {
        return DidKey.of(ByteBuffer.allocate(32).putInt(number + 1).array());
    }

    private static Announcement saying(DidKey node, Notice notice) {
        return new Announcement(node, Signature.of(new byte[64]), notice);
    }

    private static Notice.Node introduction(int at) {
        return new Notice.Node(
                1, 1, new Timestamp(1 + at), new Alias("n"), List.of(address(at)), 1, new Agent("/x:1/"));
    }

    private static RefsAt refsAt(int remote, int at) {
        return new RefsAt(node(remote), oid(at));
    }

    private static Job job(int repository, DidKey from, RefsAt... wanted) {
        return new Job(repository(repository), from, List.of(wanted), new Timestamp(repository));
    }

    @Test
    void announcements_are_kept_up_to_a_number_the_newest() {
        var gossip = new Gossip();
        for (int i = 0; i < Gossip.ANNOUNCEMENTS_MAX + 50; i++) gossip.hold(saying(node(i), introduction(i)), out);
        assertThat(gossip.size()).isEqualTo(Gossip.ANNOUNCEMENTS_MAX);
        assertThat(gossip.find(Topic.ofNode(node(49)))).isEmpty();
        assertThat(gossip.find(Topic.ofNode(node(50)))).isPresent();
        assertThat(out.effects()).contains(new Effect.Keep(new Fact.Unannounced(Topic.ofNode(node(0)))));
    }

    @Test
    void announcements_of_one_node_are_kept_up_to_a_number() {
        var gossip = new Gossip();
        for (int i = 0; i < Gossip.PER_NODE_MAX; i++)
            assertThat(gossip.hold(refs(i), out)).isPresent();
        assertThat(gossip.hold(refs(Gossip.PER_NODE_MAX), out)).isEmpty();
        assertThat(gossip.size()).isEqualTo(Gossip.PER_NODE_MAX);
    }

    private static Announcement refs(int repository) {
        return saying(node(1), new Notice.Refs(repository(repository), List.of(refsAt(1, 1)), new Timestamp(7)));
    }

    @Test
    void large_announcements_are_kept_up_to_a_number_of_bytes() {
        var gossip = new Gossip();
        var large = Collections.nCopies(Notice.Inventory.REPOSITORIES_MAX, TEA);
        int fit = (int) (Gossip.BYTES_MAX / (22 * large.size() + 200));
        for (int i = 0; i < fit + 20; i++)
            gossip.hold(saying(node(i), new Notice.Inventory(large, new Timestamp(1 + i))), out);
        assertThat(gossip.size()).isEqualTo(fit);
    }

    @Test
    void old_announcements_are_forgotten_but_not_our_own() {
        var gossip = new Gossip();
        var now = Timestamp.of(NOON);
        gossip.hold(saying(node(1), introduction(1)), out);
        gossip.hold(saying(ALICE.publicKey(), introduction(2)), out);
        gossip.hold(saying(node(3), new Notice.Inventory(List.of(), now.minus(Duration.ofDays(13)))), out);
        gossip.prune(ALICE.publicKey(), now, out);
        assertThat(gossip.all())
                .extracting(heard -> heard.announcement().node())
                .containsExactly(ALICE.publicKey(), node(3));
    }

    @Test
    void routes_are_kept_up_to_a_number_those_confirmed_last() {
        var routing = new Routing();
        int nodes = Routing.ROUTES_MAX / 1_000 + 1;
        for (int node = 0; node < nodes; node++)
            for (int i = 0; i < 1_000; i++) routing.add(repository(i), node(node), new Timestamp(1), out);
        assertThat(routing.size()).isEqualTo(Routing.ROUTES_MAX);
        assertThat(routing.repositoriesOf(node(0))).isEmpty();
        assertThat(routing.repositoriesOf(node(nodes - 1))).hasSize(1_000);
        assertThat(routing.nodesWith(repository(5))).hasSize(nodes - 1).doesNotContain(node(0));
    }

    @Test
    void what_others_have_is_told_of_that_of_most_first() {
        var routing = new Routing();
        routing.add(repository(1), node(1), new Timestamp(1), out);
        routing.add(repository(2), node(1), new Timestamp(1), out);
        routing.add(repository(2), node(2), new Timestamp(1), out);
        routing.add(repository(3), node(0), new Timestamp(1), out);
        routing.add(repository(3), node(2), new Timestamp(1), out);
        assertThat(routing.without(node(0), 9))
                .extracting(Elsewhere::repository)
                .containsExactly(repository(2), repository(1));
        assertThat(routing.without(node(0), 1))
                .extracting(Elsewhere::repository)
                .containsExactly(repository(2));
    }

    @Test
    void of_one_node_no_more_routes_are_believed_than_its_inventory_can_name() {
        var routing = new Routing();
        for (int i = 0; i < Routing.ROUTES_PER_NODE_MAX + 10; i++)
            routing.add(repository(i), node(1), new Timestamp(1), out);
        assertThat(routing.size()).isEqualTo(Routing.ROUTES_PER_NODE_MAX);
    }

    @Test
    void an_inventory_takes_the_place_of_the_one_before() {
        var routing = new Routing();
        routing.replace(node(1), List.of(repository(1), repository(2)), new Timestamp(1), out);
        routing.replace(node(1), List.of(repository(2), repository(3)), new Timestamp(2), out);
        assertThat(routing.repositoriesOf(node(1))).containsExactlyInAnyOrder(repository(2), repository(3));
        assertThat(out.effects())
                .contains(new Effect.Tell(new News.SeedLost(repository(1), node(1))))
                .contains(new Effect.Keep(new Fact.Unrouted(repository(1), node(1))));
    }

    @Test
    void routes_that_nobody_confirms_are_forgotten_after_a_week() {
        var routing = new Routing();
        var now = Timestamp.of(NOON);
        routing.add(repository(1), node(1), now.minus(Duration.ofDays(8)), out);
        routing.add(repository(2), node(1), now.minus(Duration.ofDays(6)), out);
        routing.add(repository(1), ALICE.publicKey(), now.minus(Duration.ofDays(8)), out);
        routing.prune(ALICE.publicKey(), now, out);
        assertThat(routing.size()).isEqualTo(2);
        assertThat(routing.knows(repository(1), node(1))).isFalse();
    }

    @Test
    void peers_are_known_up_to_a_number_and_by_sixteen_addresses() {
        var peers = new KnownPeers();
        for (int i = 0; i < KnownPeers.PEERS_MAX + 5; i++)
            peers.learn(
                    saying(node(i), introduction(i)),
                    introduction(i),
                    address(1).host(),
                    out);
        assertThat(peers.size()).isEqualTo(KnownPeers.PEERS_MAX);
        assertThat(peers.contains(node(4))).isFalse();
        assertThat(peers.contains(node(5))).isTrue();
    }

    @Test
    void an_address_that_failed_is_left_alone_for_ten_minutes() {
        var peers = new KnownPeers();
        var now = Timestamp.of(NOON);
        peers.learn(
                saying(node(1), introduction(1)), introduction(1), address(1).host(), out);
        assertThat(peers.dialable(node(1), now)).contains(address(1));
        peers.tried(node(1), address(1), now, out);
        assertThat(peers.dialable(node(1), now)).isEmpty();
        assertThat(peers.dialable(node(1), Timestamp.of(NOON.plus(Duration.ofMinutes(10)))))
                .isPresent();
        peers.reached(node(1), address(1), now, out);
        assertThat(peers.dialable(node(1), now)).isPresent();
    }

    @Test
    void hidden_services_are_passed_on_but_not_dialled() {
        var peers = new KnownPeers();
        var hidden = new Notice.Node(
                1,
                1,
                new Timestamp(1),
                new Alias("n"),
                List.of(new Address(new Host.I2p("x.i2p"), 1)),
                1,
                new Agent("/x:1/"));
        peers.learn(saying(node(1), hidden), hidden, address(1).host(), out);
        assertThat(peers.dialable(node(1), Timestamp.of(NOON))).isEmpty();
    }

    @Test
    void penalties_are_remembered_up_to_a_number_and_halved_by_good_conduct() {
        var penalties = new Penalties();
        for (int i = 0; i < Penalties.CULPRITS_MAX + 3; i++)
            penalties.punish(new Culprit.Key(node(i)), Because.FORGED, out);
        assertThat(penalties.size()).isEqualTo(Penalties.CULPRITS_MAX);

        var bob = new Culprit.Key(BOB.publicKey());
        for (int i = 0; i < 4; i++) penalties.punish(bob, Because.FORGED, out);
        assertThat(penalties.isDialled(bob)).isFalse();
        assertThat(penalties.isBanned(bob)).isFalse();
        for (int i = 0; i < 4; i++) penalties.punish(bob, Because.FORGED, out);
        assertThat(penalties.isBanned(bob)).isTrue();
        for (int i = 0; i < 100; i++) penalties.punish(bob, Because.FORGED, out);
        assertThat(penalties.points(bob)).isEqualTo(255);
        penalties.forgiveHalf(bob, out);
        assertThat(penalties.points(bob)).isEqualTo(127);
        penalties.restore(Map.of(bob, 3));
        assertThat(penalties.points(bob)).isEqualTo(3);
    }

    @Test
    void rates_are_counted_for_so_many_hosts_and_not_for_near_ones() {
        var limits = new RateLimits();
        for (int i = 0; i < RateLimits.HOSTS_MAX + 3; i++)
            limits.allows(address(i).host(), Link.INBOUND, NOON);
        assertThat(limits.hosts()).isEqualTo(RateLimits.HOSTS_MAX);
        var near = new Host.Ip4(0x0A000001);
        for (int i = 0; i < 5_000; i++)
            assertThat(limits.allows(near, Link.INBOUND, NOON)).isTrue();
        assertThat(limits.hosts()).isEqualTo(RateLimits.HOSTS_MAX);
    }

    @Test
    void failures_are_remembered_up_to_a_number_and_each_pause_is_longer() {
        var patience = new Patience();
        for (int i = 0; i < Patience.FAILURES_MAX + 3; i++) patience.failed(TEA, node(i), NOON);
        assertThat(patience.size()).isEqualTo(Patience.FAILURES_MAX);
        var bob = BOB.publicKey();
        for (int seconds : new int[] {30, 60, 120, 240, 480, 960, 1_920, 3_840, 3_840}) {
            patience.failed(TEA, bob, NOON);
            assertThat(patience.mayTry(TEA, bob, NOON.plusSeconds(seconds - 1))).isFalse();
            assertThat(patience.mayTry(TEA, bob, NOON.plusSeconds(seconds))).isTrue();
        }
        patience.forget(TEA, bob);
        assertThat(patience.mayTry(TEA, bob, NOON)).isTrue();
    }

    @Test
    void one_fetch_runs_for_a_repository_one_from_a_peer_and_eight_in_all() {
        var queue = new FetchQueue();
        queue.add(job(1, node(1)));
        queue.add(job(1, node(2)));
        queue.add(job(2, node(1)));
        assertThat(queue.start()).containsExactly(job(1, node(1)));
        assertThat(queue.start()).isEmpty();
        assertThat(queue.ended(repository(1), node(9))).isEmpty();
        assertThat(queue.ended(repository(1), node(1))).isPresent();
        assertThat(queue.start()).containsExactlyInAnyOrder(job(1, node(2)), job(2, node(1)));

        for (int i = 10; i < 30; i++) queue.add(job(i, node(i)));
        assertThat(queue.start()).hasSize(FetchQueue.RUNNING_MAX - 2);
        assertThat(queue.running()).isEqualTo(FetchQueue.RUNNING_MAX);
    }

    @Test
    void what_waits_for_a_peer_is_merged_and_has_an_end() {
        var queue = new FetchQueue();
        queue.add(job(1, node(1), refsAt(5, 1)));
        queue.add(job(1, node(1), refsAt(5, 2), refsAt(6, 1)));
        assertThat(queue.start()).containsExactly(job(1, node(1), refsAt(5, 2), refsAt(6, 1)));

        for (int i = 0; i < FetchQueue.WAITING_PER_PEER_MAX; i++)
            assertThat(queue.add(job(100 + i, node(2)))).isTrue();
        assertThat(queue.add(job(999, node(2)))).isFalse();
        assertThat(queue.add(job(100, node(2), refsAt(5, 1)))).as("merged").isTrue();
        assertThat(queue.waitingMost()).isEqualTo(FetchQueue.WAITING_PER_PEER_MAX);
        queue.gone(node(2));
        assertThat(queue.waitingMost()).isZero();
    }
}
