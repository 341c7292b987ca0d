package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A page is on its way before its link is pressed, when it costs little and changes nothing.
class PrefetchBrowserTest {
    private static final String README = "/alice/kettle/src/branch/main/README.md";

    @TempDir
    Path folder;

    @Test
    void what_is_pointed_at_is_fetched_and_what_costs_or_changes_something_is_not() throws Exception {
        try (var node = Served.start(folder.resolve("data"), Map.of());
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.unfold("Begin with some files");
            browser.page.locator("input[name=readme]").check();
            browser.press("Create repository");
            browser.page.waitForURL("**/alice/kettle");

            var fetched = new ConcurrentSkipListMap<String, String>();
            var session = browser.page.context().newCDPSession(browser.page);
            session.on(
                    "Preload.prefetchStatusUpdated",
                    told -> fetched.put(
                            URI.create(told.get("prefetchUrl").getAsString()).getPath(),
                            told.get("status").getAsString()));
            session.send("Preload.enable");
            browser.go("/alice/kettle");
            for (String other : List.of("a[href*='/commits/branch/main']", "a[href='/alice/kettle/settings']"))
                browser.page.locator(other).first().hover();
            browser.page.locator("a[href='" + README + "']").first().hover();

            browser.page.waitForCondition(() -> "Ready".equals(fetched.get(README)));
            assertThat(fetched).containsOnlyKeys(README);
            browser.page.locator("a[href='" + README + "']").first().click();
            browser.page.waitForCondition(() -> browser.page.title().startsWith("README.md"));
            browser.calm();
        }
    }
}
