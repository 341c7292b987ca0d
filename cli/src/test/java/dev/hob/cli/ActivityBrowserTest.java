package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stars, watches and what happened, in a real browser, as a stranger and somebody with an account meet them.
class ActivityBrowserTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void people_star_watch_and_read_what_happened(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.hob(Served.PASSWORD, "seed-demo", "--password-stdin").ok();
            var git = Git.init(folder.resolve("clone"), 2);
            String remote = node.remote("chen", node.token("chen", "all"), "chen/harbor");
            git.ok("fetch", "-q", remote, "main");
            git.ok("checkout", "-q", "-b", "main", "FETCH_HEAD");
            for (String what : new String[] {"a buoy", "a lamp", "a bell", "a rope", "a hook"})
                git.commit("notes/" + what, what + "\n");
            git.ok("tag", "-a", "v9.0", "-m", "With bells on");
            git.ok("push", "-q", remote, "main", "main:topic/bells", "v9.0");

            browser.go("/chen/harbor/activity");
            assertThat(browser.text())
                    .contains("chen pushed 5 commits to main in chen/harbor", "and 2 more", "With bells on");
            browser.look("activity-repository");
            browser.walk();
            browser.follow("Star");
            browser.fill("Name", "ada");
            browser.fill("Password", Served.PASSWORD);
            browser.press("Sign in");
            assertThat(browser.page.url()).endsWith("/chen/harbor");
            stars(browser);
            watches(browser);
            browser.go("/");
            browser.look("activity-home");
            browser.follow("Watched");
            assertThat(browser.page.locator(".lately").innerText())
                    .contains("emil/tide")
                    .doesNotContain("chen/harbor");
            browser.look("activity-home-watched");
            browser.go("/chen?tab=activity");
            browser.look("activity-person");
            browser.walk();
            browser.calm();
        }
    }

    private static void stars(Chromium browser) {
        boolean given = browser.page.locator(".regard button", named("Starred")).count() > 0;
        if (given) browser.press("Starred");
        browser.go("/chen/harbor/tags");
        browser.press("Star");
        assertThat(browser.page.url()).as("back where one was").endsWith("/chen/harbor/tags");
        assertThat(browser.page.locator(".regard button", named("Starred")).getAttribute("aria-pressed"))
                .isEqualTo("true");
        browser.look("activity-starred");
        browser.walk();
        browser.page.locator(".regard a[href$='/stars']").click();
        assertThat(browser.text()).contains("ada");
        browser.look("activity-stars");
        browser.go("/ada?tab=stars");
        assertThat(browser.text()).contains("harbor");
        browser.look("activity-person-stars");
    }

    private static com.microsoft.playwright.Page.LocatorOptions named(String words) {
        return new com.microsoft.playwright.Page.LocatorOptions().setHasText(words);
    }

    private static void watches(Chromium browser) {
        browser.go("/chen/harbor");
        browser.page.locator(".regard summary").click();
        browser.look("activity-watch-menu");
        browser.press("You hear of nothing.");
        assertThat(browser.page.locator(".regard summary").innerText()).isEqualTo("Ignoring");
        browser.page.locator(".regard a[href$='/watchers']").click();
        assertThat(browser.page.locator(".list").innerText()).contains("chen").doesNotContain("ada");
        browser.look("activity-watchers");
    }
}
