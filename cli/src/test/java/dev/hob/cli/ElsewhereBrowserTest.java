package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody looks at a repository of another node and acts there, in a real browser, from the pages of their own.
class ElsewhereBrowserTest {
    @TempDir
    Path folder;

    private static void send(Served node, String token, String path, String body) throws Exception {
        var answer = Wire.send(
                node.url,
                "POST",
                "/api/v1" + path,
                body.getBytes(UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static void awaits(Chromium browser, String path, String text) throws Exception {
        browser.go(path);
        for (int i = 0; i < 200 && !browser.text().contains(text); i++) {
            Thread.sleep(100);
            browser.go(path);
        }
        assertThat(browser.text()).contains(text);
    }

    @Test
    void luke_finds_follows_asks_and_answers_without_an_account_there() throws Exception {
        try (var there = Served.federated(folder.resolve("there"));
                var here = Served.federated(folder.resolve("here"));
                var browser = Chromium.open(here.url, true)) {
            there.account("alice");
            here.account("luke");
            String alice = there.token("alice", "all");
            send(
                    there,
                    alice,
                    "/user/repos",
                    "{\"name\":\"tea\",\"description\":\"All about tea\",\"auto_init\":true,\"private\":false}");
            send(
                    there,
                    alice,
                    "/repos/alice/tea/issues",
                    "{\"title\":\"The kettle leaks\",\"body\":\"When it *boils*.\"}");
            String tea = "@alice.tea@" + there.url.getAuthority();
            browser.signIn("luke", "/-/elsewhere/find");
            browser.look("elsewhere-find");
            awaits(browser, "/" + tea, "The kettle leaks");
            assertThat(browser.text()).contains("@alice@" + there.url.getAuthority(), "When it boils.");
            browser.look("elsewhere-repository");
            browser.press("Follow");
            browser.page.waitForURL("**/@alice.tea@*");
            assertThat(browser.text()).contains("Asked.");
            awaits(browser, "/" + tea, "Unfollow");
            browser.press("Star");
            browser.page.waitForURL("**/@alice.tea@*");
            browser.follow("New issue");
            browser.fill("Title", "Tea is cold");
            browser.fill("What is it, in Markdown", "It **is**.");
            browser.look("elsewhere-issue");
            browser.press("Send");
            browser.page.waitForURL("**/-/elsewhere/asked");
            awaits(browser, "/-/elsewhere/asked", "taken");
            send(there, alice, "/repos/alice/tea/issues/2/comments", "{\"body\":\"I put the kettle on.\"}");
            awaits(browser, "/-/elsewhere/asked", "I put the kettle on.");
            assertThat(browser.text()).containsOnlyOnce("I put the kettle on.").contains("answered Tea is cold");
            browser.look("elsewhere-written");
            browser.follow("Tea is cold");
            awaits(browser, browser.page.url().replaceFirst("^https?://[^/]*", ""), "I put the kettle on.");
            browser.look("elsewhere-text");
            String text = browser.page.url().replaceFirst("^https?://[^/]*", "");
            browser.fill("Your answer, in Markdown", "It is *still* cold.");
            browser.press("Send");
            awaits(browser, text, "It is still cold.");
            browser.look("elsewhere-own");
            browser.page.locator("section article a:text-is('Edit')").click();
            browser.page.waitForURL("**/-/elsewhere/asked/*");
            assertThat(browser.field("Your comment, in Markdown").inputValue()).isEqualTo("It is *still* cold.");
            browser.look("elsewhere-reword");
            browser.walk();
            browser.fill("Your comment, in Markdown", "It is warm.");
            browser.press("Save");
            awaits(browser, text, "It is warm.");
            assertThat(browser.text()).doesNotContain("still cold");
            browser.go("/-/elsewhere/asked");
            browser.look("elsewhere-asked");
            browser.follow("Change or take back");
            browser.press("Take it back");
            assertThat(browser.text()).contains("Taken back.");
            for (int i = 0; i < 200 && browser.text().contains("It is warm."); i++) {
                Thread.sleep(100);
                browser.go(text);
            }
            assertThat(browser.text()).doesNotContain("It is warm.");
            browser.go(text);
            browser.follow("Edit");
            assertThat(browser.field("What is it, in Markdown").inputValue()).isEqualTo("It **is**.");
            browser.look("elsewhere-rewrite");
            browser.walk();
            browser.fill("Title", "Tea is warm");
            browser.fill("What is it, in Markdown", "It was cold.");
            browser.press("Save");
            awaits(browser, text, "It was cold.");
            assertThat(browser.text()).contains("Tea is warm");
            awaits(browser, "/-/elsewhere/asked", "Tea is warm");
            awaits(browser, "/?lately=elsewhere", "Tea is warm");
            browser.look("elsewhere-lately");
            browser.go("/-/elsewhere/following");
            browser.look("elsewhere-following");
            browser.calm();
        }
    }
}
