package dev.hob.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.PeerTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page about a node among its peers, and those of who has a repository.
class PeerPagesTest {
    private static final String NOBODY = "z6MkrLMMsiPWUcNPHcRajuMi9mDfYckSoJyPwwnknocNYPm7";
    private static final String RID = "rad:z3ZBGPhm5GYvdNoXfm2RkJh1XS4z5";

    @TempDir
    Path data;

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        for (int i = 0; i < 1_500 && !holds.call(); i++) Thread.sleep(20);
        assertThat(holds.call()).as(what).isTrue();
    }

    @Test
    void an_administrator_connects_and_everybody_sees_who_is_here() throws Exception {
        try (var site = Site.among(data.resolve("here"));
                var other = Other.open(data.resolve("there"))) {
            var alice = site.person("alice", true);
            var tea = site.repository(alice, "tea", false, "Leaves");
            site.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n"));
            site.repository(alice, "diary", true, "");
            var admin = site.guest("alice");
            var stranger = site.guest();
            assertThat(stranger.get("/-/peers").body())
                    .contains(site.peers.orElseThrow().self().nid(), "Nobody is connected", "here alone")
                    .doesNotContain("<h2>Connect</h2>", "diary", "127.0.0.1");
            var done = admin.post("/-/peers/connect", "peer", " " + other.target() + " ");
            assertThat(Guest.location(done)).contains("/-/peers");
            String nid = other.peers().self().nid();
            assertThat(admin.get("/-/peers").body())
                    .contains("Connected.", nid, "proven", "dialled from here", "127.0.0.1:");
            assertThat(stranger.get("/-/peers").body())
                    .contains(nid, "proven")
                    .doesNotContain("127.0.0.1", "Disconnect");

            assertThat(stranger.get("/alice/tea").body()).doesNotContain("Also held by");
            assertThat(other.peers().seed(tea.rid(), Scope.ALL)).isEmpty();
            await("it is held", () -> stranger.get("/alice/tea").body().contains("Also held by 1 other node"));
            await(
                    "it is up to date",
                    () -> stranger.get("/alice/tea/peers").body().contains("up to date"));
            assertThat(stranger.get("/alice/tea/peers").body())
                    .contains(nid, "connected")
                    .doesNotContain("Fetch from connected peers");
            assertThat(admin.get("/alice/tea/peers").body()).contains("Fetch from connected peers");
            assertThat(Guest.location(admin.post("/alice/tea/peers"))).contains("/alice/tea/peers");
            assertThat(admin.get("/alice/tea/peers").body()).contains("nothing newer");
            assertThat(stranger.get("/-/peers").body())
                    .contains("1 other node", "connected, proven, has 1 of 1 repository here");

            admin.post("/-/peers/disconnect", "node", nid);
            await("it is gone", () -> !stranger.get("/-/peers").body().contains(nid));
            assertThat(admin.post("/-/peers/disconnect", "node", nid).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void what_others_have_can_be_kept_here_too() throws Exception {
        try (var there = Site.among(data.resolve("there"));
                var here = Site.among(data.resolve("here"))) {
            var alice = there.person("alice");
            var tea = there.repository(alice, "tea", false, "Leaves");
            there.pushText(tea, "main", "Begin", Map.of("README.md", "# Tea\n"));
            String rid = tea.rid().value();
            here.person("bob", true);
            var admin = here.guest("bob");
            assertThat(admin.get("/-/peers").body()).doesNotContain("Had by others");
            var other = there.peers.orElseThrow();
            admin.post(
                    "/-/peers/connect",
                    "peer",
                    new PeerTarget(other.self(), other.address().orElseThrow()).toString());
            await("it is heard of", () -> admin.get("/-/peers").body().contains("Had by others"));
            assertThat(admin.get("/-/peers").body()).contains(rid, "Seed this");
            assertThat(here.guest().get("/-/peers").body()).contains(rid).doesNotContain("Seed this");

            admin.post("/-/peers/seed", "rid", rid);
            await("it is here", () -> admin.get("/-/peers").body().contains("seeded"));
            assertThat(admin.get("/-/peers").body()).doesNotContain("Had by others");
        }
    }

    @Test
    void what_was_typed_is_not_lost_and_told_beside_its_field() throws Exception {
        try (var site = Site.among(data)) {
            site.person("alice", true);
            var admin = site.guest("alice");
            var wrong = List.of(
                    List.of("/-/peers/connect", "peer", "bob@nowhere"),
                    List.of("/-/peers/connect", "peer", NOBODY + "@127.0.0.1:1"),
                    List.of("/-/peers/seed", "rid", "acme"),
                    List.of("/-/peers/follow", "follow", "bob"),
                    List.of("/-/peers/block", "block", "bob"),
                    List.of(
                            "/-/peers/block",
                            "block",
                            site.peers.orElseThrow().self().nid()));
            for (var it : wrong) {
                var answer = admin.post(it.get(0), it.get(1), it.get(2));
                assertThat(answer.statusCode()).as(it.toString()).isEqualTo(422);
                assertThat(answer.body())
                        .as(it.toString())
                        .contains("id=\"e-" + it.get(1) + "\"", "value=\"" + it.get(2) + "\"");
            }
            var alias = admin.post("/-/peers/follow", "follow", NOBODY, "alias", "two words");
            assertThat(alias.statusCode()).isEqualTo(422);
            assertThat(alias.body()).contains("id=\"e-alias\"", "value=\"two words\"", "value=\"" + NOBODY + "\"");
            var from = admin.post("/-/peers/seed", "rid", RID, "scope", "followed", "from", "bob");
            assertThat(from.statusCode()).isEqualTo(422);
            assertThat(from.body()).contains("id=\"e-from\"", "value=\"" + RID + "\"");
            var mine = admin.post("/-/peers/seed", "rid", RID, "mine", "yes");
            assertThat(mine.statusCode()).isEqualTo(422);
            assertThat(mine.body())
                    .contains("id=\"e-from\"", "value=\"" + RID + "\"", "name=\"mine\" value=\"yes\" checked");
            assertThat(site.peers.orElseThrow().book().seeded()).isEmpty();
        }
    }

    @Test
    void what_an_administrator_decides_is_shown_and_taken_back() throws Exception {
        try (var site = Site.among(data)) {
            site.person("alice", true);
            site.person("bob");
            var admin = site.guest("alice");
            var book = site.peers.orElseThrow().book();
            admin.post("/-/peers/seed", "rid", RID, "scope", "followed");
            admin.post("/-/peers/follow", "follow", NOBODY, "alias", "carol");
            assertThat(admin.get("/-/peers").body()).contains(RID, "followed only", "carol", "Unfollow");
            assertThat(site.guest("bob").get("/-/peers").body()).doesNotContain(RID, "carol");
            admin.post("/-/peers/undecide", "node", NOBODY, "policy", "follow");
            admin.post("/-/peers/block", "block", NOBODY);
            assertThat(admin.get("/-/peers").body()).contains("Unblock");
            admin.post("/-/peers/undecide", "node", NOBODY, "policy", "block");
            assertThat(book.decided()).isEmpty();
            admin.post("/-/peers/unseed", "repository", RID);
            assertThat(admin.get("/-/peers").body()).doesNotContain(RID);

            var bob = site.guest("bob");
            for (String form : List.of("connect", "disconnect", "seed", "unseed", "follow", "block", "undecide"))
                assertThat(bob.post("/-/peers/" + form, "block", NOBODY).statusCode())
                        .as(form)
                        .isEqualTo(404);
            assertThat(book.decided()).isEmpty();
        }
    }

    @Test
    void who_may_not_see_a_repository_does_not_learn_who_has_it() throws Exception {
        try (var site = Site.among(data)) {
            var alice = site.person("alice", true);
            site.person("bob");
            var carol = site.person("carol");
            site.repository(carol, "diary", true, "");
            site.repository(alice, "diary", true, "");
            assertThat(site.guest("bob").get("/alice/diary/peers").statusCode()).isEqualTo(404);
            assertThat(site.guest().get("/alice/diary/peers").statusCode()).isEqualTo(404);
            assertThat(site.guest("alice").get("/alice/diary/peers").statusCode())
                    .isEqualTo(200);
            assertThat(site.guest("alice").post("/carol/diary/peers").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_node_that_meets_nobody_says_so() throws Exception {
        try (var site = Site.open(data)) {
            var alice = site.person("alice", true);
            site.repository(alice, "tea", false, "Leaves");
            var admin = site.guest("alice");
            assertThat(admin.get("/-/peers").body())
                    .contains("p2p.address is off")
                    .doesNotContain("<h2>Connect</h2>");
            assertThat(admin.get("/alice/tea/peers").body()).contains("p2p.address is off");
            assertThat(admin.post("/-/peers/block", "block", NOBODY).statusCode())
                    .isEqualTo(503);
        }
    }
}
