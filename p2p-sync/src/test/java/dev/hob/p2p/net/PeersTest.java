package dev.hob.p2p.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.issue.Issues;
import dev.hob.node.people.WaitingKeys;
import dev.hob.node.repo.Repo;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Oid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that run, and meet over real sockets.
@Timeout(120)
class PeersTest {
    private static final String HOB = "/hob:0.1.0/";
    private static final String OTHER = "/radicle:1.9.0/";

    @TempDir
    Path folder;

    private Hob hob(String name) {
        return new Hob(folder.resolve(name), HOB, true);
    }

    @Test
    void two_hobs_meet_in_tls_and_each_knows_the_other() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            assertThat(alice.connect(bob, false)).isEmpty();

            var present = alice.peers.standing().present().getFirst();
            assertThat(present.peer()).isEqualTo(bob.nid());
            assertThat(present.proven()).isTrue();
            Hob.await(() -> bob.isWith(alice));
            assertThat(alice.connect(bob, false)).as("once more").isEmpty();
            Hob.await(() -> alice.peers.known(bob.nid()).isPresent());
            assertThat(alice.peers.known(10)).hasSize(1);
        }
    }

    @Test
    void nobody_is_there() throws Exception {
        try (var alice = hob("alice")) {
            var bob = hob("bob");
            bob.close();
            assertThat(alice.connect(bob, false)).isPresent();
            assertThat(alice.connect(alice, false)).contains("that is this node");
        }
    }

    @Test
    void a_push_is_heard_and_fetched_in_under_a_second() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            var tea = alice.repository("tea", false);
            bob.peers.seed(tea.rid(), Scope.ALL);
            bob.connect(alice, false);
            // A clone comes to nothing here, and is not asked for again at once: but it was asked for.
            assertThat(Hob.next(bob.fetches).repository()).isEqualTo(tea.rid());
            assertThat(Hob.next(alice.hellos)).isEqualTo(tea.rid().value());

            long began = System.nanoTime();
            alice.push(tea, "first");
            Hob.await(() -> bob.peers.seedsOf(tea.rid()).contains(alice.nid()));
            alice.push(tea, "second");
            Hob.next(bob.fetches);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void what_is_private_is_told_to_nobody_who_may_not_know() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            var diary = alice.repository("diary", true);
            var tea = alice.repository("tea", false);
            bob.peers.seed(diary.rid(), Scope.ALL);
            bob.peers.seed(tea.rid(), Scope.ALL);
            bob.connect(alice, false);
            Hob.await(() -> bob.peers.seedsOf(tea.rid()).contains(alice.nid()));
            alice.push(diary, "secret");
            alice.push(tea, "open");

            Hob.next(bob.fetches);
            Thread.sleep(1_500);
            assertThat(bob.peers.seedsOf(diary.rid())).isEmpty();
            assertThat(bob.fetches).noneMatch(fetch -> fetch.repository().equals(diary.rid()));
        }
    }

    @Test
    void a_fetch_can_be_asked_for_and_waited_for() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            var tea = alice.repository("tea", false);
            bob.peers.seed(tea.rid(), Scope.ALL);
            assertThat(fetched(bob, alice, tea.rid())).isEqualTo(new Outcome.Failed(false, "not connected"));
            bob.connect(alice, false);
            assertThat(fetched(bob, alice, tea.rid())).isInstanceOf(Outcome.Brought.class);
            assertThat(bob.peers.tally().fetches()).isPositive();
        }
    }

    @Test
    void what_a_key_had_to_wait_with_is_told_when_it_need_not_any_more() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            alice.node.lateSigning().start();
            var tea = alice.repository("tea", false);
            bob.peers.seed(tea.rid(), Scope.ALL);
            bob.connect(alice, false);
            alice.push(tea, "first");
            Hob.await(() -> said(bob, tea).isPresent());
            var waiting = alice.node.custody().waiting();
            assertThat(waiting.begin(tea.namespace(), WaitingKeys.Reason.SEEN)).isTrue();
            // What was signed before may still be on its way.
            Thread.sleep(1_500);
            var before = said(bob, tea);

            // The number of an issue is signed by the owner.
            var carol = alice.person("carol");
            alice.node.tracking().issues().open(tea, carol, Issues.Opening.of("Too hot", "Always."));
            Hob.await(() -> !bob.peers.announced(tea.rid(), carol.key()).isEmpty());
            Thread.sleep(1_500);
            assertThat(said(bob, tea)).isEqualTo(before);

            assertThat(waiting.end(tea.namespace())).isTrue();
            Hob.await(() -> !said(bob, tea).equals(before));
        }
    }

    /// Where its owner's signed refs stand, as far as somebody was told.
    private static Optional<Oid> said(Hob to, Repo repo) {
        return to.peers.announced(repo.rid(), repo.namespace()).values().stream()
                .findFirst();
    }

    private static Outcome fetched(Hob who, Hob from, dev.hob.node.log.RepoId repository) throws Exception {
        return who.peers.fetch(repository, from.nid()).get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_persistent_peer_comes_back_and_so_does_what_was_known() throws Exception {
        var alice = hob("alice");
        try (var bob = hob("bob")) {
            var tea = bob.repository("tea", false);
            alice.peers.seed(tea.rid(), Scope.FOLLOWED);
            alice.connect(bob, true);
            Hob.await(() -> alice.peers.seedsOf(tea.rid()).contains(bob.nid()));
            alice.close();
            Hob.await(() -> !bob.isWith(alice));

            try (var again = hob("alice")) {
                assertThat(again.nid()).isEqualTo(alice.nid());
                assertThat(again.peers.seedsOf(tea.rid())).contains(bob.nid());
                Hob.await(() -> again.isWith(bob));
                assertThat(again.peers.book().seeded()).containsKey(tea.rid());

                again.peers.disconnect(bob.nid());
                Hob.await(() -> !again.isWith(bob) && !bob.isWith(again));
                Thread.sleep(4_000); // longer than the first retry
                assertThat(again.isWith(bob)).isFalse();
            }
        }
    }

    @Test
    void who_is_blocked_is_not_let_in() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            alice.connect(bob, false);
            alice.peers.book().decide(bob.nid(), Book.Policy.BLOCK, java.util.Optional.empty());
            alice.peers.decided(new Input.Blocked(bob.nid()));
            Hob.await(() -> !alice.isWith(bob) && !bob.isWith(alice));
            bob.connect(alice, false);
            Hob.await(() -> !bob.isWith(alice));
            assertThat(alice.isWith(bob)).isFalse();
        }
    }

    @Test
    void both_dial_at_once_and_one_connection_stays() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            var one = alice.peers.connect(bob.nid(), bob.address, false);
            var two = bob.peers.connect(alice.nid(), alice.address, false);
            one.get(20, TimeUnit.SECONDS);
            two.get(20, TimeUnit.SECONDS);
            Thread.sleep(500);
            assertThat(alice.peers.standing().present()).hasSize(1);
            assertThat(bob.peers.standing().present()).hasSize(1);
            Hob.await(() -> alice.peers.sockets() == 1 && bob.peers.sockets() == 1);
        }
    }

    @Test
    void a_hob_is_never_talked_into_speaking_in_clear() throws Exception {
        try (var alice = hob("alice");
                var bob = hob("bob")) {
            alice.connect(bob, false);
            Hob.await(() -> alice.peers.known(bob.nid()).isPresent());
            var ways = new Ways(alice.peers.book(), true);
            ways.met(alice.peers.known(bob.nid()).orElseThrow());
            assertThat(ways.to(bob.nid(), bob.address, true))
                    .extracting(Network.Way::manner)
                    .containsExactly(Manner.TLS);
            assertThat(ways.to(alice.nid(), bob.address, true))
                    .as("nobody knows")
                    .extracting(Network.Way::manner)
                    .containsExactly(Manner.TLS, Manner.PLAIN);
        }
        try (var old = new Hob(folder.resolve("old"), OTHER, true);
                var carol = hob("carol")) {
            carol.connect(old, false);
            Hob.await(() -> carol.peers.known(old.nid()).isPresent());
            var ways = new Ways(carol.peers.book(), true);
            ways.met(carol.peers.known(old.nid()).orElseThrow());
            assertThat(ways.to(old.nid(), old.address, true))
                    .extracting(Network.Way::manner)
                    .containsExactly(Manner.PLAIN);
        }
    }

    @Test
    void a_strangers_name_does_not_lead_into_the_operators_network() {
        try (var alice = hob("alice")) {
            var ways = new Ways(alice.peers.book(), true);
            var local = dev.hob.p2p.wire.Address.parse("localhost:1").orElseThrow();
            assertThat(ways.to(alice.nid(), local, false)).isEmpty();
            assertThat(ways.to(alice.nid(), local, true)).isNotEmpty();
            var onion = new dev.hob.p2p.wire.Address(new dev.hob.p2p.wire.Host.I2p("hob.i2p"), 1);
            assertThat(ways.to(alice.nid(), onion, true)).isEmpty();
        }
    }
}
