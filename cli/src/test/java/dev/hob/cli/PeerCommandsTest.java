package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.cli.ServeCommand.Running;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator says of peers, to a node that runs and to one that does not.
class PeerCommandsTest {
    private static final String NOBODY = "z6MkrLMMsiPWUcNPHcRajuMi9mDfYckSoJyPwwnknocNYPm7";
    private static final String RID = "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5";

    @TempDir
    Path folder;

    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();

    private Path data(String name) {
        return folder.resolve(name);
    }

    private int hob(String... words) {
        out.clear();
        err.clear();
        return Main.run(List.of(words), new Written(out, err), Map.of());
    }

    /// The same within a node that runs, where its process would send it.
    private int hob(Running running, String... words) {
        out.clear();
        err.clear();
        return Main.inside(running.house(), List.of(words), new Written(out, err));
    }

    private Running serve(String name) {
        return Running.start(
                data(name), Map.of(), Map.of(Setting.HTTP_ADDRESS, "127.0.0.1:0", Setting.P2P_ADDRESS, "127.0.0.1:0"));
    }

    private static String where(Running running) {
        var peers = running.house().peers().orElseThrow();
        return peers.self().nid() + "@" + peers.address().orElseThrow();
    }

    @Test
    void nodes_are_connected_listed_blocked_and_left() throws Exception {
        try (var one = serve("a");
                var two = serve("b")) {
            assertThat(hob(one, "peer", "connect", where(two)))
                    .as(() -> err.toString())
                    .isZero();
            assertThat(out)
                    .singleElement()
                    .asString()
                    .contains(two.house().peers().orElseThrow().self().nid(), "\tout\ttls\t");
            assertThat(hob(one, "peer", "list")).isZero();
            assertThat(out).hasSize(1);
            assertThat(metrics(one)).contains("hob_p2p_connected 1.0").contains("hob_p2p_dialled 1.0");
            String nid = two.house().peers().orElseThrow().self().nid();
            assertThat(hob(one, "peer", "disconnect", nid)).isZero();
            for (int i = 0; i < 100 && !out.isEmpty(); i++) {
                Thread.sleep(50);
                hob(one, "peer", "list");
            }
            assertThat(out).isEmpty();

            assertThat(hob(one, "peer", "block", nid)).isZero();
            assertThat(hob(one, "peer", "connect", where(two))).isEqualTo(1);
            assertThat(err).singleElement().asString().contains("blocked");
            assertThat(hob(one, "follow")).isZero();
            assertThat(out).containsExactly(nid + "\tblocked\t-");
            assertThat(hob(one, "peer", "unblock", nid)).isZero();
            assertThat(hob(one, "peer", "unblock", nid)).isEqualTo(1);
            assertThat(hob(one, "peer", "connect", where(two), "--once")).isZero();
            assertThat(one.house().book().persistent()).isEmpty();
        }
    }

    private static String metrics(Running running) throws Exception {
        var request = HttpRequest.newBuilder(running.web().localUrl().resolve("/metrics"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void what_is_decided_while_the_node_rests_counts_when_it_runs() {
        String a = data("a").toString();
        assertThat(hob("seed", RID, "--scope", "followed", "--data", a))
                .as(() -> err.toString())
                .isZero();
        assertThat(hob("follow", NOBODY, "--alias", "carol", "--data", a)).isZero();
        assertThat(hob("peer", "list", "--data", a)).isEqualTo(1);
        assertThat(err).singleElement().asString().contains("does not run");
        try (var one = serve("a")) {
            assertThat(one.house().peers().orElseThrow().isKept(new dev.hob.node.log.RepoId(RID)))
                    .isTrue();
            assertThat(hob(one, "sync")).isZero();
            assertThat(hob(one, "unseed", RID)).isZero();
            assertThat(one.house().peers().orElseThrow().isKept(new dev.hob.node.log.RepoId(RID)))
                    .isFalse();
            assertThat(hob(one, "unfollow", NOBODY)).isZero();
            assertThat(hob(one, "unfollow", NOBODY)).isEqualTo(1);
        }
    }

    @Test
    void what_makes_no_sense_is_told() {
        String a = data("a").toString();
        for (var words : List.of(
                List.of("seed", "acme"),
                List.of("seed", RID, "--scope", "some"),
                List.of("seed", RID, "--from", NOBODY),
                List.of("follow", "bob"),
                List.of("peer", "connect", "bob@nowhere"),
                List.of("peer", "block", "bob"))) {
            var all = new ArrayList<>(words);
            all.addAll(List.of("--data", a));
            assertThat(hob(all.toArray(String[]::new))).as(words.toString()).isEqualTo(1);
            assertThat(err).as(words.toString()).isNotEmpty();
        }
        assertThat(hob("unseed", "acme", "--data", a)).isEqualTo(1);
    }

    @Test
    void a_node_without_peers_says_how_to_meet_them() {
        try (var one = Running.start(
                data("a"), Map.of(), Map.of(Setting.HTTP_ADDRESS, "127.0.0.1:0", Setting.P2P_ADDRESS, "off"))) {
            assertThat(one.house().peers()).isEmpty();
            assertThat(hob(one, "peer", "list")).isEqualTo(1);
            assertThat(err).singleElement().asString().contains("p2p.address");
        }
    }
}
