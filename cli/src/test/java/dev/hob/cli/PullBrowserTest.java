package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a pull request between two people in a real browser.
class PullBrowserTest {
    private static final String POT = "lid\nhandle\nspout\nbody\nfoot\n";

    @TempDir
    Path folder;

    @Test
    void a_pull_request_is_asked_for_reviewed_and_merged() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            node.account("bob");
            var git = Git.init(folder.resolve("kettle"), 2);
            git.commit("src/pot.txt", POT);
            git.ok("switch", "-q", "-c", "longer-spout");
            git.commit("src/pot.txt", POT.replace("spout", "long spout"));
            git.commit("src/lid.java", "/** A lid. */\nclass Lid {\n    int holes = 1;\n}\n");
            git.ok("switch", "-q", "-c", "short-spout", "main");
            git.commit("src/pot.txt", POT.replace("spout", "short spout"));
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "--all");
            browser.go("/alice/kettle/pulls");
            browser.look("pulls-empty");
            browser.follow("New pull request");
            browser.look("compare-empty");
            browser.field("Take from").selectOption("longer-spout");
            browser.press("Compare");
            assertThat(browser.field("Title").inputValue()).isEqualTo("Longer spout");
            browser.look("compare");
            browser.walk();
            browser.press("Open pull request");
            assertThat(browser.page.url()).endsWith("/alice/kettle/pulls/1");
            browser.go("/alice/kettle/compare/main...short-spout");
            browser.press("Open pull request");
            browser.look("pull-fresh");
            reviewed(browser);
            merged(browser);
            browser.calm();
            assertThat(git.ok("ls-remote", node.remote("alice", node.token("alice", "all"), "alice/kettle")))
                    .doesNotContain("longer-spout");
            Wholeness.check(node);
        }
    }

    private static void reviewed(Chromium browser) {
        browser.signOut();
        browser.signIn("bob", "/alice/kettle/pulls/1/files");
        browser.look("pull-files");
        browser.walk();
        browser.page
                .getByLabel("Speak of line 3", new Page.GetByLabelOptions().setExact(true))
                .first()
                .click();
        browser.fill("What you say of it", "Why *one* hole?");
        browser.field("From line").fill("2");
        browser.look("pull-remark");
        browser.press("Say it now");
        browser.page.locator(".thread").first().waitFor();
        assertThat(browser.text()).contains("Why one hole?", "lines 2 to 3");
        browser.look("pull-files-spoken");
        browser.fill("What you think of it", "Two holes, please.");
        browser.choose("Ask for changes");
        browser.press("Send review");
        assertThat(browser.text()).contains("asked for changes", "Two holes, please.", "1 reviewer asks for changes");
        browser.look("pull-talk");
    }

    private static void merged(Chromium browser) {
        browser.signOut();
        browser.signIn("alice", "/alice/kettle/pulls/1");
        browser.press("Resolve");
        assertThat(browser.text()).contains("resolved");
        browser.look("pull-mergeable");
        browser.walk();
        browser.page.locator(".tabs.inner a[href$='/commits']").click();
        browser.look("pull-commits");
        browser.go("/alice/kettle/pulls/1");
        browser.unfold("Squash");
        browser.page.locator("#f-message-squash").fill("A longer spout and a lid");
        browser.page.locator("details[open] input[name=leave]").check();
        browser.page
                .locator("button", new Page.LocatorOptions().setHasText("Squash"))
                .click();
        assertThat(browser.text()).contains("Merged.", "alice merged this into main");
        browser.look("pull-merged");
        browser.go("/alice/kettle/pulls/2");
        assertThat(browser.text()).contains("There are conflicts", "src/pot.txt", "Resolve conflicts");
        browser.page
                .locator("summary", new Page.LocatorOptions().setHasText("How to solve them with git"))
                .click();
        assertThat(browser.text()).contains("git merge origin/main");
        browser.look("pull-conflict");
        browser.go("/alice/kettle/pulls?q=");
        browser.look("pulls");
    }
}
