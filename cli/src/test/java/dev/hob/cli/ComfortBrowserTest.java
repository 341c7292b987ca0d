package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a browser adds to pages by itself: it fetches ahead, and says by whose clock it shows times.
class ComfortBrowserTest {
    private static final String README = "/alice/kettle/src/branch/main/README.md";

    /// Milliseconds after which a browser takes it that its reader means a link.
    private static final int LINGERING = 500;

    @TempDir
    Path folder;

    private static void begin(Served node, Chromium browser) throws Exception {
        node.account("alice");
        browser.signIn("alice", "/new");
        browser.fill("Name", "kettle");
        browser.unfold("Begin with some files");
        browser.page.locator("input[name=readme]").check();
        browser.press("Create repository");
        browser.page.waitForURL("**/alice/kettle");
    }

    @Test
    void what_is_pointed_at_is_fetched_and_what_costs_or_changes_something_is_not() throws Exception {
        try (var node = Served.start(folder.resolve("data"), Map.of());
                var browser = Chromium.open(node.url, true)) {
            begin(node, browser);
            var fetched = new ConcurrentSkipListMap<String, String>();
            var session = browser.page.context().newCDPSession(browser.page);
            session.on(
                    "Preload.prefetchStatusUpdated",
                    told -> fetched.put(
                            URI.create(told.get("prefetchUrl").getAsString()).getPath(),
                            told.get("status").getAsString()));
            session.send("Preload.enable");
            browser.go("/alice/kettle");
            for (String other : List.of("a[href*='/commits/branch/main']", "a[href='/alice/kettle/settings']")) {
                browser.page.locator(other).first().hover();
                browser.page.waitForTimeout(LINGERING);
            }
            browser.page.locator("a[href='" + README + "']").first().hover();

            browser.page.waitForCondition(() -> "Ready".equals(fetched.get(README)));
            assertThat(fetched).containsOnlyKeys(README);
            browser.page.locator("a[href='" + README + "']").first().click();
            browser.page.waitForCondition(() -> browser.page.title().startsWith("README.md"));
            browser.calm();
        }
    }

    @Test
    void times_are_the_readers_own_from_the_second_page_on() throws Exception {
        try (var node = Served.start(folder.resolve("data"), Map.of());
                var browser = Chromium.open(node.url, true)) {
            begin(node, browser);
            var zone = new JsonObject();
            zone.addProperty("timezoneId", "Asia/Tokyo");
            browser.page.context().newCDPSession(browser.page).send("Emulation.setTimezoneOverride", zone);
            browser.go("/alice/kettle");
            browser.go("/alice/kettle/commits/branch/main");

            assertThat(browser.page.locator("li time").first().getAttribute("title"))
                    .endsWith("JST");
            browser.calm();
        }
    }
}
