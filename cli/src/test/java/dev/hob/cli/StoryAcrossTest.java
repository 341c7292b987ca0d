package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that somebody does on another server than their own, from the first look to the merge: bob at his node, alice
/// with her repository at hers, nobody with an account on both.
class StoryAcrossTest {
    private static final String OURS = Acting.OURS;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    // By command

    /// Somebody with a terminal.
    private record AtTerminal(Launched launched, Path place) {
        String hob(String... words) {
            return launched.hob(place, "", words).ok();
        }

        JsonNode json(String... words) throws IOException {
            var all = new ArrayList<>(List.of(words));
            all.add("--json");
            return JSON.readTree(hob(all.toArray(String[]::new)));
        }

        void until(String told, String... words) throws InterruptedException {
            String last = hob(words);
            for (int i = 0; i < 90 && !last.contains(told); i++) {
                Thread.sleep(500);
                last = hob(words);
            }
            assertThat(last).as(List.of(words).toString()).contains(told);
        }

        void commit(String file, String text) throws IOException {
            Files.writeString(place.resolve(file), text);
            git("add", file);
            git("-c", "user.name=Bob", "-c", "user.email=bob@example.org", "commit", "-q", "-m", "Write " + file);
        }

        String git(String... words) {
            return launched.git(place, words).ok();
        }

        AtTerminal in(String clone) {
            return new AtTerminal(launched, place.resolve(clone));
        }
    }

    private AtTerminal terminal(String name, Served node) throws IOException {
        var launched = Launched.in(folder.resolve("launch-" + name));
        var place = Files.createDirectories(folder.resolve("at-" + name));
        launched.hob(place, Served.PASSWORD, "login", node.url.toString(), "--account", name, "--password-stdin")
                .ok();
        return new AtTerminal(launched, place);
    }

    @Test
    void bob_lives_on_another_server_by_command() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"))) {
            for (String name : List.of("bob", "nora")) away.account(name);
            var alice = Acting.of(home, "alice");
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            var bob = terminal("bob", away);
            var nora = terminal("nora", away);
            String tea = "@alice.tea@" + home.url.getAuthority();
            String url = home.url + "/alice/tea";

            assertThat(bob.hob("follow", url)).contains(tea);
            bob.until("accepted", "elsewhere", "following");
            bob.hob("star", tea);
            alice.awaits("/repos/alice/tea", it -> it.path("stars_count").asInt() == 1);

            bob.hob("elsewhere", "issue", tea, "--title", "Tea is cold", "--body", "It *is*.");
            bob.until("accepted", "elsewhere", "written");
            String issue = url + "/issues/1";
            bob.hob("elsewhere", "comment", issue, "--body", "Still.");
            alice.awaits("/repos/alice/tea/issues/1/comments", it -> it.size() == 1);
            bob.hob("elsewhere", "close", issue);
            alice.awaits(
                    "/repos/alice/tea/issues/1", it -> it.path("state").asText().equals("closed"));
            bob.hob("elsewhere", "reopen", issue);
            alice.awaits(
                    "/repos/alice/tea/issues/1", it -> it.path("state").asText().equals("open"));
            // Who did not open it does not close it.
            assertThat(nora.launched()
                            .hob(nora.place(), "", "elsewhere", "close", issue)
                            .failed())
                    .contains("only who opened it");

            assertThat(bob.hob("fork", url)).endsWith("bob/tea");
            bob.hob("repo", "clone", "bob/tea");
            var clone = bob.in("tea");
            clone.git("switch", "-q", "-c", "steep");
            clone.commit("steep.txt", "five minutes\n");
            assertThat(clone.hob("pr", "create", "--to", url, "--fill")).contains(tea);
            clone.until("open", "pr", "offered");
            var pull = alice.sees("/repos/alice/tea/pulls/2");
            assertThat(pull.path("title").asText()).isEqualTo("Write steep.txt");
            assertThat(pull.path("user").path("login").asText()).startsWith("bob@127.0.0.1");

            review(alice, pull.path("head").path("sha").asText());
            var remark = heard(bob, "Why five?");
            assertThat(remark.path("excerpt").asText()).startsWith("steep.txt:1");
            assertThat(heard(bob, "Not so long.").path("excerpt").asText()).startsWith("Asks for changes");
            clone.hob("elsewhere", "comment", remark.path("id").asText(), "--body", "Four is weak.");
            pageShows(home, "Four is weak.");

            clone.commit("steep.txt", "four minutes\n");
            clone.git("push", "-q", "origin", "HEAD:steep");
            String head = clone.git("rev-parse", "HEAD").strip();
            alice.awaits(
                    "/repos/alice/tea/pulls/2",
                    it -> it.path("head").path("sha").asText().equals(head));

            // Somebody else of bob's server thinks of it as well.
            nora.hob(
                    "elsewhere",
                    "review",
                    url + "/pulls/2",
                    "--approve",
                    "--body",
                    "I would drink it.",
                    "--remark",
                    "steep.txt:1=Exactly.");
            var reviews = alice.awaits("/repos/alice/tea/pulls/2/reviews", it -> it.size() == 2);
            assertThat(reviews.get(1).path("state").asText()).isEqualTo("APPROVED");
            assertThat(reviews.get(1).path("user").path("login").asText()).startsWith("nora@127.0.0.1");
            nora.until("accepted", "elsewhere", "written");

            alice.does("POST", "/repos/alice/tea/pulls/2/merge", "{\"Do\":\"merge\"}");
            clone.until("merged", "pr", "offered");
            clone.until("Merged", "elsewhere", "heard");
            assertThat(bob.hob("unfollow", tea)).contains("is not followed");
            assertThat(bob.hob("unstar", tea)).contains("no star");
            alice.awaits("/repos/alice/tea", it -> it.path("stars_count").asInt() == 0);
            Wholeness.check(home);
            Wholeness.check(away);
        }
    }

    /// Bob's server never hears of nora's: the repository both write to tells it to ask there.
    @Test
    void bob_hears_at_a_third_server_that_nora_has_changed_what_she_said() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"));
                var farther = Served.federated(folder.resolve("farther"))) {
            away.account("bob");
            farther.account("nora");
            var alice = Acting.of(home, "alice");
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            alice.does("POST", "/repos/alice/tea/issues", "{\"title\":\"It drips\"}");
            var bob = terminal("bob", away);
            var nora = terminal("nora", farther);
            String issue = home.url + "/alice/tea/issues/1";
            bob.hob("elsewhere", "comment", issue, "--body", "At mine, too.");
            alice.awaits("/repos/alice/tea/issues/1/comments", it -> it.size() == 1);
            nora.hob("elsewhere", "comment", issue, "--body", "From the *lid*.");
            heard(bob, "From the lid.");
            String said =
                    nora.json("elsewhere", "written").path(0).path("comment").asText();
            nora.hob("elsewhere", "edit", said, "--body", "From the *spout*.");
            heard(bob, "From the spout.");
            assertThat(bob.hob("elsewhere", "heard")).doesNotContain("From the lid.");
            nora.hob("elsewhere", "delete", said);
            for (int i = 0; i < 90 && bob.hob("elsewhere", "heard").contains("From the spout."); i++) Thread.sleep(500);
            assertThat(bob.hob("elsewhere", "heard")).doesNotContain("From the spout.");
        }
    }

    private static void review(Acting alice, String head) throws IOException {
        alice.does(
                "POST",
                "/repos/alice/tea/pulls/2/reviews",
                "{\"event\":\"REQUEST_CHANGES\",\"body\":\"Not so long.\",\"commit_id\":\"" + head
                        + "\",\"comments\":[{\"path\":\"steep.txt\",\"new_position\":1,\"body\":\"Why five?\"}]}");
    }

    /// A remark and its answers stand at their lines, which the page of the pull request shows.
    private static void pageShows(Served home, String text) throws Exception {
        String page = home.page("/alice/tea/pulls/2");
        for (int i = 0; i < 100 && !page.contains(text); i++) {
            Thread.sleep(200);
            page = home.page("/alice/tea/pulls/2");
        }
        assertThat(page).contains(text, "bob@127.0.0.1");
    }

    private static JsonNode heard(AtTerminal bob, String text) throws Exception {
        for (int i = 0; i < 60; i++) {
            for (var line : bob.json("elsewhere", "heard"))
                if (line.path("excerpt").asText().contains(text)) return line;
            Thread.sleep(500);
        }
        throw new AssertionError("bob never heard: " + text + " but " + bob.json("elsewhere", "heard"));
    }

    // With one of both down for a while

    private Served home;
    private Served away;

    private void homeIsDown() throws InterruptedException {
        home.stop();
        home.waitFor();
    }

    private void awayIsDown() throws InterruptedException {
        away.stop();
        away.waitFor();
    }

    /// It is there again, and the other is told so: nobody waits for the next try.
    private void homeIsBack(Acting keeper) throws IOException {
        home = home.federatedAgain();
        goNow(keeper, home);
    }

    private void awayIsBack(Acting keeper) throws IOException {
        away = away.federatedAgain();
        goNow(keeper, away);
    }

    private static void goNow(Acting keeper, Served other) throws IOException {
        var answer = keeper.ask("POST", OURS + "/instances/" + other.url.getAuthority() + "/retry", "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path(field).asText())
                .toList();
    }

    @Test
    void every_step_arrives_once_and_in_order_when_the_other_node_was_down() throws Exception {
        home = Served.federated(folder.resolve("home"));
        away = Served.federated(folder.resolve("away"));
        try {
            var alice = Acting.of(home, "alice", "--admin");
            var bob = Acting.of(away, "bob", "--admin");
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            String tea = home.url + "/alice/tea";
            String handle = "@alice.tea@" + home.url.getAuthority();
            String target = "{\"target\":\"" + handle + "\"}";

            // His own node ends while it fetches.
            bob.does("POST", OURS + "/forks", "{\"from\":\"" + tea + "\"}");
            awayIsDown();
            away = away.federatedAgain();
            bob.awaits(OURS + "/forks/bob/tea", it -> it.path("state").asText().equals("done"));

            homeIsDown();
            bob.does("POST", OURS + "/follow", target);
            bob.does("POST", OURS + "/star", target);
            bob.does(
                    "POST",
                    OURS + "/issues",
                    "{\"target\":\"" + handle + "\",\"title\":\"Tea is cold\",\"body\":\"It is.\"}");
            homeIsBack(bob);
            alice.awaits("/repos/alice/tea/issues", it -> it.size() == 1);
            alice.awaits("/repos/alice/tea", it -> it.path("stars_count").asInt() == 1);
            bob.awaits(OURS + "/following", it -> texts(it, "state").equals(List.of("accepted")));
            String issue = bob.awaits(
                            OURS + "/written", it -> texts(it, "state").equals(List.of("accepted")))
                    .get(0)
                    .path("issue")
                    .asText();

            awayIsDown();
            for (String said : List.of("I put the kettle on.", "It boils."))
                alice.does("POST", "/repos/alice/tea/issues/1/comments", "{\"body\":\"" + said + "\"}");
            awayIsBack(alice);
            bob.awaits(OURS + "/heard", it -> texts(it, "excerpt")
                    .containsAll(List.of("I put the kettle on.", "It boils.")));

            // He has seen it, as who answers has.
            says(bob, issue, "Good.");
            alice.awaits("/repos/alice/tea/issues/1/comments", it -> it.size() == 3);
            homeIsDown();
            says(bob, issue, "It is warm.");
            says(bob, issue, "Thank you.");
            bob.does("POST", OURS + "/close", "{\"target\":\"" + issue + "\"}");
            bob.does("POST", OURS + "/reopen", "{\"target\":\"" + issue + "\"}");
            bob.does("POST", OURS + "/close", "{\"target\":\"" + issue + "\"}");
            homeIsBack(bob);
            alice.awaits(
                    "/repos/alice/tea/issues/1", it -> it.path("state").asText().equals("closed"));
            bob.awaits(
                    OURS + "/written",
                    it -> it.size() == 7 && !texts(it, "state").contains("asked"));
            assertThat(texts(alice.sees("/repos/alice/tea/issues/1/comments"), "body"))
                    .containsExactly("I put the kettle on.", "It boils.", "Good.", "It is warm.", "Thank you.");
            assertThat(texts(alice.sees("/repos/alice/tea/issues/1/timeline"), "type"))
                    .filteredOn(type -> type.equals("close") || type.equals("reopen"))
                    .containsExactly("close", "reopen", "close");

            bob.writes("steep.txt", "five minutes\n", "main", "fix");
            homeIsDown();
            String mine = OURS + "/pulls/"
                    + bob.does(
                                    "POST",
                                    OURS + "/pulls",
                                    "{\"repository\":\"bob/tea\",\"head\":\"fix\",\"title\":\"Steep it longer\"}")
                            .path("id")
                            .asText();
            homeIsBack(bob);
            bob.awaits(mine, it -> it.path("state").asText().equals("open"));
            String head = alice.sees("/repos/alice/tea/pulls/2")
                    .path("head")
                    .path("sha")
                    .asText();

            awayIsDown();
            review(alice, head);
            awayIsBack(alice);
            String remark = lineOf(bob.awaits(
                    OURS + "/heard",
                    it -> it.toString().contains("Why five?") && it.toString().contains("Not so long.")));

            says(bob, remark, "Because.");
            pageShows(home, "Because.");
            homeIsDown();
            says(bob, remark, "Four is weak.");
            bob.writes("cup.txt", "a large one\n", "fix", "");
            bob.writes("leaf.txt", "a small one\n", "fix", "");
            String last = bob.awaits(mine, it -> !it.path("sha").asText().equals(head))
                    .path("sha")
                    .asText();
            assertThat(last).isNotEqualTo(head);
            homeIsBack(bob);
            String offered = bob.sees("/repos/bob/tea/branches/fix")
                    .path("commit")
                    .path("id")
                    .asText();
            alice.awaits(
                    "/repos/alice/tea/pulls/2",
                    it -> it.path("head").path("sha").asText().equals(offered));
            pageShows(home, "Four is weak.");

            awayIsDown();
            alice.does("POST", "/repos/alice/tea/pulls/2/merge", "{\"Do\":\"merge\"}");
            awayIsBack(alice);
            bob.awaits(mine, it -> it.path("state").asText().equals("merged"));

            // Once, all of it.
            assertThat(alice.sees("/repos/alice/tea/pulls?state=all")).hasSize(1);
            assertThat(alice.sees("/repos/alice/tea/issues?state=all&type=issues"))
                    .hasSize(1);
            assertThat(alice.sees("/repos/alice/tea/pulls/2/reviews")).hasSize(1);
            var heard = texts(bob.sees(OURS + "/heard"), "id");
            assertThat(heard).doesNotHaveDuplicates();
            assertThat(alice.sees(OURS + "/status").path("waiting").asInt()).isZero();
            Wholeness.check(home);
            Wholeness.check(away);
        } finally {
            home.close();
            away.close();
        }
    }

    @Test
    void whoever_spoke_hears_what_a_third_server_says_there() throws Exception {
        try (var one = Served.federated(folder.resolve("home"));
                var two = Served.federated(folder.resolve("away"));
                var three = Served.federated(folder.resolve("third"))) {
            var alice = Acting.of(one, "alice");
            var bob = Acting.of(two, "bob");
            var carol = Acting.of(three, "carol");
            var dan = new Acting(two.url, "dan", token(two, "dan"));
            alice.does("POST", "/user/repos", "{\"name\":\"tea\",\"auto_init\":true,\"private\":false}");
            alice.does("POST", "/repos/alice/tea/issues", "{\"title\":\"Tea is cold\"}");
            String issue = one.url + "/alice/tea/issues/1";
            // Dan only follows; bob only speaks.
            dan.does("POST", OURS + "/follow", "{\"target\":\"" + one.url + "/alice/tea\"}");
            dan.awaits(OURS + "/following", it -> texts(it, "state").equals(List.of("accepted")));
            says(bob, issue, "Here as well.");
            alice.awaits("/repos/alice/tea/issues/1/comments", it -> it.size() == 1);
            says(carol, issue, "At mine it is warm.");
            alice.awaits("/repos/alice/tea/issues/1/comments", it -> it.size() == 2);
            for (var who : List.of(bob, dan)) {
                var heard =
                        who.awaits(OURS + "/heard", it -> texts(it, "excerpt").contains("At mine it is warm."));
                assertThat(texts(heard, "id")).doesNotHaveDuplicates();
            }
            carol.awaits(OURS + "/written", it -> texts(it, "state").equals(List.of("accepted")));
            // Who has nothing to do with it hears nothing.
            var erin = new Acting(two.url, "erin", token(two, "erin"));
            assertThat(erin.sees(OURS + "/heard")).isEmpty();
        }
    }

    private static String token(Served node, String name) {
        node.account(name);
        return "Authorization: token " + node.token(name, "all");
    }

    private static void says(Acting who, String target, String text) throws IOException {
        who.does("POST", OURS + "/comments", "{\"target\":\"" + target + "\",\"body\":\"" + text + "\"}");
    }

    private static String lineOf(JsonNode heard) {
        for (var line : heard)
            if (line.path("excerpt").asText().contains("Why five?"))
                return line.path("id").asText();
        throw new AssertionError(heard.toString());
    }
}
