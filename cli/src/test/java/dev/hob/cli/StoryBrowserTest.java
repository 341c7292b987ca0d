package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same as [StoryAcrossTest], by looking and pressing: bob in a browser at his node, alice in one at hers.
class StoryBrowserTest {
    @TempDir
    Path folder;

    private static void awaits(Chromium browser, String path, String text) throws Exception {
        browser.go(path);
        for (int i = 0; i < 200 && !browser.text().contains(text); i++) {
            Thread.sleep(100);
            browser.go(path);
        }
        assertThat(browser.text()).contains(text);
    }

    private static String path(Chromium browser) {
        return browser.page.url().replaceFirst("^https?://[^/]*", "");
    }

    @Test
    void bob_forks_offers_and_hears_and_alice_reviews_and_merges() throws Exception {
        try (var home = Served.federated(folder.resolve("home"));
                var away = Served.federated(folder.resolve("away"));
                var his = Chromium.open(away.url, true);
                var hers = Chromium.open(home.url, true)) {
            var alice = Acting.of(home, "alice");
            var bob = Acting.of(away, "bob");
            alice.does(
                    "POST",
                    "/user/repos",
                    "{\"name\":\"tea\",\"description\":\"All about tea\",\"auto_init\":true,\"private\":false}");
            String tea = "@alice.tea@" + home.url.getAuthority();

            // What is pasted into the search box leads to the page here.
            his.signIn("bob", "/");
            his.page.locator("input[type=search]").first().fill(home.url + "/alice/tea");
            his.page.locator("input[type=search]").first().press("Enter");
            his.page.waitForURL("**/@alice.tea@*");
            assertThat(his.text()).contains(tea, "All about tea");
            his.look("story-there");
            his.follow("Fork");
            his.fill("Name", "-");
            his.page.locator("form.card").evaluate("form => form.noValidate = true");
            his.press("Fork it");
            assertThat(his.page.locator(".wrong").innerText()).isNotEmpty();
            his.fill("Name", "tea");
            his.look("story-fork");
            his.press("Fork it");
            his.page.waitForURL("**/bob/tea");
            awaits(his, "/bob/tea", "can be offered to " + tea);
            his.look("story-forked");
            alice.writes("cups.txt", "two\n", "main", "");
            his.press("Sync fork");
            assertThat(his.text()).contains("Its branches are up to date", "cups.txt");
            his.look("story-synced");
            bob.writes("steep.txt", "five minutes\n", "main", "steep");

            his.go("/bob/tea/branches");
            his.look("story-branches");
            his.page
                    .getByText("Offer", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(his.field("To which repository").inputValue()).isEqualTo(tea);
            assertThat(his.field("Title").inputValue()).isEqualTo("Write steep.txt");
            his.fill("To which repository", "@nobody.tea@" + home.url.getAuthority());
            his.fill("What is it about, in Markdown", "It is *weak*.");
            his.press("Offer it");
            assertThat(his.page.locator(".wrong").innerText()).isNotEmpty();
            assertThat(his.field("What is it about, in Markdown").inputValue()).isEqualTo("It is *weak*.");
            his.look("story-offer");
            his.fill("To which repository", tea);
            his.press("Offer it");
            his.page.waitForURL("**/-/elsewhere/offered");
            awaits(his, "/-/elsewhere/offered", "open");
            his.look("story-offered");

            hers.signIn("alice", "/alice/tea/pulls/1");
            assertThat(hers.text()).contains("Write steep.txt", "bob@127.0.0.1", "It is weak.");
            hers.look("story-pull");
            hers.go("/alice/tea/pulls/1/files");
            String head = alice.sees("/repos/alice/tea/pulls/1")
                    .path("head")
                    .path("sha")
                    .asText();
            alice.does(
                    "POST",
                    "/repos/alice/tea/pulls/1/reviews",
                    "{\"event\":\"REQUEST_CHANGES\",\"body\":\"Not so long.\",\"commit_id\":\"" + head
                            + "\",\"comments\":[{\"path\":\"steep.txt\",\"new_position\":1,\"body\":\"Why five?\"}]}");

            awaits(his, "/?lately=elsewhere", "Why five?");
            his.go("/-/elsewhere/offered");
            his.follow("Write steep.txt");
            String pull = path(his);
            awaits(his, pull, "Why five?");
            assertThat(his.text()).contains("steep.txt:1", "Not so long.", "Close it", "git fetch");
            his.look("story-pull-there");
            var command = his.page.locator(".note code").innerText().split(" ", -1);
            assertThat(command).hasSize(4).startsWith("git", "fetch");
            Git.init(folder.resolve("looked"), 2).ok("fetch", "-q", command[2], command[3]);
            his.page
                    .locator("article", new Page.LocatorOptions().setHasText("Why five?"))
                    .last()
                    .getByText("Reply")
                    .click();
            his.fill("Your answer, in Markdown", "Four is weak.");
            his.press("Send");
            awaits(hers, "/alice/tea/pulls/1", "Four is weak.");
            bob.writes("cup.txt", "a large one\n", "steep", "");
            alice.awaits("/repos/alice/tea/pulls/1/files", it -> it.toString().contains("cup.txt"));

            // He thinks better of it, and then again.
            his.go(pull);
            his.press("Close it");
            alice.awaits(
                    "/repos/alice/tea/pulls/1", it -> it.path("state").asText().equals("closed"));
            awaits(his, pull, "Open it again");
            his.press("Open it again");
            alice.awaits(
                    "/repos/alice/tea/pulls/1", it -> it.path("state").asText().equals("open"));

            hers.go("/alice/tea/pulls/1");
            assertThat(hers.text()).contains("Why five?", "Four is weak.", "revision 2");
            hers.look("story-reviewed");
            hers.page.locator(".ways details[open] button").click();
            awaits(hers, "/alice/tea/pulls/1", "merged");
            awaits(his, "/-/elsewhere/offered", "merged");
            his.look("story-merged");
            awaits(his, "/?lately=elsewhere", "Merged");
            awaits(his, pull, "merged");
            assertThat(his.text()).doesNotContain("Open it again", "Close it");
            his.look("story-merged-there");
            his.calm();
            hers.calm();
        }
    }
}
