package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two branches that contradict each other are decided about in a real browser, with the editor and without any script.
class ConflictBrowserTest {
    @TempDir
    Path folder;

    private static void write(Chromium browser, boolean scripts, String text) {
        if (!scripts) {
            browser.page.locator("textarea.code:not([readonly])").first().fill(text);
            return;
        }
        browser.page.locator(".cm-content").first().click();
        browser.page.keyboard().press("Control+A");
        browser.page.keyboard().insertText(text);
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void conflicts_are_resolved_by_a_choice_and_by_hand(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.press("Create repository");
            browser.go("/alice/kettle/new/main?name=pot.py");
            write(browser, scripts, file("return 'warm'", "return 1"));
            browser.press("Commit");

            browser.go("/alice/kettle/edit/main/pot.py");
            write(browser, scripts, file("return 'hot & ready'", "return 2"));
            browser.page.locator("input[name=way][value=aside]").check();
            browser.fill("Name of that branch", "hotter");
            browser.press("Commit");
            browser.press("Open pull request");
            browser.go("/alice/kettle/edit/main/pot.py");
            write(browser, scripts, file("return 'cold' if winter else 'mild'", "return 3"));
            browser.press("Commit");

            browser.go("/alice/kettle/pulls/1");
            assertThat(browser.text()).contains("There are conflicts");
            browser.look("conflicts-box");
            browser.follow("Resolve conflicts");
            assertThat(browser.text()).contains("2 places to decide", "return 'cold' if winter else 'mild'");
            browser.look("conflicts-open");
            browser.walk();
            browser.page.locator("input[type=radio][value=ours]").first().check();
            browser.look("conflicts-chosen");
            browser.press("Take what is chosen");
            assertThat(browser.text()).contains("1 place to decide");
            browser.press("Commit the merge");
            assertThat(browser.text()).contains("There is still a mark in it, in line");
            browser.look("conflicts-left");
            write(browser, scripts, file("return 'hot & ready'", "return 5"));
            browser.press("Look at the result");
            assertThat(browser.text()).contains("decided", "What the merge changes on hotter:");
            browser.look("conflicts-decided");
            browser.press("Commit the merge");
            assertThat(browser.text()).contains("Resolved:", "This can be merged");
            browser.go("/alice/kettle/pulls/1/commits");
            assertThat(browser.text()).contains("Merge branch 'main' into hotter");
            browser.go("/alice/kettle/src/branch/hotter/pot.py");
            assertThat(browser.text()).contains("return 'hot & ready'", "return 5");
            Wholeness.check(node);
            browser.calm();
        }
    }

    private static String file(String pot, String cups) {
        return "def pot(winter):\n    " + pot + "\n\n\n" + "# cups of a pot\n".repeat(6) + "def cups():\n    " + cups
                + "\n";
    }
}
