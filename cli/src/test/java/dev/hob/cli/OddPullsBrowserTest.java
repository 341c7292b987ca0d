package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pull requests that are large, or change what has no lines: many files, a submodule, bytes, modes. And how one is
/// opened by a template, with all that can be chosen.
class OddPullsBrowserTest {
    private static final int FILES = 300;
    private static final String TEMPLATE = """
            ## Why

            Which issue does this close?

            - [ ] I have tried it
            """;

    @TempDir
    Path folder;

    @Test
    void large_and_odd_changes_can_be_read() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            node.account("bob");
            String token = node.token("alice", "all");
            var git = Git.init(folder.resolve("kettle"), 2);
            begin(git);
            many(git);
            odd(git);
            send(node, token, "POST", "user/repos", "{\"name\":\"kettle\",\"private\":false}");
            git.ok("push", "-q", node.remote("alice", token, "alice/kettle"), "--all");
            send(node, token, "PUT", "repos/alice/kettle/collaborators/bob", "{\"permission\":\"write\"}");
            send(node, token, "POST", "repos/alice/kettle/labels", "{\"name\":\"large\",\"color\":\"#1d76db\"}");
            send(node, token, "POST", "repos/alice/kettle/milestones", "{\"title\":\"Spring\"}");
            report(node, token, git.ok("rev-parse", "many"), "success");
            report(node, token, git.ok("rev-parse", "odd"), "failure");
            report(node, token, git.ok("rev-parse", "odd~1"), "pending");
            report(node, token, git.ok("rev-parse", "main"), "success");
            browser.signIn("alice", "/alice/kettle");
            browser.look("code-checked");
            browser.go("/alice/kettle/commits/branch/odd");
            browser.look("commits-checked");
            opened(browser);
            browser.go("/alice/kettle/pulls/1/files");
            assertThat(browser.text()).contains(FILES + " files");
            browser.look("pull-many-files");
            browser.page
                    .locator("button, a", new Page.LocatorOptions().setHasText("Show"))
                    .first()
                    .waitFor();
            odds(browser);
            browser.calm();
            Wholeness.check(node);
        }
    }

    private static void opened(Chromium browser) {
        browser.go("/alice/kettle/compare/main...many");
        assertThat(browser.page.locator("textarea[name=body]").inputValue()).contains("Which issue does this close?");
        browser.look("compare-template");
        browser.walk();
        browser.page.locator("input[name=reviewer][value=bob]").check();
        browser.page.locator("input[name=label][value=large]").check();
        browser.page.locator("select[name=milestone]").selectOption("Spring");
        browser.page.locator("input[name=assignee][value=alice]").check();
        browser.press("Open pull request");
        assertThat(browser.text()).contains("bob", "is asked", "large", "Spring");
        browser.look("pull-asked");
        browser.unfold("for reviews");
        browser.look("pull-asking");
    }

    private static void odds(Chromium browser) {
        browser.go("/alice/kettle/compare/main...odd");
        browser.look("compare-odd");
        browser.press("Open pull request");
        browser.go("/alice/kettle/pulls/2/files");
        assertThat(browser.text()).contains("A submodule", "mode", "picture.png");
        browser.look("pull-odd-files");
        browser.go("/alice/kettle/pulls/2/files?view=split");
        browser.look("pull-odd-split");
        browser.go("/alice/kettle/pulls/2/commits");
        PlaywrightAssertions.assertThat(browser.page.locator(".went.bad")).hasCount(1);
        PlaywrightAssertions.assertThat(browser.page.locator(".went.waits")).hasCount(1);
        browser.look("pull-commits-checked");
        browser.page.locator(".went.bad").first().click();
        assertThat(browser.page.url()).endsWith("#checks");
        assertThat(browser.text()).contains("build");
        browser.look("commit-checked");
    }

    private static void begin(Git git) throws IOException {
        for (int i = 0; i < FILES; i++) {
            var path = git.folder().resolve("src/part%02d/file%03d.txt".formatted(i / 20, i));
            Files.createDirectories(path.getParent());
            Files.writeString(path, "one\ntwo\nthree " + i + "\n");
        }
        Files.createDirectories(git.folder().resolve(".github"));
        Files.writeString(git.folder().resolve(".github/PULL_REQUEST_TEMPLATE.md"), TEMPLATE);
        Files.writeString(git.folder().resolve("brew.sh"), "#!/bin/sh\necho brew\n");
        Files.write(git.folder().resolve("picture.png"), bytes(1));
        git.ok("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",lib/kettle");
        git.ok("add", "--", "src", ".github", "brew.sh", "picture.png");
        git.ok("commit", "-q", "-m", "Begin");
    }

    private static void many(Git git) throws IOException {
        git.ok("switch", "-q", "-c", "many");
        for (int i = 0; i < FILES; i++)
            Files.writeString(
                    git.folder().resolve("src/part%02d/file%03d.txt".formatted(i / 20, i)),
                    "one\nTWO " + i + "\nthree " + i + "\nfour\n");
        git.ok("add", "--", "src");
        git.ok("commit", "-q", "-m", "Change them all");
    }

    private static void odd(Git git) throws IOException {
        git.ok("switch", "-q", "-c", "odd", "main");
        git.ok("update-index", "--cacheinfo", "160000," + "2".repeat(40) + ",lib/kettle");
        git.ok("commit", "-q", "-m", "Take the newer kettle");
        Files.write(git.folder().resolve("picture.png"), bytes(2));
        Files.write(git.folder().resolve("steam.bin"), bytes(3));
        git.ok("add", "--", "picture.png", "steam.bin");
        git.ok("update-index", "--chmod=+x", "brew.sh");
        git.ok("update-index", "--add", "--cacheinfo", "160000," + "3".repeat(40) + ",lib/lid");
        git.ok("commit", "-q", "-m", "Other bytes, and a script that runs");
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[2_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void report(Served node, String token, String commit, String state) throws Exception {
        send(
                node,
                token,
                "POST",
                "repos/alice/kettle/statuses/" + commit,
                "{\"context\":\"build\",\"state\":\"" + state + "\",\"description\":\"By the machine\"}");
    }

    private static void send(Served node, String token, String method, String path, String json) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(node.url + "/api/v1/" + path))
                .header("Authorization", "token " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 299);
        }
    }
}
