package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real git client, and the API, before a protected branch: no way in but the one that the rule leaves.
class ProtectedPushTest {
    @TempDir
    static Path folder;

    private static Served node;
    private static String token;
    private static int made;

    private String name;
    private Git git;

    @BeforeAll
    static void start() throws Exception {
        node = Served.start(folder.resolve("data"));
        node.account("alice");
        node.account("bob");
        token = node.token("alice", "all");
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            Wholeness.check(node);
        } finally {
            node.close();
        }
    }

    @BeforeEach
    void push() throws Exception {
        name = "tea" + made++;
        git = Git.init(folder.resolve(name), 2);
        git.commit("README.md", "# Tea\n");
        git.commit("leaf.txt", "green\n");
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/" + name));
        git.ok("push", "-q", "origin", "main");
        git.ok("tag", "-a", "v1", "-m", "one");
        git.ok("push", "-q", "origin", "v1");
    }

    private HttpResponse<String> api(String method, String path, String body) throws Exception {
        return api(token, method, path, body);
    }

    private HttpResponse<String> api(String token, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url + "/api/v1/repos/alice/" + name + path))
                .header("Authorization", "token " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private void protect(String body) throws Exception {
        var made = api("POST", "/branch_protections", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    @Test
    void nothing_gets_onto_a_branch_that_nobody_pushes_to() throws Exception {
        protect("{\"rule_name\":\"main\"}");
        String before = git.ok("ls-remote", "origin", "refs/heads/main");
        git.commit("more.txt", "more\n");
        assertThat(git.call("push", "origin", "main").failed())
                .contains(
                        "remote: The branch main is protected (main): nobody pushes to it. Open a pull request instead.")
                .contains("[remote rejected] main -> main (protected)");
        git.ok("reset", "-q", "--hard", "HEAD~2");
        git.commit("other.txt", "other\n");
        assertThat(git.call("push", "--force", "origin", "main").failed())
                .contains("no commits are taken back (force push)");
        assertThat(git.call("push", "origin", ":main").failed()).contains("protected");
        for (var call : List.of(
                api("POST", "/contents/new.txt", "{\"content\":\"YQ==\"}"),
                api("PATCH", "/branches/main", "{\"name\":\"trunk\"}"),
                api("DELETE", "/branches/main", "")))
            assertThat(call.statusCode()).as(call.body()).isEqualTo(403);
        assertThat(api("POST", "/contents/new.txt", "{\"content\":\"YQ==\"}").body())
                .contains("The branch main is protected (main): nobody pushes to it.");
        assertThat(git.ok("ls-remote", "origin", "refs/heads/main")).isEqualTo(before);
        assertThat(git.ok("ls-remote", "origin")).doesNotContain("trunk");
    }

    @Test
    void the_rest_of_a_push_goes_on_unless_it_was_to_be_atomic() throws Exception {
        protect("{\"rule_name\":\"main\"}");
        git.commit("more.txt", "more\n");
        git.ok("branch", "side");
        assertThat(git.call("push", "--atomic", "origin", "main", "side").failed())
                .contains("protected");
        assertThat(git.ok("ls-remote", "origin")).doesNotContain("side");
        assertThat(git.call("push", "origin", "main", "side").failed()).contains("protected", "[new branch]");
        assertThat(git.ok("ls-remote", "origin")).contains("refs/heads/side");
    }

    @Test
    void what_is_pushed_for_review_opens_a_pull_request_and_moves_nothing() throws Exception {
        protect("{\"rule_name\":\"**\"}");
        String before = git.ok("ls-remote", "origin", "refs/heads/main");
        git.commit("more.txt", "more\n");
        git.ok("push", "-q", "origin", "HEAD:refs/for/main/more");
        assertThat(api("GET", "/issues?type=pulls", "").body()).contains("\"number\":1");
        assertThat(git.ok("ls-remote", "origin", "refs/heads/main")).isEqualTo(before);
        assertThat(git.call("push", "origin", "HEAD:refs/heads/fresh").failed())
                .contains("The branch fresh is protected (**)");
        assertThat(git.call("push", "origin", "HEAD:refs/pull/1/head").failed()).contains("only branches and tags");
    }

    @Test
    void merge_commits_and_unsigned_ones_stay_out_where_the_rule_says_so() throws Exception {
        protect("{\"rule_name\":\"main\",\"enable_push\":true,\"require_linear_history\":true}");
        protect("{\"rule_name\":\"signed\",\"enable_push\":true,\"require_signed_commits\":true}");
        git.ok("switch", "-q", "-c", "side", "HEAD~1");
        git.commit("side.txt", "side\n");
        git.ok("switch", "-q", "main");
        git.ok("merge", "-q", "--no-ff", "-m", "Merge", "side");
        assertThat(git.call("push", "origin", "main").failed())
                .contains("its history is one line, and", "is a merge commit. Rebase, or squash.");
        // What other branches have is nothing new to a new one.
        git.ok("push", "-q", "origin", "HEAD~1:refs/heads/signed");
        git.ok("reset", "-q", "--hard", "HEAD~1");
        git.commit("plain.txt", "plain\n");
        assertThat(git.call("push", "origin", "HEAD:refs/heads/signed").failed())
                .contains("each commit is signed by a key of an account here, and");
        git.ok("push", "-q", "origin", "main");
    }

    @Test
    void protected_tags_are_made_moved_and_deleted_by_those_who_may() throws Exception {
        var made = api("POST", "/tag_protections", "{\"name_pattern\":\"v*\",\"whitelist_usernames\":[\"bob\"]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        api("PUT", "/collaborators/bob", "{\"permission\":\"write\"}");
        git.ok("tag", "v2");
        assertThat(git.call("push", "origin", "v2").failed())
                .contains(
                        "The tag v2 is protected (v*): only those who are listed in its rule may make, move or delete");
        assertThat(git.call("push", "origin", ":v1").failed()).contains("protected");
        git.ok("tag", "-f", "v1", "HEAD~1");
        assertThat(git.call("push", "--force", "origin", "v1").failed()).contains("protected");
        assertThat(api("POST", "/tags", "{\"tag_name\":\"v3\"}").statusCode()).isEqualTo(403);
        assertThat(api("DELETE", "/tags/v1", "").statusCode()).isEqualTo(403);
        String bob = node.token("bob", "all");
        git.ok("push", "-q", node.remote("bob", bob, "alice/" + name), "v2");
        assertThat(api(bob, "DELETE", "/tags/v2", "").statusCode()).isEqualTo(204);
    }

    @Test
    void the_api_says_what_holds_for_a_branch() throws Exception {
        protect("{\"rule_name\":\"main\",\"required_approvals\":2,\"enable_status_check\":true,"
                + "\"status_check_contexts\":[\"ci/*\"]}");
        assertThat(api("GET", "/branches/main", "").body())
                .contains(
                        "\"protected\":true",
                        "\"required_approvals\":2",
                        "\"enable_status_check\":true",
                        "\"status_check_contexts\":[\"ci/*\"]",
                        "\"user_can_push\":false",
                        "\"user_can_merge\":true",
                        "\"effective_branch_protection_name\":\"main\"");
        var edited = api(
                "PATCH",
                "/branch_protections/main",
                "{\"enable_push\":true,\"enable_push_whitelist\":true," + "\"push_whitelist_usernames\":[\"alice\"]}");
        assertThat(edited.body()).contains("\"required_approvals\":2", "\"push_whitelist_usernames\":[\"alice\"]");
        assertThat(api("GET", "/branches/main", "").body()).contains("\"user_can_push\":true");
        for (String wrong : List.of(
                "{\"rule_name\":\"[x\"}",
                "{\"rule_name\":\"x\",\"required_approvals\":-1}",
                "{\"rule_name\":\"x\",\"enable_push\":true,\"enable_push_whitelist\":true,"
                        + "\"push_whitelist_usernames\":[\"nobody-here\"]}"))
            assertThat(api("POST", "/branch_protections", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(422);
        assertThat(api("POST", "/branch_protections", "{\"rule_name\":\"main\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void statuses_are_reported_and_read_in_giteas_shapes() throws Exception {
        String head = git.ok("rev-parse", "HEAD");
        for (String body : List.of(
                "{\"state\":\"pending\",\"context\":\"ci\"}",
                "{\"state\":\"success\",\"context\":\"ci\",\"target_url\":\"https://ci.example.org/1\"}",
                "{\"state\":\"failure\",\"context\":\"lint\",\"description\":\"Two spaces\"}")) {
            var made = api("POST", "/statuses/" + head, body);
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(made.body()).contains("\"creator\":{", "\"login\":\"alice\"");
        }
        assertThat(api("GET", "/commits/main/status", "").body())
                .contains("\"state\":\"failure\"", "\"total_count\":2", "\"sha\":\"" + head + "\"");
        assertThat(api("GET", "/commits/main/statuses?state=pending", "").body())
                .contains("\"context\":\"ci\"");
        assertThat(api("GET", "/commits/v1/statuses", "").body()).contains("Two spaces");
        assertThat(api("POST", "/statuses/" + "0".repeat(40), "{\"state\":\"success\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(api("POST", "/statuses/" + head, "{\"state\":\"fine\"}").statusCode())
                .isEqualTo(422);
        assertThat(api("POST", "/statuses/" + head, "{\"state\":\"success\",\"target_url\":\"javascript:1\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(api(node.token("bob", "all"), "POST", "/statuses/" + head, "{\"state\":\"success\"}")
                        .statusCode())
                .as("it is private")
                .isEqualTo(404);
    }
}
