package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fork of what is on another server, brought up to date: bob's, of alice's tea.
class SyncAcrossTest {
    private static final String SYNC = "/repos/bob/tea/merge-upstream";
    private static final String STATE = Acting.OURS + "/forks/bob/tea";

    @TempDir
    Path folder;

    private Path clone;

    @BeforeEach
    void setClone() {
        clone = folder.resolve("clone");
    }

    private static void fork(Acting alice, Acting bob) throws Exception {
        alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
        alice.does("POST", "/repos/alice/tea/branches", "{\"new_branch_name\":\"green\",\"old_branch_name\":\"main\"}");
        bob.does(
                "POST",
                Acting.OURS + "/forks",
                "{\"from\":\"@alice.tea@" + alice.node().getAuthority() + "\"}");
        bob.awaits(STATE, fork -> fork.path("state").asText().equals("done"));
    }

    private static String tip(Acting at, String branch) throws Exception {
        return at.sees("/repos/" + at.name() + "/tea/branches/" + branch)
                .path("commit")
                .path("id")
                .asText();
    }

    private static String asked(Acting bob, String branch, int status) throws Exception {
        var answer = bob.ask("POST", SYNC, "{\"branch\":\"" + branch + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    @Test
    void branches_go_on_new_tags_come_and_nothing_of_ones_own_is_lost() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"))) {
            var alice = Acting.of(home, "alice");
            var bob = Acting.of(away, "bob");
            fork(alice, bob);
            assertThat(asked(bob, "main", 200)).contains("up-to-date");

            alice.writes("cups.txt", "two\n", "main", "");
            alice.writes("leaves.txt", "many\n", "green", "");
            alice.writes("milk.txt", "none\n", "main", "milk");
            alice.does("POST", "/repos/alice/tea/tags", "{\"tag_name\":\"v1\",\"message\":\"The first\"}");
            assertThat(asked(bob, "main", 200)).contains("fast-forward");
            assertThat(tip(bob, "main")).isEqualTo(tip(alice, "main"));
            assertThat(tip(bob, "green")).isEqualTo(tip(alice, "green"));
            assertThat(bob.sees("/repos/bob/tea/tags/v1")
                            .path("commit")
                            .path("sha")
                            .asText())
                    .isEqualTo(tip(alice, "main"));
            assertThat(bob.ask("GET", "/repos/bob/tea/branches/milk", "").status())
                    .isEqualTo(404);
            Git.init(clone, 2).ok("fetch", "-q", away.remote("bob", away.token("bob", "all"), "bob/tea"));
            Git.init(clone, 2).ok("fsck", "--strict");

            bob.writes("mine.txt", "mine\n", "main", "");
            String mine = tip(bob, "main");
            alice.writes("more.txt", "four\n", "main", "");
            alice.writes("mint.txt", "some\n", "green", "");
            assertThat(asked(bob, "main", 409)).contains("main has commits of its own");
            assertThat(tip(bob, "main")).isEqualTo(mine);
            assertThat(tip(bob, "green")).as("the others go on").isEqualTo(tip(alice, "green"));
            assertThat(asked(bob, "green", 200)).contains("up-to-date");
            assertThat(asked(bob, "milk", 422)).contains("there is no branch milk");
            assertThat(bob.sees(STATE).path("told").asText()).contains("main has commits of its own");

            bob.does("POST", "/repos/bob/tea/branch_protections", "{\"rule_name\":\"green\",\"enable_push\":false}");
            alice.writes("hot.txt", "very\n", "green", "");
            assertThat(asked(bob, "green", 409)).contains("green");
            assertThat(tip(bob, "green")).isNotEqualTo(tip(alice, "green"));
            Wholeness.check(away);
        }
    }

    @Test
    void a_server_that_is_away_is_asked_again_also_after_a_restart_and_one_that_has_nothing_left_is_told_of()
            throws Exception {
        var home = Served.federated(folder.resolve("home"));
        var away = Served.federated(folder.resolve("away"));
        try {
            var alice = Acting.of(home, "alice");
            var bob = Acting.of(away, "bob");
            fork(alice, bob);
            alice.writes("cups.txt", "two\n", "main", "");
            String newest = tip(alice, "main");
            String where = home.url.getAuthority();
            home.close();
            bob.does("POST", Acting.OURS + "/forks/bob/tea/sync", "");
            bob.awaits(STATE, fork -> !fork.path("told").asText().isEmpty());
            assertThat(bob.sees(STATE).path("state").asText()).isEqualTo("syncing");
            away.kill();
            home = Served.federatedAt(folder.resolve("home"), where, Map.of());
            away = away.federatedAgain();
            bob = new Acting(away.url, "bob", bob.token());
            bob.awaits(STATE, fork -> fork.path("state").asText().equals("done"));
            assertThat(tip(bob, "main")).isEqualTo(newest);

            alice.does("DELETE", "/repos/alice/tea", "");
            assertThat(asked(bob, "main", 422)).isNotEmpty();
            assertThat(bob.sees(STATE).path("state").asText()).isEqualTo("done");
            assertThat(tip(bob, "main")).isEqualTo(newest);
        } finally {
            home.close();
            away.close();
        }
    }
}
