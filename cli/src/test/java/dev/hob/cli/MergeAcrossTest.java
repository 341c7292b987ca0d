package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bob, with an account on one node, works on alice's repository on another: he forks it, offers what he made, goes on
/// with it, and sees it merged. Nobody has an account on both.
class MergeAcrossTest {
    private static final String OURS = Acting.OURS;

    @TempDir
    Path folder;

    @Test
    void bob_forks_offers_goes_on_and_sees_it_merged() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"))) {
            var alice = Acting.of(home, "alice");
            var bob = Acting.of(away, "bob");
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");

            var begun = bob.does("POST", OURS + "/forks", "{\"from\":\"" + home.url + "/alice/tea\"}");
            assertThat(begun.path("full_name").asText()).isEqualTo("bob/tea");
            bob.awaits(OURS + "/forks/bob/tea", it -> it.path("state").asText().equals("done"));
            assertThat(bob.does("GET", "/repos/bob/tea/contents/README.md", "")
                            .path("name")
                            .asText())
                    .isEqualTo("README.md");

            bob.writes("steep.txt", "five minutes\n", "main", "fix");
            var offered = bob.does(
                    "POST",
                    OURS + "/pulls",
                    "{\"repository\":\"bob/tea\",\"head\":\"fix\",\"title\":\"Steep it longer\",\"body\":\"It is *weak*.\"}");
            assertThat(offered.path("state").asText()).isEqualTo("asked");
            var pull =
                    alice.awaits("/repos/alice/tea/pulls", it -> it.size() == 1).get(0);
            assertThat(pull.path("title").asText()).isEqualTo("Steep it longer");
            assertThat(pull.path("body").asText()).isEqualTo("It is *weak*.");
            assertThat(pull.path("user").path("login").asText()).startsWith("bob@127.0.0.1");
            assertThat(pull.path("head").path("sha").asText())
                    .isEqualTo(offered.path("sha").asText());

            String mine = OURS + "/pulls/" + offered.path("id").asText();
            var open = bob.awaits(mine, it -> it.path("state").asText().equals("open"));
            assertThat(open.path("url").asText()).endsWith("/tickets/1");

            bob.writes("cup.txt", "a large one\n", "fix", "");
            String head = bob.awaits(mine, it -> !it.path("sha").equals(offered.path("sha")))
                    .path("sha")
                    .asText();
            alice.awaits(
                    "/repos/alice/tea/pulls/1",
                    it -> it.path("head").path("sha").asText().equals(head));

            alice.does("POST", "/repos/alice/tea/pulls/1/merge", "{\"Do\":\"merge\"}");
            var merged = bob.awaits(mine, it -> it.path("state").asText().equals("merged"));
            assertThat(merged.path("merge_commit").asText()).hasSize(40);
            assertThat(alice.does("GET", "/repos/alice/tea/contents/cup.txt", "")
                            .path("name")
                            .asText())
                    .isEqualTo("cup.txt");

            Wholeness.check(home);
            Wholeness.check(away);
        }
    }

    @Test
    void what_cannot_be_taken_is_told_with_the_reason() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"))) {
            var alice = Acting.of(home, "alice");
            var bob = Acting.of(away, "bob");
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            bob.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            bob.writes("steep.txt", "five minutes\n", "main", "fix");
            var offered = bob.does(
                    "POST",
                    OURS + "/pulls",
                    "{\"repository\":\"bob/tea\",\"head\":\"fix\",\"title\":\"Steep\",\"to\":\"@alice.tea@"
                            + home.url.getAuthority() + "\"}");
            var rejected = bob.awaits(
                    OURS + "/pulls/" + offered.path("id").asText(),
                    it -> it.path("state").asText().equals("rejected"));
            assertThat(rejected.path("told").asText()).contains("no history in common");
            assertThat(alice.does("GET", "/repos/alice/tea/pulls", "")).isEmpty();
            String nowhere = "{\"repository\":\"bob/tea\",\"head\":\"fix\",\"title\":\"Steep\"}";
            assertThat(bob.ask("POST", OURS + "/pulls", nowhere).status()).isEqualTo(422);
        }
    }
}
