package dev.hob.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody reads the pages in German, with what scripts say and with none.
class LanguageBrowserTest {
    @TempDir
    Path folder;

    @Test
    void a_reader_chooses_german_and_everything_speaks_it() throws Exception {
        try (var node = Served.start(folder.resolve("data"))) {
            node.account("alice");
            try (var browser = Chromium.open(node.url, true)) {
                browser.signIn("alice", "/new");
                browser.fill("Name", "kettle");
                browser.choose("Public");
                browser.unfold("Begin with some files");
                browser.choose("A README with the name and description");
                browser.press("Create repository");
                browser.go("/alice/kettle/issues/new");
                browser.fill("Title", "The lid rattles");
                browser.press("Open issue");
                browser.follow("Language");
                browser.look("language");
                browser.choose("Deutsch");
                browser.press("Save");
                var page = browser.page;
                assertThat(page).hasURL(Pattern.compile("/alice/kettle/issues/1$"));
                assertThat(page.locator("html")).hasAttribute("lang", "de");
                assertThat(page.locator(".toolbar")).hasAttribute("aria-label", "Text gestalten");
                browser.look("german-issue");
                page.keyboard().press("?");
                assertThat(page.locator("dialog.keys h2")).hasText("Tasten");
                page.keyboard().press("Escape");
                for (String path : new String[] {
                    "/",
                    "/alice/kettle",
                    "/alice/kettle/src/branch/main/README.md",
                    "/alice/kettle/commits",
                    "/alice/kettle/issues",
                    "/alice/kettle/pulls",
                    "/alice/kettle/settings",
                    "/alice/kettle/settings/protection",
                    "/search?q=kettle",
                    "/settings",
                    "/-/peers",
                    "/-/status"
                }) {
                    browser.go(path);
                    assertThat(page.locator("html")).hasAttribute("lang", "de");
                    browser.look("german" + path.replaceAll("[^a-z]+", "-"));
                }
                browser.calm();
            }
            try (var browser = Chromium.open(node.url, false)) {
                browser.go("/-/language");
                browser.choose("Deutsch");
                browser.press("Save");
                browser.follow("Anmelden");
                assertThat(browser.page.locator("html")).hasAttribute("lang", "de");
                browser.calm();
            }
        }
    }
}
