package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody without an account sees of a node that asks their browser to work first, and how it says that it is
/// well.
class SiegeBrowserTest {
    private static final Map<String, String> BESIEGED =
            Map.of("HOB_HTTP_TRUSTED_PROXIES", "127.0.0.1", "HOB_HTTP_PROOF_OF_WORK", "always");
    private static final String COSTLY = "/alice/kettle/commits/branch/main";
    /// The page as one finds it, before its script has done anything.
    private static final Route.FulfillOptions AT_REST =
            new Route.FulfillOptions().setContentType("text/javascript").setBody("");

    @TempDir
    Path folder;

    private static void fill(Served node) throws Exception {
        node.account("alice");
        try (var browser = Chromium.open(node.url, true)) {
            browser.signIn("alice", "/new");
            browser.fill("Name", "kettle");
            browser.page.locator("input[name=visibility][value=public]").check();
            browser.unfold("Begin with some files");
            browser.page.locator("input[name=readme]").check();
            browser.press("Create repository");
            browser.page.waitForURL("**/alice/kettle");
        }
    }

    @Test
    void a_browser_works_once_and_then_its_reader_sees_everything() throws Exception {
        try (var node = Served.start(folder.resolve("data"), BESIEGED);
                var browser = Chromium.open(node.url, true)) {
            fill(node);
            browser.page.route("**/proof.js", route -> route.fulfill(AT_REST));
            assertThat(browser.go(COSTLY)).isEqualTo(403);
            browser.look("siege");
            browser.walk();
            browser.page.unroute("**/proof.js");
            browser.go(COSTLY);
            browser.page.waitForCondition(() -> browser.page.title().startsWith("Commits"));
            assertThat(browser.page.url()).endsWith(COSTLY);
            assertThat(browser.go("/alice/kettle/compare/main...main")).isEqualTo(200);
            browser.go("/-/status");
            assertThat(browser.text()).contains("All is well", "Lately half were made within");
            browser.look("status");
            browser.walk();
            browser.calm();
        }
    }

    @Test
    void without_scripts_there_is_another_way() throws Exception {
        try (var node = Served.start(folder.resolve("data"), BESIEGED);
                var browser = Chromium.open(node.url, false)) {
            fill(node);
            assertThat(browser.go(COSTLY)).isEqualTo(403);
            assertThat(browser.text()).contains("signing in does not", "git clone " + node.url);
            browser.page
                    .locator("main a", new Page.LocatorOptions().setHasText("Sign in"))
                    .click();
            browser.fill("Name", "alice");
            browser.fill("Password", Served.PASSWORD);
            browser.press("Sign in");
            browser.page.waitForURL(Pattern.compile(".*" + Pattern.quote(COSTLY)));
            assertThat(browser.page.title()).startsWith("Commits");
        }
    }
}
