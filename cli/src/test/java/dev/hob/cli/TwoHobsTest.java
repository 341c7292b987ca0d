package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import dev.hob.node.log.RepoId;
import dev.hob.node.people.People;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two Hobs that exchange repositories, with all that a node has.
class TwoHobsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Running hob(String name) {
        return Running.start(
                folder.resolve(name),
                Map.of(),
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_PEERS,
                        "0"));
    }

    private static Peers peers(Running hob) {
        return hob.house().peers().orElseThrow();
    }

    private static Person alice(Running hob) {
        var people = hob.house().node().people();
        return people.find("alice").orElseGet(() -> ((People.Creation.Created)
                        people.create("alice", "alice@example.org", Optional.empty(), false))
                .person());
    }

    private static Repo repository(Running hob, String name, boolean isPrivate) {
        return ((Repos.Creation.Created) hob.house().node().refs().create(alice(hob), name, isPrivate, "", "main"))
                .repo();
    }

    private static void connect(Running from, Running to) throws Exception {
        var peer = peers(to);
        assertThat(peers(from)
                        .connect(peer.self(), peer.address().orElseThrow(), true)
                        .get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call() && System.nanoTime() < end) Thread.sleep(20);
        assertThat(holds.call()).as(what).isTrue();
    }

    private static boolean has(Running hob, RepoId rid) {
        return hob.house().node().storage().has(rid);
    }

    @Test
    void a_repository_is_seeded_and_an_issue_travels_in_under_a_second() throws Exception {
        try (var home = hob("home");
                var away = hob("away")) {
            var tea = repository(home, "tea", false);
            connect(away, home);
            assertThat(peers(away).seed(tea.rid(), Scope.ALL)).isEmpty();
            await(
                    "it is cloned",
                    () -> away.house().node().repos().project(tea.rid()).isPresent());

            var opened = home.house()
                    .node()
                    .tracking()
                    .issues()
                    .open(tea, alice(home), dev.hob.node.issue.Issues.Opening.of("Leaves at the bottom", "How many?"));
            long began = System.nanoTime();
            assertThat(opened).isNotNull();
            await("the issue is there", () -> issues(away, tea.rid()) == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(peers(home).copies(tea.rid()))
                    .extracting(Peers.Copy::node)
                    .containsExactly(peers(away).self());
            await(
                    "home knows that away is up to date",
                    () -> peers(home).copies(tea.rid()).getFirst().same()
                            == peers(home).copies(tea.rid()).getFirst().here());
        }
    }

    private static long issues(Running hob, RepoId rid) {
        return hob.house().node().database().read(handle -> handle.createQuery(
                        "select count(*) from issue where rid = :rid")
                .bind("rid", rid.value())
                .mapTo(Long.class)
                .one());
    }

    @Test
    void what_is_private_goes_to_nobody_whom_it_does_not_name() throws Exception {
        try (var home = hob("home");
                var away = hob("away")) {
            var diary = repository(home, "diary", true);
            connect(away, home);
            peers(away).seed(diary.rid(), Scope.ALL);
            var outcome = peers(away).fetch(diary.rid(), peers(home).self()).get(30, TimeUnit.SECONDS);
            assertThat(outcome).isInstanceOf(dev.hob.p2p.protocol.Input.Outcome.Failed.class);
            assertThat(has(away, diary.rid())).isFalse();
        }
    }
}
