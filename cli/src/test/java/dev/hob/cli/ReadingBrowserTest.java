package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading code in a real browser: lines that are chosen, whose they are, what became of them, and files found by a
/// few letters.
class ReadingBrowserTest {
    private static final String KETTLE = "/alice/kettle";
    private static final String FILE = "src/branch/main/src/Kettle.java";
    private static final List<String> AUTHORS = List.of("Alice", "Bob", "Carolina von und zu Wasserkocher");

    @TempDir
    Path folder;

    private static void push(Served node, Path folder) throws Exception {
        node.account("alice");
        var git = Git.init(folder, 2);
        git.grow(ReadingBrowserTest::story);
        git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main");
    }

    /// A file that grew over years, was called something else once, and was given another form.
    private static void story(Git.Story story) throws IOException {
        for (int i = 0; i < 9; i++) {
            String message = i == 5
                    ? "Call it a kettle, since nobody knew what the old name meant, and say so at length"
                    : "Step " + i;
            story.say("commit refs/heads/main\nmark :" + (i + 1) + "\ncommitter " + AUTHORS.get(i % AUTHORS.size())
                    + " <" + i + "@example.org> " + (1_600_000_000L + i * 20_000_000L) + " +0000\n");
            data(story, message);
            if (i > 0) story.say("from :" + i + "\n");
            if (i == 5) story.say("D src/Pot.java\n");
            story.say("M 100644 inline src/" + (i < 5 ? "Pot" : "Kettle") + ".java\n");
            var text = new StringBuilder("/** Boils water. */\npublic final class Kettle {\n");
            for (int line = 0; line <= i * 3 + 3; line++)
                text.append("    private int step%d = %d; // %s\n"
                        .formatted(line, line % 4 == 0 ? i : 0, "as it was said ".repeat(line % 7)));
            data(story, text + "}\n");
            story.say("M 100644 inline docs/guide-" + i + ".md\n");
            data(story, "# Guide " + i + "\n");
        }
        story.say("commit refs/heads/main\nmark :10\ncommitter Bob <b@example.org> 1790000000 +0000\n");
        data(story, "Pass over what is only form");
        story.say("from :9\nM 100644 inline .git-blame-ignore-revs\n");
        data(story, "# none yet\n" + "1".repeat(40) + "\n");
    }

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
    }

    private static Locator number(Chromium browser, int line) {
        return browser.page.locator("#L" + line + " td.n a");
    }

    private static void at(Chromium browser, String address) {
        browser.page.waitForURL(Pattern.compile(".*" + Pattern.quote(address) + "$"));
    }

    @Test
    void lines_are_chosen_by_their_numbers_and_lead_on() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE + "/" + FILE);
            number(browser, 9).click();
            at(browser, FILE + "#L9");
            number(browser, 5).click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
            at(browser, FILE + "#L5-L9");
            assertThat(browser.page.locator("tr.chosen").count()).isEqualTo(5);
            assertThat(browser.page.locator(".picked").innerText()).contains("Lines 5 to 9");
            browser.look("code-lines");
            browser.page.keyboard().press("y");
            assertThat(browser.page.url()).matches(".*/src/commit/[0-9a-f]{40}/src/Kettle.java#L5-L9");
            browser.page.reload();
            assertThat(browser.page.locator("tr.chosen").count()).isEqualTo(5);
            asked(browser);
            browser.page.locator(".picked a").getByText("Blame").click();
            assertThat(browser.page.url()).matches(".*/blame/commit/[0-9a-f]{40}/src/Kettle.java#L5-L9");
            assertThat(browser.page.locator("tr.chosen").count()).isEqualTo(5);
            browser.page.locator(".picked a").getByText("History").click();
            assertThat(browser.page.url()).contains("?lines=5-9");
            assertThat(browser.text()).contains("lines 5 to 9");
            browser.look("lines-history");
            browser.calm();
        }
    }

    private static void asked(Chromium browser) {
        browser.page.locator(".picked a").getByText("Ask in an issue").click();
        assertThat(browser.page.locator("textarea[name=body]").inputValue())
                .matches("(?s)http://.*/alice/kettle/src/commit/[0-9a-f]{40}/src/Kettle.java#L5-L9\\s*");
        browser.page.goBack();
        browser.page.locator("tr.chosen").first().waitFor();
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void blame_leads_back_to_how_it_was(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE + "/" + FILE);
            browser.follow("Blame");
            assertThat(browser.text()).contains("Step 8", "passed over");
            browser.look("blame");
            browser.walk();
            var before = browser.page.getByLabel(Pattern.compile("Before .*")).first();
            before.click();
            assertThat(browser.page.url()).contains("/blame/commit/");
            browser.page.locator("a.before").first().click();
            browser.page.locator(".crumbs").waitFor();
            browser.go(KETTLE + "/commits/branch/main/src/Kettle.java");
            assertThat(browser.text()).contains("renamed from src/Pot.java", "Step 0");
            browser.look("file-history");
            browser.calm();
        }
    }

    @Test
    void a_file_is_found_while_its_name_is_typed() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE);
            browser.look("repo-find-link");
            browser.page.keyboard().press("t");
            at(browser, "/find/branch/main");
            browser.page.keyboard().type("guide");
            browser.page.locator("[data-found] mark").first().waitFor();
            assertThat(browser.page.url()).endsWith("?q=guide");
            browser.look("find");
            browser.page.locator("input[name=q][data-key]").focus();
            browser.page.keyboard().press("ArrowDown");
            browser.page.keyboard().press("ArrowDown");
            assertThat(browser.page.evaluate("document.activeElement.textContent"))
                    .isEqualTo("docs/guide-1.md");
            browser.page.keyboard().type("s4");
            browser.page.keyboard().press("Backspace");
            browser.page.keyboard().press("Backspace");
            browser.page.keyboard().type("-4");
            browser.page.keyboard().press("Enter");
            at(browser, "/src/branch/main/docs/guide-4.md");
            browser.calm();
        }
    }

    @Test
    void a_file_is_found_without_any_script() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, false)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE);
            browser.follow("Find a file");
            browser.fill("A few letters of a file's path", "kj");
            browser.page.locator(".seek button").click();
            browser.page.locator("[data-found] a").first().click();
            at(browser, "/src/branch/main/src/Kettle.java");
            browser.calm();
        }
    }
}
