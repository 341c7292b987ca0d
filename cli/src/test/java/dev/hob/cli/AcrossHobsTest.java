package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody with an account on one node acts on another from the command line, by way of their own.
class AcrossHobsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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
            String comments = "/api/v1/repos/alice/tea/issues/1/comments";
            String said = JSON.readTree(hob("elsewhere", "written", "--json"))
                    .path(0)
                    .path("comment")
                    .asText();
            assertThat(hob("elsewhere", "edit", said, "--body", "Not *any* more."))
                    .contains(url);
            awaits(there, comments, "Not *any* more.");
            assertThat(hob("elsewhere", "delete", said)).contains("taken back");
            awaits(there, comments, "[]");
            assertThat(luke.hob(folder, "", "elsewhere", "delete", said).failed())
                    .contains("no such thing");

            String ticket = there.url + "/alice/tea/issues/1";
            assertThat(luke.hob(folder, "", "elsewhere", "edit", ticket).failed())
                    .contains("say --title TEXT or --body TEXT");
            assertThat(hob("elsewhere", "edit", ticket, "--title", "Tea is tepid"))
                    .contains(url);
            awaits(there, "/api/v1/repos/alice/tea/issues/1", "Tea is tepid");
            assertThat(Wire.ask(there.url, "GET", "/api/v1/repos/alice/tea/issues/1")
                            .body())
                    .contains("It *is*.");
            assertThat(hob("elsewhere", "edit", ticket, "--body", "It *was*.")).contains(url);
            awaits(there, "/api/v1/repos/alice/tea/issues/1", "It *was*.");
            assertThat(Wire.ask(there.url, "GET", "/alice/tea/issues/1").body()).contains("Tea is tepid", "edited");
            until("accepted", "elsewhere", "written");
            assertThat(hob("elsewhere", "written")).contains("Tea is tepid").doesNotContain("Tea is cold");

            assertThat(luke.hob(folder, "", "follow", "@nobody@" + there.url.getAuthority())
                            .failed())
                    .contains("knows nobody called");
            assertThat(hob("unfollow", tea)).contains("is not followed");
            assertThat(luke.hob(folder, "", "elsewhere", "following", "--json").ok())
                    .doesNotContain("accepted");
        }
    }

    @Test
    void luke_says_a_review_and_its_remark_in_other_words_and_takes_them_back() throws Exception {
        luke = Launched.in(folder.resolve("luke"));
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"))) {
            there.account("alice");
            here.account("luke");
            String alice = there.token("alice", "all");
            String tea = "/api/v1/repos/alice/tea";
            ask(there, alice, "POST", "/api/v1/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            ask(there, alice, "POST", tea + "/contents/lid.txt", "{\"content\":\"YQpiCmMK\",\"new_branch\":\"lid\"}");
            String open = "{\"head\":\"lid\",\"base\":\"main\",\"title\":\"A lid\"}";
            assertThat(ask(there, alice, "POST", tea + "/pulls", open).status()).isEqualTo(201);
            luke.hob(folder, Served.PASSWORD, "login", here.url.toString(), "--account", "luke", "--password-stdin")
                    .ok();
            String pull = there.url + "/alice/tea/pulls/1";
            hob(
                    "elsewhere",
                    "review",
                    pull,
                    "--request-changes",
                    "--body",
                    "It is *red*.",
                    "--remark",
                    "lid.txt:2-3=Why?");
            String reviews = tea + "/pulls/1/reviews";
            awaits(there, reviews, "It is *red*.");
            assertThat(luke.hob(folder, "", "elsewhere", "edit", pull, "--title", "Mine")
                            .failed())
                    .contains("only who opened it edits it");
            var written = JSON.readTree(hob("elsewhere", "written", "--json"));
            String said = written.path(0).path("comment").asText();
            var remark = written.path(1);
            assertThat(remark.path("kind").asText()).isEqualTo("remark");
            assertThat(remark.path("review").asText())
                    .isEqualTo(written.path(0).path("id").asText());
            String note = remark.path("comment").asText();
            hob("elsewhere", "edit", note, "--body", "Why **these**?");
            String remarks = reviews + "/" + id(there, reviews) + "/comments";
            awaits(there, remarks, "Why **these**?");
            var shown =
                    JSON.readTree(Wire.ask(there.url, "GET", remarks).body()).path(0);
            assertThat(shown.path("start_line").asInt()).isEqualTo(2);
            assertThat(shown.path("position").asInt()).isEqualTo(3);
            // Whoever has only its address finds its lines there.
            var document = Wire.ask(here.url, "GET", URI.create(note).getPath(), "Accept: application/activity+json");
            assertThat(document.body()).contains("lid.txt:2-3", "Why **these**?");
            hob("elsewhere", "delete", note);
            awaits(there, remarks, "[]");
            assertThat(luke.hob(folder, "", "elsewhere", "edit", note, "--body", "Back")
                            .failed())
                    .contains("no such thing");
            assertThat(luke.hob(folder, "", "elsewhere", "edit", said, "--title", "Red")
                            .failed())
                    .contains("has no title");
            hob("elsewhere", "edit", said, "--body", "It is *blue*.");
            awaits(there, reviews, "It is *blue*.");
            hob("elsewhere", "delete", said);
            awaits(there, reviews, "\"body\":\"\"");
            var left = JSON.readTree(Wire.ask(there.url, "GET", reviews).body());
            assertThat(left).hasSize(1);
            assertThat(left.path(0).path("state").asText()).isEqualTo("REQUEST_CHANGES");
            assertThat(left.path(0).path("comments_count").asInt()).isZero();
            assertThat(luke.hob(folder, "", "elsewhere", "edit", said, "--body", "Back")
                            .failed())
                    .contains("nothing as a whole");
            // A verdict alone is given words later.
            hob("elsewhere", "review", pull, "--approve");
            awaits(there, reviews, "APPROVED");
            String silent = JSON.readTree(hob("elsewhere", "written", "--json"))
                    .path(0)
                    .path("comment")
                    .asText();
            hob("elsewhere", "edit", silent, "--body", "It *shuts*.");
            awaits(there, reviews, "It *shuts*.");
            assertThat(Wire.ask(there.url, "GET", reviews).body()).contains("APPROVED");
        }
    }

    private static String id(Served node, String reviews) throws Exception {
        return JSON.readTree(Wire.ask(node.url, "GET", reviews).body())
                .path(0)
                .path("id")
                .asText();
    }

    private static void awaits(Served node, String path, String text) throws Exception {
        var answer = Wire.ask(node.url, "GET", path);
        for (int i = 0; i < 300 && !answer.body().contains(text); i++) {
            Thread.sleep(100);
            answer = Wire.ask(node.url, "GET", path);
        }
        assertThat(answer.body()).contains(text);
    }

    private static Wire.Answer ask(Served node, String token, String method, String path, String body)
            throws Exception {
        return Wire.send(
                node.url,
                method,
                path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
    }

    @Test
    void luke_is_let_in_closes_and_is_let_out_again() throws Exception {
        luke = Launched.in(folder.resolve("luke"));
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"))) {
            there.account("alice");
            here.account("luke");
            String alice = there.token("alice", "all");
            String tea = "@alice.tea@" + there.url.getAuthority();
            String repos = "/api/v1/user/repos";
            assertThat(ask(there, alice, "POST", repos, "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}")
                            .status())
                    .isEqualTo(201);
            String issues = "/api/v1/repos/alice/tea/issues";
            assertThat(ask(there, alice, "POST", issues, "{\"title\":\"Tea is cold\"}")
                            .status())
                    .isEqualTo(201);
            luke.hob(folder, Served.PASSWORD, "login", here.url.toString(), "--account", "luke", "--password-stdin")
                    .ok();
            var owner = Launched.in(folder.resolve("alice"));
            owner.hob(folder, Served.PASSWORD, "login", there.url.toString(), "--account", "alice", "--password-stdin")
                    .ok();

            String handle = "@luke@" + here.url.getAuthority();
            String url = there.url + "/alice/tea/issues/1";
            assertThat(luke.hob(folder, "", "elsewhere", "do", url, "close").failed())
                    .contains("not let in");
            assertThat(owner.hob(folder, "", "elsewhere", "invite", handle, "-R", "alice/tea")
                            .ok())
                    .contains(handle, "invited");
            until("invited", "elsewhere", "work");
            assertThat(hob("elsewhere", "accept", tea)).contains("asked");
            until("granted", "elsewhere", "work");
            assertThat(hob("elsewhere", "do", url, "close")).contains(here.url.toString());
            until("accepted", "elsewhere", "written");
            assertThat(ask(there, alice, "GET", issues + "/1", "").body()).contains("\"state\":\"closed\"");
            assertThat(hob("elsewhere", "do", url, "label", "--label", "cold")).contains(here.url.toString());
            String labels = ask(there, alice, "GET", issues + "/1/labels", "").body();
            for (int i = 0; i < 60 && !labels.contains("cold"); i++) {
                Thread.sleep(500);
                labels = ask(there, alice, "GET", issues + "/1/labels", "").body();
            }
            assertThat(labels).contains("cold");
            assertThat(luke.hob(folder, "", "elsewhere", "do", url, "merge").failed())
                    .contains("let in for less");

            owner.hob(folder, "", "elsewhere", "dismiss", handle, "-R", "alice/tea")
                    .ok();
            for (int i = 0; i < 60 && hob("elsewhere", "work", "--json").contains("granted"); i++) Thread.sleep(500);
            assertThat(hob("elsewhere", "work", "--json")).doesNotContain("granted");
        }
    }

    @Test
    void alice_moves_from_one_node_to_another_with_her_followers() throws Exception {
        luke = Launched.in(folder.resolve("luke"));
        try (var old = Served.federated(folder.resolve("old"));
                var next = Served.federated(folder.resolve("next"));
                var here = Served.federated(folder.resolve("here"))) {
            old.account("alice");
            next.account("alicia");
            here.account("luke");
            luke.hob(folder, Served.PASSWORD, "login", here.url.toString(), "--account", "luke", "--password-stdin")
                    .ok();
            var before = Launched.in(folder.resolve("before"));
            before.hob(folder, Served.PASSWORD, "login", old.url.toString(), "--account", "alice", "--password-stdin")
                    .ok();
            var after = Launched.in(folder.resolve("after"));
            after.hob(folder, Served.PASSWORD, "login", next.url.toString(), "--account", "alicia", "--password-stdin")
                    .ok();
            String alice = "@alice@" + old.url.getAuthority();
            String alicia = "@alicia@" + next.url.getAuthority();
            hob("follow", alice);
            until("accepted", "elsewhere", "following");

            assertThat(before.hob(folder, "", "move", "to", alicia).failed()).contains("does not say that it is also");
            assertThat(after.hob(folder, "", "move", "from", alice).ok()).contains("your account was");
            assertThat(before.hob(folder, "", "move", "to", alicia).ok()).contains("your account is now");
            assertThat(before.hob(folder, "", "move", "list").ok()).contains("is now", "/u/alicia");
            until(alicia, "elsewhere", "following");
            until("accepted", "elsewhere", "following");
            assertThat(hob("elsewhere", "following")).doesNotContain(alice);
            assertThat(Wire.ask(old.url, "GET", "/alice").body()).contains("Moved to", next.url + "/u/alicia");
        }
    }
}
