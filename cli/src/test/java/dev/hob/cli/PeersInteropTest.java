package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import dev.hob.keys.DidKey;
import dev.hob.node.people.People;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.protocol.Standing;
import dev.hob.p2p.wire.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A Hob and the real `radicle-node`, on a line between them.
class PeersInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @AutoClose
    private final Land land = Land.here();

    private Running hob(Place next) {
        return Running.start(
                folder.resolve("hob"),
                Map.of(),
                Map.of(
                        Setting.HTTP_ADDRESS,
                        "127.0.0.1:0",
                        Setting.P2P_ADDRESS,
                        next.test() + ":0",
                        Setting.P2P_PEERS,
                        "0"));
    }

    private static Peers peers(Running hob) {
        return hob.house().peers().orElseThrow();
    }

    private static Repo repository(Running hob, String name, boolean isPrivate) {
        var people = hob.house().node().people();
        var alice = people.find("alice").orElseGet(() -> ((People.Creation.Created)
                        people.create("alice", "alice@example.org", Optional.empty(), false))
                .person());
        return ((Repos.Creation.Created) hob.house().node().refs().create(alice, name, isPrivate, "", "main")).repo();
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call() && System.nanoTime() < end) Thread.sleep(50);
        assertThat(holds.call()).as(what).isTrue();
    }

    private static Optional<Standing.Present> present(Running hob) {
        return peers(hob).standing().present().stream().findFirst();
    }

    private static boolean isConnected(Radicle rad) throws IOException {
        var sessions = rad.tell(Map.of("command", "sessions"));
        return sessions.toString().contains("\"connected\"");
    }

    @Test
    void the_real_node_dials_us_and_learns_what_we_have() throws Exception {
        var place = land.place();
        try (var rad = Radicle.make(folder, "rad", place).start();
                var hob = hob(place)) {
            var tea = repository(hob, "tea", false);
            var diary = repository(hob, "diary", true);
            rad.connect(
                    peers(hob).self().nid(), peers(hob).address().orElseThrow().toString());

            await("it is here", () -> present(hob).isPresent());
            var there = present(hob).orElseThrow();
            assertThat(there.peer().nid()).isEqualTo(rad.nid());
            assertThat(there.proven()).isFalse();
            await(
                    "it has introduced itself",
                    () -> present(hob).orElseThrow().agent().isPresent());
            await("it knows that we have tea", () -> seeds(rad, tea)
                    .contains(peers(hob).self().nid()));
            assertThat(seeds(rad, diary)).doesNotContain(peers(hob).self().nid());

            peers(hob).disconnect(there.peer());
            await("it notices at once", () -> !isConnected(rad));
        }
    }

    private static String seeds(Radicle rad, Repo repo) throws IOException {
        return rad.tell(Map.of("command", "seedsFor", "rid", repo.rid().value(), "namespaces", List.of()))
                .toString();
    }

    @Test
    void we_dial_the_real_node_though_it_knows_no_tls() throws Exception {
        var place = land.place();
        try (var rad = Radicle.make(folder, "rad", place).start();
                var hob = hob(place)) {
            var nid = DidKey.parse(rad.nid());
            var where = Address.parse(rad.address()).orElseThrow();
            assertThat(peers(hob).connect(nid, where, false).get(30, TimeUnit.SECONDS))
                    .isEmpty();
            await(
                    "it has introduced itself",
                    () -> present(hob).orElseThrow().agent().isPresent());
            await("it sees us", () -> isConnected(rad));

            rad.kill();
            await("we notice at once", () -> present(hob).isEmpty());
        }
    }
}
