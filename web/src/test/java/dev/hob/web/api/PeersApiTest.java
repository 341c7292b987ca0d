package dev.hob.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.repo.Repo;
import dev.hob.p2p.protocol.Scope;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of peers, by a node that meets another one and by one that meets nobody.
class PeersApiTest {
    @TempDir
    Path data;

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        for (int i = 0; i < 1_500 && !holds.call(); i++) Thread.sleep(20);
        assertThat(holds.call()).as(what).isTrue();
    }

    private static String connect(ApiServer server) {
        return "{\"peer\":\"" + server.other().target() + "\"}";
    }

    private static boolean isWhole(ApiServer server, String path) {
        var copy = server.get(path, "").json().path(0);
        return copy.path("here").intValue() > 0
                && copy.path("same").intValue() == copy.path("here").intValue();
    }

    @Test
    void a_peer_is_met_and_says_that_it_has_what_it_fetched() throws Exception {
        try (var server = ApiServer.among(data)) {
            String keeper = server.token(server.keeper);
            String nid = server.other().peers().self().nid();
            var alone = server.get("/p2p/status", "").is(200).json();
            assertThat(alone.path("nid").textValue())
                    .isEqualTo(server.peers.orElseThrow().self().nid());
            assertThat(alone.path("meets_peers").booleanValue()).isTrue();
            assertThat(alone.path("connected").intValue()).isZero();
            assertThat(alone.has("listens")).isFalse();
            assertThat(server.get("/p2p/status", keeper).json().path("listens").textValue())
                    .startsWith("127.0.0.1:");

            var met = server.post("/p2p/peers", keeper, connect(server)).is(201).json();
            assertThat(met.path("nid").textValue()).isEqualTo(nid);
            assertThat(met.path("direction").textValue()).isEqualTo("out");
            assertThat(met.path("proven").booleanValue()).isTrue();
            assertThat(met.path("persistent").booleanValue()).isTrue();
            var shown = server.get("/p2p/peers", "").is(200);
            assertThat(shown.json()).hasSize(1);
            assertThat(shown.json().path(0).has("address"))
                    .as("where somebody is, is for administrators")
                    .isFalse();
            assertThat(server.get("/p2p/peers", server.token(server.mallory))
                            .json()
                            .path(0)
                            .has("address"))
                    .isFalse();
            assertThat(server.get("/p2p/peers", keeper)
                            .json()
                            .path(0)
                            .path("address")
                            .textValue())
                    .isEqualTo(server.other().target().address().toString());

            var tea = server.filled("tea", false);
            assertThat(server.other().peers().seed(tea.rid(), Scope.ALL)).isEmpty();
            String copies = "/p2p/repos/" + tea.path() + "/copies";
            await("the other has all of it", () -> isWhole(server, copies));
            var copy = server.get(copies, "").is(200).json().path(0);
            assertThat(copy.path("nid").textValue()).isEqualTo(nid);
            assertThat(copy.path("connected").booleanValue()).isTrue();
            var kept = server.get("/p2p/seeds", "").is(200).json().path(0);
            assertThat(kept.path("rid").textValue()).isEqualTo(tea.rid().value());
            assertThat(kept.path("scope").textValue()).isEqualTo("all");
            assertThat(kept.path("seeded").booleanValue()).isFalse();
            assertThat(kept.path("holders").intValue()).isEqualTo(1);
            var brought = server.post("/p2p/seeds/" + tea.rid() + "/sync", keeper, "")
                    .is(200)
                    .json();
            assertThat(brought.path(0).path("outcome").textValue()).isIn("current", "fetched");

            server.call("DELETE", "/p2p/peers/" + nid, keeper, "").is(204);
            await("it is gone", () -> server.get("/p2p/peers", "").json().isEmpty());
            server.call("DELETE", "/p2p/peers/" + nid, keeper, "").is(404);
        }
    }

    @Test
    void what_is_private_is_told_to_nobody_whom_it_does_not_concern() {
        try (var server = ApiServer.among(data)) {
            Repo diary = server.filled("diary", true);
            String copies = "/p2p/repos/" + diary.path() + "/copies";
            server.get(copies, "").is(404);
            server.get(copies, server.token(server.mallory)).is(404);
            server.get(copies, server.token(server.keeper)).is(404);
            server.get(copies, server.token(server.rita)).is(200);
            assertThat(server.get("/p2p/seeds", server.token(server.alice)).json())
                    .isEmpty();
        }
    }

    @Test
    void decisions_are_listed_and_taken_back() {
        try (var server = ApiServer.among(data)) {
            String keeper = server.token(server.keeper);
            String nid = "z6MkrLMMsiPWUcNPHcRajuMi9mDfYckSoJyPwwnknocNYPm7";
            String rid = "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5";
            server.call("PUT", "/p2p/followed/" + nid, keeper, "{\"alias\":\"two words\"}")
                    .is(422);
            server.call("PUT", "/p2p/followed/" + nid, keeper, "{\"alias\":\"carol\"}")
                    .is(204);
            var decided = server.get("/p2p/decided", keeper).is(200).json().path(0);
            assertThat(decided.path("policy").textValue()).isEqualTo("follow");
            assertThat(decided.path("alias").textValue()).isEqualTo("carol");
            server.call("PUT", "/p2p/blocked/" + nid, keeper, "").is(204);
            server.call("DELETE", "/p2p/followed/" + nid, keeper, "").is(404);
            var refused = server.post("/p2p/peers", keeper, "{\"peer\":\"" + nid + "@127.0.0.1:1\"}")
                    .is(422);
            assertThat(refused.text()).contains("blocked");
            server.call("DELETE", "/p2p/blocked/" + nid, keeper, "").is(204);
            assertThat(server.get("/p2p/decided", keeper).json()).isEmpty();

            server.call("PUT", "/p2p/seeds/" + rid, keeper, "{\"scope\":\"some\"}")
                    .is(422);
            server.call("PUT", "/p2p/seeds/" + rid, keeper, "{\"scope\":\"followed\"}")
                    .is(204);
            var wanted = server.get("/p2p/wanted", keeper).is(200).json().path(0);
            assertThat(wanted.path("rid").textValue()).isEqualTo(rid);
            assertThat(wanted.path("scope").textValue()).isEqualTo("followed");
            assertThat(wanted.path("here").booleanValue()).isFalse();
            assertThat(server.post("/p2p/seeds/" + rid + "/sync", keeper, "")
                            .is(200)
                            .json())
                    .isEmpty();
            server.call("DELETE", "/p2p/seeds/" + rid, keeper, "").is(204);
            assertThat(server.get("/p2p/wanted", keeper)
                            .json()
                            .path(0)
                            .path("scope")
                            .textValue())
                    .isEqualTo("none");
        }
    }

    @Test
    void a_node_that_meets_nobody_says_so() {
        try (var server = new ApiServer(data)) {
            var status = server.get("/p2p/status", "").is(200).json();
            assertThat(status.path("meets_peers").booleanValue()).isFalse();
            assertThat(status.path("nid").textValue()).startsWith("z6Mk");
            var tea = server.empty("tea", false);
            for (String path : new String[] {"/p2p/peers", "/p2p/seeds", "/p2p/repos/" + tea.path() + "/copies"})
                assertThat(server.get(path, "").is(409).text()).contains("p2p.address");
            server.post("/p2p/peers", server.token(server.keeper), "{\"peer\":\"z\"}")
                    .is(409);
        }
    }
}
