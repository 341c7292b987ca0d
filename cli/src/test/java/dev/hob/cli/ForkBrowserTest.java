package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fork from its making to its branch in the project, in a real browser and by `hob repo fork`.
class ForkBrowserTest {
    @TempDir
    Path folder;

    @Test
    void bob_forks_the_kettle_and_his_branch_is_merged() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            for (String name : List.of("alice", "bob", "carol")) node.account(name);
            var git = Git.init(folder.resolve("kettle"), 2);
            git.commit("pot.txt", "lid\nhandle\n");
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.fill("Description", "Boils water");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "--all");

            browser.signOut();
            browser.signIn("bob", "/alice/kettle");
            browser.look("fork-before");
            browser.follow("Fork");
            browser.look("fork");
            browser.walk();
            browser.press("Fork it");
            assertThat(browser.page.url()).endsWith("/bob/kettle");
            assertThat(browser.text())
                    .contains("forked from alice/kettle", "This branch is where alice/kettle main is.");
            browser.look("fork-fresh");

            git.ok("switch", "-q", "-c", "spout");
            git.commit("pot.txt", "lid\nhandle\nspout\n");
            git.ok("push", "-q", node.remote("bob", node.token("bob", "all"), "bob/kettle"), "spout");
            browser.go("/bob/kettle/src/branch/spout");
            browser.look("fork-ahead");
            browser.follow("Compare and open pull request");
            browser.look("fork-compare");
            browser.press("Open pull request");
            assertThat(browser.page.url()).endsWith("/alice/kettle/pulls/1");
            browser.look("fork-pull");
            browser.go("/alice/kettle/forks");
            browser.look("forks");
            browser.go("/bob/kettle/settings");
            browser.look("fork-settings");

            browser.signOut();
            browser.signIn("alice", "/alice/kettle/pulls/1");
            browser.unfold("Fast-forward");
            browser.page
                    .locator("details[open] button", new Page.LocatorOptions().setHasText("Fast-forward"))
                    .click();
            assertThat(browser.text()).contains("Merged.");
            browser.signOut();
            browser.signIn("bob", "/bob/kettle");
            assertThat(browser.text()).contains("behind alice/kettle main");
            browser.look("fork-behind");
            browser.press("Sync fork");
            assertThat(browser.text()).contains("up to date", "This branch is where alice/kettle main is.");
            byCommand(node);
            browser.calm();
            Wholeness.check(node);
        }
    }

    private void byCommand(Served node) throws Exception {
        var carol = Launched.in(folder.resolve("carol"));
        carol.hob(folder, Served.PASSWORD, "login", node.url.toString(), "--account", "carol", "--password-stdin")
                .ok();
        assertThat(carol.hob(folder, "", "repo", "fork", "alice/kettle", "--private", "--fork-name", "pot", "--clone")
                        .ok())
                .isEqualTo(node.url + "/carol/pot");
        var clone = folder.resolve("pot");
        assertThat(carol.git(clone, "remote", "get-url", "upstream").ok()).isEqualTo(node.url + "/alice/kettle.git");
        assertThat(Files.readString(clone.resolve("pot.txt"))).contains("spout");
        carol.git(clone, "fetch", "-q", "upstream").ok();
        assertThat(carol.hob(folder, "", "repo", "fork", "alice/kettle").failed())
                .contains("You have carol/pot already");
        assertThat(carol.hob(folder, "", "repo", "list", "--json").ok()).contains("\"carol/pot\"");
        assertThat(carol.hob(clone, "", "repo", "sync").ok()).isEqualTo("main was up to date already");
        assertThat(carol.hob(folder, "", "repo", "sync", "alice/kettle").failed())
                .isNotEmpty();
    }
}
