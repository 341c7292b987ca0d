package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Searching a node with everything that a fresh one has, its sentence model included, in a real browser.
class SearchBrowserTest {
    private static final String KETTLE = """
            package kettle;

            /// Heats water, and stops.
            final class Kettle {
                private final Thermometer thermometer;

                /// Lets nobody boil it dry: with too little water in it the current is cut off.
                boolean guardsAgainstEmptiness() {
                    return thermometer.level() > MINIMUM;
                }

                void whistle(int times) {
                    for (int i = 0; i < times; i++) System.out.println("<b>fiii</b>");
                }
            }
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void what_is_here_is_found(boolean scripts) throws Exception {
        try (var node = Served.start(
                        folder.resolve("data"), Map.of("HOB_SEARCH_ENABLED", "true", "HOB_SEARCH_MEANING", "local"));
                var browser = Chromium.open(node.url, scripts)) {
            node.hob(Served.PASSWORD, "seed-demo", "--password-stdin").ok();
            var git = Git.init(folder.resolve("clone"), 2);
            String remote = node.remote("chen", node.token("chen", "all"), "chen/harbor");
            git.ok("fetch", "-q", remote, "main");
            git.ok("checkout", "-q", "-b", "main", "FETCH_HEAD");
            git.commit("src/main/java/kettle/Kettle.java", KETTLE);
            git.commit("tools/measure.py", "def boiling_point(height):\n    return 100 - height / 300\n");
            git.ok("push", "-q", remote, "main");
            git.ok("checkout", "-q", "-b", "copper");
            git.commit("src/main/java/kettle/Copper.java", "package kettle;\n\nfinal class Copper extends Kettle {}\n");
            git.ok("push", "-q", remote, "copper");
            until(browser, "repo:chen/harbor how is a dry kettle avoided", "guardsAgainstEmptiness");
            meaning(browser);
            names(browser);
            code(browser, scripts);
            elsewhere(browser, node);
            if (scripts) typed(browser);
            browser.go("/search");
            assertThat(browser.text()).contains("How to ask");
            browser.look("search-help");
            browser.walk();
            browser.go("/search?q=qqxyzzy");
            browser.look("search-nothing");
            browser.go("/search?q=%2F(un%2F+is%3Ateapot");
            browser.look("search-not-understood");
            browser.calm();
        }
    }

    private static void until(Chromium browser, String question, String found) throws InterruptedException {
        long end = System.nanoTime() + 90_000_000_000L;
        do {
            Thread.sleep(500);
            browser.go("/search?q=" + question.replace(" ", "+"));
        } while (!browser.text().contains(found) && System.nanoTime() < end);
        assertThat(browser.text()).contains(found);
    }

    private static void meaning(Chromium browser) {
        browser.look("search-meaning");
        browser.walk();
        browser.page.locator(".hit .name").first().click();
        assertThat(browser.page.url()).endsWith("/chen/harbor/src/branch/main/src/main/java/kettle/Kettle.java");
    }

    private static void names(Chromium browser) {
        // Above a repository, that repository is meant.
        browser.page.locator(".find input[name=q]").fill("whistle");
        browser.page.locator(".find input[name=q]").press("Enter");
        assertThat(browser.field("Search everything here").inputValue()).isEqualTo("whistle repo:chen/harbor");
        assertThat(browser.text()).contains("Kettle.whistle");
        browser.page.locator(".hit td.n a").first().click();
        assertThat(browser.page.url()).contains("Kettle.java#L");
        browser.go("/search?q=lamp");
        browser.look("search-words");
        browser.page.locator(".tabs").getByText("Issues").click();
        assertThat(browser.field("Search everything here").inputValue()).isEqualTo("lamp is:issue");
        browser.look("search-issues");
        browser.go("/search?q=%2Fdef+%5Cw%2B%2F+lang%3APython");
        assertThat(browser.text()).contains("tools/measure.py", "boiling_point");
        browser.look("search-regex");
    }

    private static void code(Chromium browser, boolean scripts) {
        browser.go("/chen/harbor/src/branch/main/src/main/java/kettle/Kettle.java");
        browser.page.locator(".outline summary").click();
        browser.look("file-outline");
        browser.page.locator(".outline").getByText("whistle").click();
        assertThat(browser.page.url()).endsWith("#L12");
        browser.go("/chen/harbor/symbol?name=Kettle");
        assertThat(browser.text()).contains("Defined here", "Where it stands");
        browser.look("symbol");
        if (!scripts) return;
        browser.go("/chen/harbor/src/branch/main/src/main/java/kettle/Kettle.java");
        click(browser, 9, "thermometer");
        PlaywrightAssertions.assertThat(browser.page.locator(".popover")).containsText("Where it stands");
        browser.look("file-name-card");
        browser.page.keyboard().press("Escape");
        PlaywrightAssertions.assertThat(browser.page.locator(".popover")).isHidden();
        // What is said in a comment is no name.
        click(browser, 7, "nobody");
        PlaywrightAssertions.assertThat(browser.page.locator(".popover")).isHidden();
    }

    /// On another branch, and in a fork.
    private static void elsewhere(Chromium browser, Served node) throws Exception {
        browser.go("/search?q=repo%3Achen%2Fharbor+Copper");
        assertThat(browser.text()).doesNotContain("Copper.java");
        browser.page.getByLabel("Branch or tag").selectOption("copper");
        browser.press("Search there");
        assertThat(browser.field("Search everything here").inputValue())
                .isEqualTo("repo:chen/harbor Copper rev:copper");
        PlaywrightAssertions.assertThat(browser.page.locator(".hit .name").first())
                .containsText("Copper.java");
        browser.look("search-branch");
        browser.walk();
        browser.page.locator(".hit .name").first().click();
        assertThat(browser.page.url()).endsWith("/chen/harbor/src/branch/copper/src/main/java/kettle/Copper.java");
        // Above a branch, that branch is meant.
        browser.page.locator(".find input[name=q]").fill("Kettle");
        browser.page.locator(".find input[name=q]").press("Enter");
        assertThat(browser.field("Search everything here").inputValue())
                .isEqualTo("Kettle repo:chen/harbor rev:copper");
        browser.go("/search?q=repo%3Achen%2Fharbor+rev%3Anowhere+Kettle");
        browser.look("search-branch-unknown");

        node.ask(node.token("dara", "all"), "POST", "/repos/chen/harbor/forks", "{}");
        until(browser, "boiling_point is:code repo:dara/harbor", "measure.py");
        browser.go("/search?q=%22def+boiling_point%22");
        assertThat(browser.text()).contains("The same file is also in dara/harbor.");
        browser.look("search-fork");
    }

    /// A word in a line, where it stands.
    private static void click(Chromium browser, int line, String word) {
        var cell = browser.page.locator("#L" + line + " td:not(.n)");
        var place = (Map<?, ?>) cell.evaluate("""
                (cell, word) => {
                  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                  while (texts.nextNode()) {
                    const at = texts.currentNode.data.indexOf(word);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(texts.currentNode, at);
                    range.setEnd(texts.currentNode, at + word.length);
                    const box = range.getBoundingClientRect();
                    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                  }
                }""", word);
        browser.page.mouse().click(((Number) place.get("x")).doubleValue(), ((Number) place.get("y")).doubleValue());
    }

    private static void typed(Chromium browser) {
        browser.go("/search");
        var box = browser.field("Search everything here");
        box.pressSequentially("boiling_point");
        PlaywrightAssertions.assertThat(browser.page.locator(".hit .name").first())
                .containsText("measure.py");
        PlaywrightAssertions.assertThat(browser.page).hasURL(java.util.regex.Pattern.compile("q=boiling_point"));
        // What was asked for last is shown last.
        box.fill("whistle");
        box.fill("guardsAgainstEmptiness");
        PlaywrightAssertions.assertThat(browser.page.locator(".hit .name").first())
                .containsText("Kettle.java");
        assertThat(box.inputValue()).isEqualTo("guardsAgainstEmptiness");
    }
}
