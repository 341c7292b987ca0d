package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of tables and notebooks in a real browser, as what they are for and as their source, and of a folder that
/// was called something else.
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
        story.say("M 100644 inline brew.ipynb\n");
        data(story, notebook(number > 1));
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
            asked(browser, "Rich diff");
            assertThat(browser.page.url()).endsWith("main...next?rich=3#file-3");
            assertThat(browser.text()).contains("1 row added, 1 removed, 2 changed.", "Lapsang Souchong", "rows stay");
            browser.look("table-diff");
            browser.walk();
            browser.press("Open pull request");
            browser.go("/alice/kettle/pulls/1/files");
            asked(browser, "Rich diff");
            browser.page.locator("#file-3 .rich table").waitFor();
            browser.look("pull-table-diff");
            asked(browser, "Source diff");
            browser.page.locator("#file-3 .code.changes").waitFor();
            browser.calm();
        }
    }

    private static String drawn(int colour) throws IOException {
        var picture = new BufferedImage(240, 120, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 240; x++) for (int y = 0; y < 120; y++) picture.setRGB(x, y, x / 2 > y ? colour : 0xffffff);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String notebook(boolean later) throws IOException {
        String kept = IntStream.range(0, 6)
                .mapToObj(i -> "{\"cell_type\":\"markdown\",\"id\":\"k" + i + "\",\"source\":\"## Step " + i
                        + "\\n\\nBoil *the* water.\"},")
                .collect(Collectors.joining());
        String fresh = later
                ? "{\"cell_type\":\"markdown\",\"id\":\"n\",\"source\":\"A **new** remark on `tea`.\"},"
                : "{\"cell_type\":\"raw\",\"id\":\"o\",\"source\":\"Gone by then\"},";
        return "{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{\"language_info\":{\"name\":\"python\"}},\"cells\":["
                + kept
                + "{\"cell_type\":\"code\",\"id\":\"c\",\"execution_count\":" + (later ? 9 : 2)
                + ",\"source\":\"import tea\\n\\ndef brew(pot):\\n    return tea.pour(pot, minutes=" + (later ? 4 : 3)
                + ")  # as it should be\",\"outputs\":[{\"output_type\":\"stream\",\"text\":\"Steeping\\n"
                + (later ? "4" : "3")
                + " minutes\\n\"},{\"output_type\":\"display_data\",\"data\":{\"image/png\":\""
                + drawn(later ? 0x1f6b3a : 0x9a3f12) + "\"}}]}," + fresh
                + kept.replace("\"k", "\"l").replace("Step", "Then")
                + "{\"cell_type\":\"code\",\"id\":\"e\",\"source\":\"done()\",\"outputs\":[]}]}";
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void a_notebook_is_compared_by_its_cells(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", "/alice/kettle/compare/main...next");
            browser.press("Open pull request");
            browser.go("/alice/kettle/pulls/1/files");
            browser.page.locator("#file-1 header a").getByText("Rich diff").click();
            browser.page.locator("#file-1 .pieces").waitFor();
            assertThat(browser.text()).contains("1 cell added, 1 removed, 1 changed.", "5 cells stay");
            browser.look("notebook-diff");
            browser.walk();
            for (var picture : browser.page.locator("#file-1 figure img").all())
                assertThat(picture.evaluate("it => it.naturalWidth")).isEqualTo(240);
            browser.calm();
        }
    }

    @Test
    void the_history_of_a_folder_tells_its_former_name() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            var git = Git.init(folder.resolve("pots"), 2);
            git.grow(story -> {
                for (int i = 1; i <= 4; i++) {
                    story.say("commit refs/heads/main\nmark :" + i + "\ncommitter Alice <a@example.org> "
                            + (1_700_000_000L + i * 90_000L) + " +0000\n");
                    data(story, i == 3 ? "Call them kettles" : "Step " + i);
                    if (i > 1) story.say("from :" + (i - 1) + "\n");
                    if (i == 3) story.say("D pots\n");
                    for (int file = 0; file < 3; file++) {
                        story.say("M 100644 inline " + (i < 3 ? "pots" : "kettles") + "/" + file + ".txt\n");
                        data(story, "Pot " + file + (file == 0 && i != 3 ? " of " + i : "") + "\n");
                    }
                }
            });
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/pots"), "main");
            browser.signIn("alice", "/alice/pots/commits/branch/main/kettles");
            assertThat(browser.text()).contains("Call them kettles", "renamed from pots", "Step 1");
            browser.look("folder-history");
            browser.page.getByLabel("pots at").first().click();
            assertThat(browser.page.url()).endsWith("/pots");
            browser.calm();
        }
    }

    private static void asked(Chromium browser, String words) {
        browser.page
                .locator("#file-3 header a", new Page.LocatorOptions().setHasText(words))
                .click();
    }
}
