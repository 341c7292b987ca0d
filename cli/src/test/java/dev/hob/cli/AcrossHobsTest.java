package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody with an account on one node acts on another from the command line, by way of their own.
class AcrossHobsTest {
    @TempDir
    Path folder;

    private Launched luke;

    private String hob(String... words) {
        return luke.hob(folder, "", words).ok();
    }

    private void until(String told, String... words) throws InterruptedException {
        String last = hob(words);
        for (int i = 0; i < 60 && !last.contains(told); i++) {
            Thread.sleep(500);
            last = hob(words);
        }
        assertThat(last).as(List.of(words).toString()).contains(told);
    }

    @Test
    void luke_follows_stars_and_writes_where_he_has_no_account() throws Exception {
        luke = Launched.in(folder.resolve("luke"));
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"))) {
            there.account("alice");
            here.account("luke");
            String alice = "Authorization: token " + there.token("alice", "all");
            var made = Wire.send(
                    there.url,
                    "POST",
                    "/api/v1/user/repos",
                    "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}".getBytes(UTF_8),
                    alice,
                    "Content-Type: application/json");
            assertThat(made.status()).isEqualTo(201);
            String url = here.url.toString();
            luke.hob(folder, Served.PASSWORD, "login", url, "--account", "luke", "--password-stdin")
                    .ok();

            String tea = "@alice.tea@" + there.url.getAuthority();
            assertThat(hob("follow", tea)).contains(tea, "asked");
            until("accepted", "elsewhere", "following");
            assertThat(hob("star", tea)).contains("has your star");
            assertThat(hob("elsewhere", "starred")).contains(tea);
            assertThat(hob("elsewhere", "issue", tea, "--title", "Tea is cold", "--body", "It *is*."))
                    .contains(url);
            until("accepted", "elsewhere", "written");
            // The repository passes it on to its followers, who are himself.
            until("Tea is cold", "elsewhere", "heard");
            var issue = Wire.ask(there.url, "GET", "/api/v1/repos/alice/tea/issues/1");
            assertThat(issue.body()).contains("Tea is cold", "luke@127.0.0.1");
            assertThat(hob("elsewhere", "comment", there.url + "/alice/tea/issues/1", "--body", "Still."))
                    .contains(url);
            until("ticket", "elsewhere", "heard");

            assertThat(luke.hob(folder, "", "follow", "@nobody@" + there.url.getAuthority())
                            .failed())
                    .contains("knows nobody called");
            assertThat(hob("unfollow", tea)).contains("is not followed");
            assertThat(luke.hob(folder, "", "elsewhere", "following", "--json").ok())
                    .doesNotContain("accepted");
        }
    }
}
