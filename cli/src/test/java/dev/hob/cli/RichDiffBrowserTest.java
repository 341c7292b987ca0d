package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of tables in a real browser, as what they are for and as their source.
class RichDiffBrowserTest {
    @TempDir
    Path folder;

    private static void push(Served node, Path folder) throws Exception {
        node.account("alice");
        var git = Git.init(folder, 2);
        git.grow(RichDiffBrowserTest::story);
        git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main", "next");
    }

    private static void story(Git.Story story) throws IOException {
        var before = new StringBuilder("id,tea,country,price,notes\n");
        var after = new StringBuilder("id,tea,price,country,stock,notes\n");
        for (int i = 1; i <= 40; i++) {
            String notes = i == 20 ? "\"Steep, then\npour\"" : "Steep for " + i % 5 + " minutes";
            before.append("%d,Tea %d,%s,%d,%s\n".formatted(i, i, i % 3 == 0 ? "India" : "Japan", i * 7 % 13, notes));
            if (i == 12) continue;
            if (i == 31) after.append("100,Lapsang Souchong,11,China,,\"Smoky, \"\"very\"\"\"\n");
            after.append("%d,\"Tea %d\",%d,%s,%s,%s\n"
                    .formatted(
                            i,
                            i,
                            i == 20 ? 99 : i * 7 % 13,
                            i % 3 == 0 ? "India" : "Japan",
                            i == 5 ? "12" : "",
                            i == 20 ? "\"Steep, then\npour slowly\"" : notes));
        }
        commit(story, 1, "Begin", before.toString());
        commit(story, 2, "Count what there is", after.toString());
    }

    private static void commit(Git.Story story, int number, String message, String table) throws IOException {
        story.say("commit refs/heads/" + (number == 1 ? "main" : "next") + "\nmark :" + number
                + "\ncommitter Alice <a@example.org> " + (1_700_000_000L + number) + " +0000\n");
        data(story, message);
        if (number > 1) story.say("from :1\n");
        story.say("M 100644 inline teas.csv\n");
        data(story, table);
        story.say("M 100644 inline pot.txt\n");
        data(story, "Pot " + number + "\n");
    }

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void a_table_is_compared_by_its_rows_and_columns(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", "/alice/kettle/compare/main...next");
            browser.follow("Rich diff");
            assertThat(browser.page.url()).endsWith("main...next?rich=2#file-2");
            assertThat(browser.text()).contains("1 row added, 1 removed, 2 changed.", "Lapsang Souchong", "rows stay");
            browser.look("table-diff");
            browser.walk();
            browser.press("Open pull request");
            browser.go("/alice/kettle/pulls/1/files");
            asked(browser, "Rich diff");
            browser.page.locator("#file-2 .rich table").waitFor();
            browser.look("pull-table-diff");
            asked(browser, "Source diff");
            browser.page.locator("#file-2 .code.changes").waitFor();
            browser.calm();
        }
    }

    private static void asked(Chromium browser, String words) {
        browser.page
                .locator("#file-2 header a", new Page.LocatorOptions().setHasText(words))
                .click();
    }
}
