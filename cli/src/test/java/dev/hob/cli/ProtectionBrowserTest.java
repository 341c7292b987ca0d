package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules for branches in a real browser, and a pull request that waits until they are content.
class ProtectionBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_pull_request_waits_for_what_the_rule_of_its_branch_asks_for(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            node.account("bob");
            var git = Git.init(folder.resolve("kettle"), 2);
            git.commit("CODEOWNERS", "src/ @bob\n");
            git.ok("switch", "-q", "-c", "longer-spout");
            String head = git.commit("src/pot.txt", "spout\n");
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            String token = node.token("alice", "all");
            git.ok("push", "-q", node.remote("alice", token, "alice/kettle"), "--all");
            browser.go("/alice/kettle/settings");
            browser.fill("Name of an account", "bob");
            browser.choose("Write: push to it, too");
            browser.press("Let them in");
            rules(browser);
            git.ok("switch", "-q", "main");
            git.commit("direct.txt", "mine\n");
            var refused = git.call("push", node.remote("alice", token, "alice/kettle"), "main");
            assertThat(refused.failed()).contains("The branch main is protected (main): nobody pushes to it");

            browser.go("/alice/kettle/compare/main...longer-spout");
            browser.press("Open pull request");
            assertThat(browser.text())
                    .contains("3 things are missing", "0 of 1 approval", "The check ci/build has not reported yet")
                    .contains("@bob owns src/pot.txt and has not approved");
            browser.look("pull-missing");
            browser.walk();
            browser.unfold("Squash");
            browser.page
                    .locator(
                            "details[open] button",
                            new Page.LocatorOptions().setHasText("Merge when nothing is missing"))
                    .click();
            assertThat(browser.text()).contains("alice wants this to be merged as soon as nothing is missing: Squash");
            browser.look("pull-waits");
            report(node, token, head, "pending");
            browser.go("/alice/kettle/pulls/1");
            assertThat(browser.text()).contains("The check ci/build is still running");
            browser.signOut();
            browser.signIn("bob", "/alice/kettle/pulls/1/files");
            browser.choose("Approve");
            browser.press("Send review");
            assertThat(browser.text()).contains("1 of 1 approval", "One thing is missing");
            browser.look("pull-nearly");
            report(node, token, head, "success");
            for (int i = 0; i < 100 && !browser.text().contains("alice merged this into main"); i++) {
                Thread.sleep(100);
                browser.go("/alice/kettle/pulls/1");
            }
            assertThat(browser.text()).contains("alice merged this into main");
            browser.go("/alice/kettle/commit/" + head);
            assertThat(browser.text()).contains("ci/build", "success");
            browser.look("commit-checked");
            browser.calm();
            Wholeness.check(node);
        }
    }

    private static void rules(Chromium browser) {
        browser.go("/alice/kettle/settings");
        browser.follow("Rules for branches and tags");
        browser.look("protection-none");
        browser.follow("New rule");
        assertThat(browser.field("Pattern of the branches' names").inputValue()).isEqualTo("main");
        browser.look("rule-new");
        browser.walk();
        browser.fill("Pattern of the branches' names", "[main");
        browser.fill("Approvals", "1");
        browser.page.locator("input[name=owners]").check();
        browser.choose("These have been reported, and have passed:");
        browser.press("Make the rule");
        assertThat(browser.text())
                .contains("A bracket is opened and not closed.", "Name at least one check, or choose otherwise above.");
        assertThat(browser.field("Approvals").inputValue()).isEqualTo("1");
        browser.look("rule-wrong");
        browser.fill("Pattern of the branches' names", "main");
        browser.fill("Names of checks, one on each line", "ci/build");
        browser.press("Make the rule");
        assertThat(browser.text())
                .contains(
                        "main", "nobody may push · 1 approval · checks: ci/build · owners of what is changed approve");
        browser.fill("Pattern", "v*");
        browser.press("Protect these tags");
        assertThat(browser.text()).contains("nobody may make, move or delete them");
        browser.look("protection");
        browser.walk();
        browser.page.locator("#branches a.name").click();
        assertThat(browser.text()).contains("Now: main");
        browser.look("rule");
    }

    private static void report(Served node, String token, String commit, String state) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url + "/api/v1/repos/alice/kettle/statuses/" + commit))
                .header("Authorization", "token " + token)
                .POST(BodyPublishers.ofString(
                        "{\"state\":\"" + state + "\",\"context\":\"ci/build\",\"description\":\"Built\","
                                + "\"target_url\":\"https://ci.example.org/1\"}"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
