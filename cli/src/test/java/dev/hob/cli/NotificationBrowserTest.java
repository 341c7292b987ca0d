package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody is told of, in a real browser: called by name, read, marked, kept, and asked for or declined.
class NotificationBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void people_are_told_read_and_mark(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.hob(Served.PASSWORD, "seed-demo", "--password-stdin").ok();
            String chen = node.token("chen", "all");
            post(
                    node,
                    chen,
                    "repos/chen/harbor/issues",
                    "{\"title\":\"The lamp is dark\",\"body\":\"Can you look, @ada?\"}");
            post(
                    node,
                    chen,
                    "repos/chen/harbor/issues",
                    "{\"title\":\"A very long title that says at length what is wrong with the bell on the far buoy\","
                            + "\"body\":\"@ada\"}");
            browser.go("/login?next=/notifications");
            browser.fill("Name", "ada");
            browser.fill("Password", Served.PASSWORD);
            browser.press("Sign in");
            browser.page.waitForURL("**/notifications");
            assertThat(browser.text()).contains("The lamp is dark", "you are called");
            String number = browser.page
                    .locator(".tidings a.name", named("The lamp is dark"))
                    .getAttribute("href")
                    .replaceAll("\\D", "");
            post(node, chen, "repos/chen/harbor/issues/" + number + "/comments", "{\"body\":\"It is **urgent**.\"}");
            browser.go("/notifications");
            assertThat(browser.text()).contains("It is **urgent**.");
            browser.look("notifications");
            browser.walk();

            browser.go("/chen/harbor/issues/" + number);
            assertThat(browser.text()).contains("You hear of all that happens here: you were called by name.");
            browser.look("notifications-issue");
            browser.press("Unsubscribe");
            assertThat(browser.text()).contains("You asked to hear no more.");
            browser.press("Subscribe");
            browser.go("/notifications");
            assertThat(browser.text()).doesNotContain("The lamp is dark").contains("A very long title");
            if (scripts) {
                browser.page.keyboard().press("j");
                browser.page.keyboard().press("m");
            } else browser.page.locator(".marks button", named("Done")).first().click();
            PlaywrightAssertions.assertThat(browser.page.locator(".tidings", named("A very long title")))
                    .hasCount(0);
            browser.follow("All");
            browser.page
                    .locator(".tidings", named("A very long title"))
                    .locator("button", new com.microsoft.playwright.Locator.LocatorOptions().setHasText("Keep"))
                    .click();
            assertThat(browser.text()).contains("kept");
            browser.look("notifications-all");
            browser.go("/notifications");
            if (browser.page.locator("button", named("Mark all as read")).count() > 0)
                browser.press("Mark all as read");
            assertThat(browser.text()).contains("A very long title", "kept");
            browser.look("notifications-kept");
            browser.page.locator(".marks button", named("Done")).click();
            assertThat(browser.text()).contains("You have read everything.");
            browser.look("notifications-none");
            browser.calm();
        }
    }

    private static com.microsoft.playwright.Page.LocatorOptions named(String words) {
        return new com.microsoft.playwright.Page.LocatorOptions().setHasText(words);
    }

    private static void post(Served node, String token, String path, String body) throws Exception {
        var answer = Wire.post(
                node.url,
                "/api/v1/" + path,
                body.getBytes(StandardCharsets.UTF_8),
                "Authorization: token " + token,
                "Content-Type: application/json");
        assertThat(answer.status()).isEqualTo(201);
    }
}
