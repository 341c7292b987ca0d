package dev.hob.p2p.protocol;

import static dev.hob.p2p.protocol.Cast.ALICE;
import static dev.hob.p2p.protocol.Cast.BOB;
import static dev.hob.p2p.protocol.Cast.CAROL;
import static dev.hob.p2p.protocol.Cast.MALLORY;
import static dev.hob.p2p.protocol.Cast.NOON;
import static dev.hob.p2p.protocol.Cast.SOUP;
import static dev.hob.p2p.protocol.Cast.TEA;
import static dev.hob.p2p.protocol.Cast.address;
import static dev.hob.p2p.protocol.Cast.oid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Filter;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Signature;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// One node, Alice's, and what she does about her peers.
class ProtocolTest {
    private final Shelf shelf = new Shelf();
    private Instant now = NOON;
    private long connections;
    private Protocol alice = started(Cast.settings(address(1)));

    private Protocol started(Settings settings) {
        var protocol = new Protocol(ALICE, settings, shelf, new SplittableRandom(1));
        protocol.on(now, Input.Started.NEW);
        return protocol;
    }

    private List<Effect> on(Input input) {
        return alice.on(now, input);
    }

    private List<Effect> hear(Connection from, Message message) {
        return on(new Input.Received(from, message));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Connection meet(SigningKey peer) {
        return meet(peer, Link.INBOUND, false);
    }

    private Connection meet(SigningKey peer, Link link, boolean proven) {
        var connection = new Connection(++connections);
        on(new Input.Connected(connection, peer.publicKey(), address(peer.hashCode() & 0xFFFF), link, proven));
        return connection;
    }

    /// Somebody who has introduced itself and wants to hear everything.
    private Connection acquaintance(SigningKey peer) {
        return acquaintance(peer, false);
    }

    private Connection acquaintance(SigningKey peer, boolean proven) {
        var connection = meet(peer, Link.INBOUND, proven);
        hear(connection, node(peer, address(7)));
        hear(connection, new Message.Subscribe(Filter.EVERYTHING, Timestamp.MAX, Timestamp.MAX));
        return connection;
    }

    private Timestamp timestamp() {
        return Timestamp.of(now);
    }

    private Announcement node(SigningKey by, Address at) {
        return new Notice.Node(
                        1, Notice.Node.SEED, timestamp(), new Alias("peer"), List.of(at), 1, new Agent("/test:1/"))
                .signedBy(by);
    }

    private Announcement inventory(SigningKey by, RepoId... repositories) {
        return new Notice.Inventory(List.of(repositories), timestamp()).signedBy(by);
    }

    private Announcement refs(SigningKey by, RepoId repository, RefsAt... refs) {
        return new Notice.Refs(repository, List.of(refs), timestamp()).signedBy(by);
    }

    private static RefsAt at(SigningKey remote, int version) {
        return new RefsAt(remote.publicKey(), oid(version));
    }

    private static <T extends Effect> List<T> only(Class<T> kind, List<Effect> effects) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<Message> sent(Connection to, List<Effect> effects) {
        return only(Effect.Send.class, effects).stream()
                .filter(send -> send.to().equals(to))
                .map(Effect.Send::message)
                .toList();
    }

    private static Because hungUp(List<Effect> effects) {
        return only(Effect.HangUp.class, effects).getFirst().because();
    }

    // Coming and going

    @Test
    void a_newcomer_is_told_who_we_are_what_we_have_and_what_we_want_in_this_order() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var effects = on(new Input.Connected(new Connection(1), BOB.publicKey(), address(2), Link.INBOUND, false));

        var said = sent(new Connection(1), effects);
        assertThat(said).hasSize(3);
        assertThat(((Announcement) said.get(0)).notice()).isInstanceOfSatisfying(Notice.Node.class, node -> {
            assertThat(node.isSeed()).isTrue();
            assertThat(node.addresses()).containsExactly(address(1));
        });
        assertThat(((Announcement) said.get(1)).notice())
                .isInstanceOfSatisfying(Notice.Inventory.class, inventory -> assertThat(inventory.repositories())
                        .containsExactly(TEA));
        assertThat(said.get(2))
                .isEqualTo(new Message.Subscribe(
                        Filter.of(List.of(TEA)), timestamp().minus(Duration.ofHours(24)), Timestamp.MAX));
        assertThat(said).filteredOn(Announcement.class::isInstance).allMatch(one -> ((Announcement) one).isGenuine());
    }

    @Test
    void of_two_connections_that_cross_both_sides_keep_the_same() {
        for (var peer : List.of(BOB, CAROL, MALLORY)) {
            alice = started(Cast.settings(address(1)));
            var inbound = meet(peer, Link.INBOUND, false);
            var outbound = new Connection(++connections);
            var effects = on(new Input.Connected(outbound, peer.publicKey(), address(2), Link.OUTBOUND, false));
            boolean oursWins = ALICE.publicKey().compareTo(peer.publicKey()) > 0;
            assertThat(only(Effect.HangUp.class, effects))
                    .containsExactly(new Effect.HangUp(oursWins ? inbound : outbound, Because.CONFLICT));
        }
    }

    @Test
    void a_second_connection_of_the_same_kind_is_dropped_unless_the_first_looks_dead() {
        var first = meet(BOB);
        var second = new Connection(++connections);
        var again = new Input.Connected(second, BOB.publicKey(), address(2), Link.INBOUND, false);
        assertThat(on(again)).containsExactly(new Effect.HangUp(second, Because.CONFLICT));
        pass(Duration.ofSeconds(61));
        assertThat(only(Effect.HangUp.class, on(again))).containsExactly(new Effect.HangUp(first, Because.CONFLICT));
    }

    @Test
    void whoever_proves_its_key_takes_the_place_of_whoever_only_claims_it() {
        var claimed = meet(BOB, Link.INBOUND, false);
        var proven = new Connection(++connections);
        var effects = on(new Input.Connected(proven, BOB.publicKey(), address(2), Link.INBOUND, true));
        assertThat(only(Effect.HangUp.class, effects)).containsExactly(new Effect.HangUp(claimed, Because.CONFLICT));
    }

    @Test
    void ourselves_and_the_blocked_are_not_met() {
        on(new Input.Blocked(MALLORY.publicKey()));
        var one = new Connection(1);
        assertThat(hungUp(on(new Input.Connected(one, ALICE.publicKey(), address(2), Link.INBOUND, false))))
                .isEqualTo(Because.SELF);
        assertThat(hungUp(on(new Input.Connected(one, MALLORY.publicKey(), address(2), Link.INBOUND, false))))
                .isEqualTo(Because.UNWELCOME);
        assertThat(on(new Input.Asked(MALLORY.publicKey(), address(2), true)))
                .containsExactly(new Effect.Tell(new News.DialDeclined(MALLORY.publicKey(), "blocked")));
    }

    @Test
    void who_is_silent_is_asked_and_then_dropped() {
        var bob = meet(BOB);
        pass(Duration.ofSeconds(61));
        var ping = sent(bob, on(new Input.Ticked())).stream()
                .filter(Message.Ping.class::isInstance)
                .map(Message.Ping.class::cast)
                .toList();
        assertThat(ping).hasSize(1);
        hear(bob, new Message.Pong(ping.getFirst().pongZeroes()));
        pass(Duration.ofSeconds(100));
        assertThat(only(Effect.HangUp.class, on(new Input.Ticked()))).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(hungUp(on(new Input.Ticked()))).isEqualTo(Because.SILENT);
    }

    @Test
    void a_ping_is_answered_with_as_much_as_it_asks_for() {
        var bob = meet(BOB);
        assertThat(sent(bob, hear(bob, new Message.Ping(123, 4)))).containsExactly(new Message.Pong(123));
        assertThat(sent(bob, hear(bob, new Message.Ping(0xFFFF, 4)))).isEmpty();
    }

    @Test
    void a_persistent_peer_is_dialled_again_each_time_later() {
        var effects = on(new Input.Asked(BOB.publicKey(), address(2), true));
        var dial = new Effect.Dial(BOB.publicKey(), address(2));
        assertThat(effects).contains(dial);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 5; i++) {
            on(new Input.DialFailed(BOB.publicKey(), address(2)));
            var waited = Duration.ZERO;
            while (!on(new Input.Ticked()).contains(dial)) {
                pass(Duration.ofMillis(500));
                waited = waited.plusMillis(500);
            }
            assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(2)).isGreaterThan(before.dividedBy(2));
            before = waited;
        }
        assertThat(before).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45));
        on(new Input.Dismissed(BOB.publicKey()));
        pass(Duration.ofHours(2));
        assertThat(on(new Input.Ticked())).doesNotContain(dial);
    }

    @Test
    void peers_are_looked_for_up_to_the_target_and_not_again_at_once() {
        var settings = new Settings(
                new Alias("alice"),
                new Agent("/hob:0/"),
                List.of(),
                Map.of(),
                Optional.empty(),
                true,
                2,
                Settings.INBOUND_USUAL);
        alice = started(settings);
        var carol = meet(CAROL);
        for (int i = 20; i < 25; i++) hear(carol, node(Cast.key(i), address(i)));
        pass(Duration.ofSeconds(31));
        var dials = only(Effect.Dial.class, on(new Input.Ticked()));
        assertThat(dials).hasSize(2);
        dials.forEach(dial -> on(new Input.DialFailed(dial.peer(), dial.address())));
        pass(Duration.ofSeconds(31));
        assertThat(only(Effect.Dial.class, on(new Input.Ticked()))).hasSize(2).doesNotContainAnyElementsOf(dials);
    }

    @Test
    void a_hundred_and_twenty_eight_may_come_and_no_more() {
        for (int i = 0; i < Settings.INBOUND_USUAL; i++) meet(Cast.key(30 + i));
        assertThat(alice.admits(now, address(900).host())).isFalse();
        assertThat(hungUp(on(new Input.Connected(
                        new Connection(900), CAROL.publicKey(), address(900), Link.INBOUND, false))))
                .isEqualTo(Because.FULL);
        assertThat(alice.admits(now, new Host.Ip4(0x7F000001))).as("loopback").isTrue();
    }

    // Believing

    @Test
    void a_forged_announcement_ends_the_connection_and_counts_against_the_host_not_the_claimed_key() {
        var mallory = meet(BOB); // who only says it is Bob
        var genuine = node(CAROL, address(3));
        var forged = new Announcement(CAROL.publicKey(), Signature.of(new byte[64]), genuine.notice());
        var effects = hear(mallory, forged);
        assertThat(hungUp(effects)).isEqualTo(Because.FORGED);
        assertThat(effects).anySatisfy(effect -> assertThat(effect)
                .isInstanceOfSatisfying(Effect.Keep.class, keep -> assertThat(keep.fact())
                        .isInstanceOfSatisfying(Fact.Penalised.class, penalised -> {
                            assertThat(penalised.culprit()).isInstanceOf(Culprit.At.class);
                            assertThat(penalised.points()).isEqualTo(8);
                        })));
        assertThat(hear(mallory, node(CAROL, address(3)))).as("after the end").isEmpty();
    }

    @Test
    void who_proved_its_key_answers_with_it_and_is_not_met_again_after_eight_times() {
        for (int i = 0; i < 8; i++) {
            var mallory = meet(MALLORY, Link.INBOUND, true);
            assertThat(hungUp(hear(
                            mallory,
                            new Announcement(
                                    CAROL.publicKey(),
                                    Signature.of(new byte[64]),
                                    node(CAROL, address(3)).notice()))))
                    .isEqualTo(Because.FORGED);
        }
        var again = new Input.Connected(new Connection(99), MALLORY.publicKey(), address(5), Link.INBOUND, true);
        assertThat(hungUp(on(again))).isEqualTo(Because.UNWELCOME);
    }

    @Test
    void a_host_that_misbehaves_eight_times_is_not_let_in() {
        var host = address(77);
        for (int i = 0; i < 8; i++) {
            assertThat(alice.admits(now, host.host())).isTrue();
            var connection = new Connection(1_000 + i);
            on(new Input.Connected(connection, Cast.key(50 + i).publicKey(), host, Link.INBOUND, false));
            on(new Input.Disconnected(connection, Because.MALFORMED));
        }
        assertThat(alice.admits(now, host.host())).isFalse();
        assertThat(alice.admits(now, address(78).host())).isTrue();
    }

    @Test
    void the_future_and_the_beginning_of_time_are_not_believed() {
        var bob = meet(BOB);
        var tomorrow = new Notice.Inventory(List.of(), Timestamp.of(now.plus(Duration.ofMinutes(61)))).signedBy(BOB);
        assertThat(hungUp(hear(bob, tomorrow))).isEqualTo(Because.WRONG_TIME);
        var again = meet(BOB);
        assertThat(hungUp(hear(again, new Notice.Inventory(List.of(), Timestamp.MIN).signedBy(BOB))))
                .isEqualTo(Because.WRONG_TIME);
    }

    @Test
    void who_has_not_introduced_itself_is_not_listened_to() {
        var bob = meet(BOB);
        assertThat(hear(bob, inventory(BOB, TEA))).isEmpty();
        hear(bob, node(BOB, address(2)));
        assertThat(only(Effect.Keep.class, hear(bob, inventory(BOB, TEA)))).isNotEmpty();
    }

    @Test
    void a_node_that_is_no_seed_is_passed_on_but_not_listened_to() {
        var carol = acquaintance(CAROL);
        var bob = meet(BOB);
        var shy = new Notice.Node(1, 0, timestamp(), new Alias("bob"), List.of(), 1, new Agent("/x:1/")).signedBy(BOB);
        assertThat(sent(carol, hear(bob, shy))).containsExactly(shy);
        assertThat(hear(bob, inventory(BOB, TEA))).isEmpty();
    }

    @Test
    void what_was_heard_before_is_not_heard_again() {
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        var first = inventory(BOB, TEA);
        assertThat(hear(bob, first)).isNotEmpty();
        assertThat(hear(bob, first)).isEmpty();
        var older = new Notice.Inventory(List.of(SOUP), timestamp().minus(Duration.ofSeconds(9))).signedBy(BOB);
        assertThat(hear(bob, older)).isEmpty();
    }

    @Test
    void near_addresses_are_learnt_only_from_those_who_are_near() {
        var near = new Address(new Host.Ip4(0xC0A80005), 8776);
        var far = meet(BOB);
        hear(far, node(CAROL, near));
        assertThat(alice.tables().peers.all().iterator().next().addresses()).isEmpty();

        pass(Duration.ofSeconds(1));
        var neighbour = new Connection(++connections);
        on(new Input.Connected(neighbour, MALLORY.publicKey(), near, Link.INBOUND, false));
        hear(neighbour, node(CAROL, near));
        assertThat(alice.tables().peers.all().iterator().next().addresses()).hasSize(1);
    }

    // Passing on

    @Test
    void news_are_passed_on_to_all_but_those_who_know_and_inventories_a_little_later() {
        var bob = acquaintance(BOB);
        var carol = acquaintance(CAROL);
        pass(Duration.ofSeconds(7));
        on(new Input.Ticked());
        pass(Duration.ofSeconds(1));
        var inventory = inventory(BOB, TEA);
        assertThat(only(Effect.Send.class, hear(bob, inventory))).isEmpty();
        pass(Duration.ofSeconds(7));
        var batch = on(new Input.Ticked());
        assertThat(sent(carol, batch)).containsExactly(inventory);
        assertThat(sent(bob, batch)).isEmpty();
    }

    @Test
    void a_node_that_does_not_relay_says_only_its_own() {
        alice = started(new Settings(
                new Alias("alice"),
                new Agent("/hob:0/"),
                List.of(),
                Map.of(),
                Optional.empty(),
                false,
                0,
                Settings.INBOUND_USUAL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        assertThat(only(Effect.Send.class, hear(bob, node(CAROL, address(3))))).isEmpty();
        var dave = meet(Cast.key(4));
        var answer = sent(dave, hear(dave, new Message.Subscribe(Filter.EVERYTHING, Timestamp.MIN, Timestamp.MAX)));
        assertThat(answer).allMatch(one -> ((Announcement) one).node().equals(ALICE.publicKey()));
    }

    @Test
    void a_subscription_is_answered_in_order_of_time_and_not_with_what_its_sender_said() {
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(5));
        hear(bob, inventory(BOB, TEA));
        pass(Duration.ofSeconds(5));
        var carol = meet(CAROL);
        hear(carol, node(CAROL, address(3)));
        var answer = sent(carol, hear(carol, new Message.Subscribe(Filter.NOTHING, Timestamp.MIN, Timestamp.MAX)));
        assertThat(answer).map(one -> ((Announcement) one).timestamp().millis()).isSorted();
        assertThat(answer).map(one -> ((Announcement) one).node()).doesNotContain(CAROL.publicKey());
        assertThat(answer).hasSize(4); // both inventories and both nodes
        var none = new Message.Subscribe(Filter.NOTHING, timestamp(), Timestamp.MIN);
        assertThat(sent(carol, hear(carol, none))).isEmpty();
    }

    @Test
    void a_long_answer_is_given_no_faster_than_a_real_node_takes_it() {
        for (int i = 0; i < 700; i++) {
            byte[] seed = new byte[32];
            seed[0] = (byte) i;
            seed[1] = (byte) (i >> 8);
            alice.tables()
                    .gossip
                    .hold(
                            new Announcement(
                                    SigningKey.ofSeed(seed).publicKey(),
                                    Signature.of(new byte[64]),
                                    node(BOB, address(2)).notice()),
                            new Outbox());
        }
        var carol = meet(CAROL);
        var everything = new Message.Subscribe(Filter.EVERYTHING, Timestamp.MIN, Timestamp.MAX);
        int first = sent(carol, hear(carol, everything)).size();
        assertThat(first).isEqualTo(512);
        pass(Duration.ofSeconds(1));
        int more = sent(carol, on(new Input.Ticked())).size();
        assertThat(more).isBetween(3, 5);
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofSeconds(1));
            more += (int) sent(carol, on(new Input.Ticked())).stream()
                    .filter(Announcement.class::isInstance)
                    .count();
        }
        assertThat(first + more).as("700, our own, and what we have").isEqualTo(702);
    }

    // Fetching and announcing

    @Test
    void a_repository_we_want_is_fetched_from_a_peer_that_has_it() {
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        var effects = hear(bob, inventory(BOB, TEA, SOUP));
        assertThat(only(Effect.Fetch.class, effects))
                .containsExactly(new Effect.Fetch(TEA, bob, BOB.publicKey(), List.of(), Scope.ALL));

        shelf.with(TEA, new Visibility.Public(), Set.of(BOB.publicKey()));
        shelf.put(TEA, BOB.publicKey(), oid(1));
        var done = on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Brought(List.of(at(BOB, 1)), true)));
        assertThat(sent(bob, done))
                .map(one -> ((Announcement) one).notice())
                .satisfiesExactly(
                        inventory -> assertThat(inventory).isInstanceOf(Notice.Inventory.class),
                        refs -> assertThat(((Notice.Refs) refs).refs()).containsExactly(at(BOB, 1)));
    }

    @Test
    void only_what_we_lack_is_fetched_and_only_in_scope() {
        shelf.with(TEA, new Visibility.Public(), Set.of(BOB.publicKey()));
        shelf.put(TEA, BOB.publicKey(), oid(1));
        shelf.put(TEA, ALICE.publicKey(), oid(5));
        on(new Input.Seeded(TEA, Scope.FOLLOWED));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        var old = refs(BOB, TEA, at(BOB, 1), at(ALICE, 4), at(CAROL, 3));
        assertThat(only(Effect.Fetch.class, hear(bob, old))).isEmpty();

        on(new Input.Followed(CAROL.publicKey()));
        pass(Duration.ofSeconds(61));
        assertThat(only(Effect.Fetch.class, on(new Input.Ticked())))
                .containsExactly(new Effect.Fetch(TEA, bob, BOB.publicKey(), List.of(at(CAROL, 3)), Scope.FOLLOWED));
    }

    @Test
    void refs_that_were_announced_while_their_announcer_was_away_are_fetched_when_it_comes() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var carol = acquaintance(CAROL);
        pass(Duration.ofSeconds(1));
        hear(carol, node(BOB, address(2)));
        assertThat(only(Effect.Fetch.class, hear(carol, refs(BOB, TEA, at(BOB, 1)))))
                .isEmpty();
        var connection = new Connection(++connections);
        var effects = on(new Input.Connected(connection, BOB.publicKey(), address(2), Link.INBOUND, false));
        assertThat(only(Effect.Fetch.class, effects))
                .containsExactly(new Effect.Fetch(TEA, connection, BOB.publicKey(), List.of(at(BOB, 1)), Scope.ALL));
    }

    @Test
    void what_was_not_fetched_before_its_announcer_told_of_something_else_is_fetched_with_all_that_it_has() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var carol = acquaintance(CAROL);
        pass(Duration.ofSeconds(1));
        hear(carol, node(BOB, address(2)));
        hear(carol, refs(BOB, TEA, at(BOB, 1), at(CAROL, 1)));
        pass(Duration.ofSeconds(1));
        hear(carol, refs(BOB, TEA, at(BOB, 2)));
        shelf.put(TEA, BOB.publicKey(), oid(2));
        pass(Duration.ofSeconds(1));
        hear(carol, refs(BOB, TEA, at(BOB, 2)));

        var bob = new Connection(++connections);
        var effects = on(new Input.Connected(bob, BOB.publicKey(), address(2), Link.INBOUND, false));
        assertThat(only(Effect.Fetch.class, effects))
                .containsExactly(new Effect.Fetch(TEA, bob, BOB.publicKey(), List.of(), Scope.ALL));
        on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Brought(List.of(at(CAROL, 1)), false)));
        pass(Duration.ofSeconds(61));
        hear(bob, new Message.Pong(0));
        assertThat(only(Effect.Fetch.class, on(new Input.Ticked()))).isEmpty();
    }

    @Test
    void what_its_announcer_tells_again_is_fetched_as_it_is_told() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var carol = acquaintance(CAROL);
        pass(Duration.ofSeconds(1));
        hear(carol, node(BOB, address(2)));
        hear(carol, refs(BOB, TEA, at(BOB, 1)));
        pass(Duration.ofSeconds(1));
        hear(carol, refs(BOB, TEA, at(BOB, 2)));

        var bob = new Connection(++connections);
        var effects = on(new Input.Connected(bob, BOB.publicKey(), address(2), Link.INBOUND, false));
        assertThat(only(Effect.Fetch.class, effects))
                .containsExactly(new Effect.Fetch(TEA, bob, BOB.publicKey(), List.of(at(BOB, 2)), Scope.ALL));
    }

    @Test
    void a_fetch_that_failed_is_tried_again_later_and_then_not_any_more() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        assertThat(only(Effect.Fetch.class, hear(bob, refs(BOB, TEA, at(BOB, 1)))))
                .hasSize(1);
        var failed = on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Failed(false, "forged")));
        assertThat(only(Effect.Fetch.class, failed)).isEmpty();
        pass(Duration.ofSeconds(61));
        assertThat(only(Effect.Fetch.class, on(new Input.Ticked()))).hasSize(1);
        on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Brought(List.of(), false)));
        pass(Duration.ofSeconds(61));
        hear(bob, new Message.Pong(0));
        assertThat(only(Effect.Fetch.class, on(new Input.Ticked()))).isEmpty();
    }

    @Test
    void a_fetch_that_broke_off_with_the_connection_is_tried_again_as_soon_as_the_peer_is_back() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        hear(bob, refs(BOB, TEA, at(BOB, 1)));
        on(new Input.Disconnected(bob, Because.BROKEN));
        on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Failed(false, "the connection broke")));
        pass(Duration.ofSeconds(4));

        var again = new Connection(++connections);
        var back = new Input.Connected(again, BOB.publicKey(), address(7), Link.INBOUND, false);
        assertThat(only(Effect.Fetch.class, on(back)))
                .containsExactly(new Effect.Fetch(TEA, again, BOB.publicKey(), List.of(at(BOB, 1)), Scope.ALL));
    }

    @Test
    void a_peer_whose_fetch_stalls_is_dropped() {
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        hear(bob, inventory(BOB, TEA));
        assertThat(hungUp(on(new Input.Fetched(TEA, BOB.publicKey(), new Outcome.Failed(true, "30 s of silence")))))
                .isEqualTo(Because.FETCH_STALLED);
    }

    @Test
    void a_push_is_told_at_once_to_those_who_asked_with_all_that_stands_here() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        shelf.put(TEA, BOB.publicKey(), oid(1));
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        var carol = meet(CAROL);
        hear(carol, new Message.Subscribe(Filter.of(List.of(SOUP)), Timestamp.MAX, Timestamp.MAX));
        shelf.put(TEA, ALICE.publicKey(), oid(2));
        var effects = on(new Input.RefsChanged(TEA));
        assertThat(sent(bob, effects)).hasSize(1);
        var notice = (Notice.Refs) ((Announcement) sent(bob, effects).getFirst()).notice();
        assertThat(notice.refs()).containsExactly(at(ALICE, 2), at(BOB, 1));
        assertThat(sent(carol, effects)).isEmpty();
        assertThat(on(new Input.RefsChanged(TEA))).as("nothing new").isEmpty();
    }

    @Test
    void when_a_peer_has_our_refs_we_hear_of_it() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        assertThat(hear(bob, refs(BOB, TEA, at(ALICE, 2))))
                .contains(new Effect.Tell(new News.Synced(TEA, BOB.publicKey(), oid(2))));
    }

    @Test
    void of_a_private_repository_only_those_hear_who_may_and_have_proved_it() {
        shelf.with(TEA, new Visibility.Private(Set.of(BOB.publicKey())), Set.of(ALICE.publicKey()));
        shelf.put(TEA, ALICE.publicKey(), oid(1));
        on(new Input.Seeded(TEA, Scope.ALL));
        var bob = acquaintance(BOB, true);
        var carol = acquaintance(CAROL, true);
        shelf.put(TEA, ALICE.publicKey(), oid(2));
        var effects = on(new Input.RefsChanged(TEA));
        assertThat(sent(bob, effects)).hasSize(1);
        assertThat(sent(carol, effects)).isEmpty();
        on(new Input.Dismissed(BOB.publicKey()));

        var claimsToBeBob = meet(BOB, Link.INBOUND, false);
        var everything = new Message.Subscribe(Filter.EVERYTHING, Timestamp.MIN, Timestamp.MAX);
        assertThat(sent(claimsToBeBob, hear(claimsToBeBob, everything)))
                .allMatch(one -> !(((Announcement) one).notice() instanceof Notice.Refs));
        assertThat(alice.tables().gossip.find(Topic.ofInventory(ALICE.publicKey())))
                .hasValueSatisfying(said -> assertThat(
                                ((Notice.Inventory) said.announcement().notice()).repositories())
                        .isEmpty());
    }

    @Test
    void a_node_that_asked_in_a_member_s_name_hears_of_it_while_they_are_one() {
        shelf.with(TEA, new Visibility.Private(Set.of(BOB.publicKey())), Set.of(ALICE.publicKey()));
        shelf.put(TEA, ALICE.publicKey(), oid(1));
        on(new Input.Seeded(TEA, Scope.ALL));
        on(new Input.RefsChanged(TEA));
        var harbour = acquaintance(CAROL, true);
        var claims = acquaintance(Cast.key(61), false);
        var stranger = acquaintance(Cast.key(62), true);
        // What stands already is told with the word.
        assertThat(sent(harbour, on(new Input.Vouched(harbour, TEA, BOB.publicKey()))))
                .hasSize(1);
        on(new Input.Vouched(claims, TEA, BOB.publicKey()));
        on(new Input.Vouched(stranger, TEA, Cast.key(63).publicKey()));
        shelf.put(TEA, ALICE.publicKey(), oid(2));
        var effects = on(new Input.RefsChanged(TEA));
        assertThat(sent(harbour, effects)).hasSize(1);
        assertThat(sent(claims, effects)).isEmpty();
        assertThat(sent(stranger, effects)).isEmpty();
        // Who may not know of it is not asked for it either: the question would name who is here.
        assertThat(only(Effect.Fetch.class, hear(stranger, refs(Cast.key(62), TEA, at(BOB, 1)))))
                .isEmpty();
        assertThat(only(Effect.Fetch.class, hear(harbour, refs(CAROL, TEA, at(BOB, 1)))))
                .hasSize(1);

        shelf.turn(TEA, new Visibility.Private(Set.of()), Set.of(ALICE.publicKey()));
        shelf.put(TEA, ALICE.publicKey(), oid(3));
        assertThat(sent(harbour, on(new Input.RefsChanged(TEA)))).isEmpty();
    }

    @Test
    void who_is_asked_in_a_name_is_asked_on_each_connection_that_hides_it() {
        on(new Input.Seeded(TEA, Scope.ALL));
        on(new Input.Introduced(TEA, BOB.publicKey()));
        assertThat(wishes(BOB, false).contains(TEA)).isFalse();
        on(new Input.Dismissed(BOB.publicKey()));
        for (int i = 0; i < 2; i++) {
            var bob = new Connection(++connections);
            var effects = on(new Input.Connected(bob, BOB.publicKey(), address(2), Link.INBOUND, true));
            assertThat(only(Effect.Fetch.class, effects)).hasSize(1);
            shelf.with(TEA, new Visibility.Private(Set.of()), Set.of(ALICE.publicKey()));
            on(new Input.Fetched(TEA, BOB.publicKey(), new Input.Outcome.Brought(List.of(), i == 0)));
            pass(Duration.ofSeconds(70));
            assertThat(only(Effect.Fetch.class, on(new Input.Ticked()))).isEmpty();
            // Whoever gave it hears what happens to it here.
            hear(bob, node(BOB, address(2)));
            hear(bob, new Message.Subscribe(Filter.EVERYTHING, Timestamp.MAX, Timestamp.MAX));
            shelf.put(TEA, ALICE.publicKey(), oid(7 + i));
            assertThat(sent(bob, on(new Input.RefsChanged(TEA)))).hasSize(1);
            on(new Input.Disconnected(bob, Because.BROKEN));
        }
    }

    @Test
    void who_lends_a_name_is_not_held_to_what_others_were_given_or_refused() {
        var bob = new Connection(++connections);
        on(new Input.Connected(bob, BOB.publicKey(), address(2), Link.INBOUND, true));
        on(new Input.Introduced(TEA, BOB.publicKey()));
        assertThat(only(Effect.Fetch.class, on(new Input.Seeded(TEA, Scope.ALL))))
                .hasSize(1);
        on(new Input.Fetched(TEA, BOB.publicKey(), new Input.Outcome.Failed(false, "no")));
        assertThat(only(Effect.Fetch.class, on(new Input.Introduced(TEA, BOB.publicKey()))))
                .as("by somebody else's word")
                .hasSize(1);
        shelf.with(TEA, new Visibility.Private(Set.of()), Set.of(ALICE.publicKey()));
        on(new Input.Fetched(TEA, BOB.publicKey(), new Input.Outcome.Brought(List.of(), true)));
        on(new Input.Unseeded(TEA));
        shelf.drop(TEA);
        on(new Input.Introduced(TEA, BOB.publicKey()));
        assertThat(only(Effect.Fetch.class, on(new Input.Seeded(TEA, Scope.ALL))))
                .as("after it was forgotten here")
                .hasSize(1);
    }

    @Test
    void announcements_of_repositories_nobody_asked_for_take_no_room() {
        var bob = acquaintance(BOB);
        pass(Duration.ofSeconds(1));
        int before = alice.tables().gossip.size();
        for (int i = 0; i < 50; i++) hear(bob, refs(BOB, Cast.repository(100 + i), at(BOB, 1)));
        assertThat(alice.tables().gossip.size()).isEqualTo(before);
    }

    @Test
    void a_flood_is_not_listened_to() {
        var bob = acquaintance(BOB);
        int answered = 0;
        for (int i = 0; i < 2_000; i++)
            answered += sent(bob, hear(bob, new Message.Ping(1, 0))).size();
        assertThat(answered).isBetween(1_000, 1_024);
        pass(Duration.ofSeconds(10));
        answered = 0;
        for (int i = 0; i < 200; i++)
            answered += sent(bob, hear(bob, new Message.Ping(1, 0))).size();
        assertThat(answered).isEqualTo(50);
        assertThat(sent(meet(CAROL), List.of())).isEmpty();
        var carol = meet(Cast.key(60));
        assertThat(sent(carol, hear(carol, new Message.Ping(1, 0))))
                .as("others")
                .hasSize(1);
    }

    @Test
    void after_a_restart_nothing_is_said_that_was_said_before_and_time_goes_on() {
        shelf.with(TEA, new Visibility.Public(), Set.of());
        shelf.put(TEA, ALICE.publicKey(), oid(1));
        on(new Input.Seeded(TEA, Scope.ALL));
        var said = alice.tables().gossip.all().stream().map(Heard::announcement).toList();
        assertThat(said).hasSize(3);

        var again = new Protocol(ALICE, Cast.settings(address(1)), shelf, new SplittableRandom(2));
        again.on(
                now,
                new Input.Started(List.of(new Input.Seeded(TEA, Scope.ALL)), said, List.of(), List.of(), Map.of()));
        assertThat(again.tables().gossip.all().stream().map(Heard::announcement).toList())
                .containsExactlyElementsOf(said);

        shelf.put(TEA, ALICE.publicKey(), oid(2));
        var earlier = now.minus(Duration.ofHours(1)); // a clock that was set back
        again.on(earlier, new Input.RefsChanged(TEA));
        var newest =
                again.tables().gossip.find(Topic.ofRefs(ALICE.publicKey(), TEA)).orElseThrow();
        assertThat(said).allMatch(before -> newest.announcement().timestamp().isAfter(before.timestamp()));
    }

    @Test
    void what_is_dated_ahead_hides_nothing_from_a_node_that_was_away() {
        var ahead = new Notice.Inventory(List.of(), Timestamp.of(now.plus(Duration.ofMinutes(50)))).signedBy(BOB);
        var old = new Notice.Inventory(List.of(), Timestamp.of(now.minus(Duration.ofDays(3)))).signedBy(BOB);
        assertThat(asksSince(ahead)).isEqualTo(timestamp().minus(Duration.ofHours(24)));
        assertThat(asksSince(old)).isEqualTo(old.timestamp().minus(Duration.ofMinutes(3)));
    }

    private Timestamp asksSince(Announcement heard) {
        var again = new Protocol(ALICE, Cast.settings(address(1)), shelf, new SplittableRandom(2));
        again.on(now, new Input.Started(List.of(), List.of(heard), List.of(), List.of(), Map.of()));
        var connection = new Connection(1);
        var said = sent(
                connection,
                again.on(now, new Input.Connected(connection, CAROL.publicKey(), address(3), Link.INBOUND, false)));
        return ((Message.Subscribe) said.getLast()).since();
    }

    @Test
    void after_an_old_backup_was_restored_we_go_on_from_what_others_heard_of_us() {
        var bob = acquaintance(BOB);
        var said = new Notice.Inventory(List.of(), Timestamp.of(now.plusSeconds(600))).signedBy(ALICE);
        var forged = new Announcement(
                ALICE.publicKey(),
                said.signature(),
                new Notice.Inventory(List.of(), Timestamp.of(now.plusSeconds(3_000))));
        assertThat(hear(bob, forged)).isEmpty();
        assertThat(hear(bob, said)).isEmpty();
        shelf.with(TEA, new Visibility.Public(), Set.of());
        var effects = sent(bob, on(new Input.Seeded(TEA, Scope.ALL)));
        assertThat(((Announcement) effects.getFirst()).timestamp())
                .isEqualTo(said.timestamp().next());
    }

    private static final DidKey NOBODY = Cast.key(99).publicKey();

    @Test
    void a_fetch_from_nobody_is_declined_with_a_reason() {
        assertThat(on(new Input.FetchAsked(TEA, NOBODY)))
                .containsExactly(new Effect.Tell(new News.FetchDeclined(TEA, NOBODY, "not connected")));
    }

    @Test
    void a_fetch_of_what_is_not_kept_is_declined_with_a_reason() {
        meet(BOB);
        var bob = BOB.publicKey();
        assertThat(on(new Input.FetchAsked(TEA, bob)))
                .containsExactly(new Effect.Tell(new News.FetchDeclined(TEA, bob, "not kept here: seed it")));
    }

    @Test
    void what_is_private_is_not_even_wished_for_in_clear() {
        shelf.with(TEA, new Visibility.Private(Set.of(BOB.publicKey())), Set.of());
        on(new Input.Seeded(TEA, Scope.ALL));
        assertThat(wishes(BOB, false).contains(TEA)).isFalse();
        assertThat(wishes(CAROL, true).contains(TEA)).isTrue();
    }

    private Filter wishes(SigningKey peer, boolean proven) {
        var connection = new Connection(++connections);
        var effects = on(new Input.Connected(connection, peer.publicKey(), address(9), Link.INBOUND, proven));
        return sent(connection, effects).stream()
                .filter(Message.Subscribe.class::isInstance)
                .map(message -> ((Message.Subscribe) message).filter())
                .findFirst()
                .orElseThrow();
    }
}
