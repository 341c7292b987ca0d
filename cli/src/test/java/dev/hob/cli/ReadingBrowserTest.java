package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.KeyboardModifier;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
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
            PlaywrightAssertions.assertThat(browser.page.locator("tr.chosen")).hasCount(5);
            assertThat(browser.page.locator(".picked").innerText()).contains("Lines 5 to 9");
            browser.look("code-lines");
            browser.page.keyboard().press("y");
            assertThat(browser.page.url()).matches(".*/src/commit/[0-9a-f]{40}/src/Kettle.java#L5-L9");
            browser.page.reload();
            PlaywrightAssertions.assertThat(browser.page.locator("tr.chosen")).hasCount(5);
            asked(browser);
            browser.page.locator(".picked a").getByText("Blame").click();
            assertThat(browser.page.url()).matches(".*/blame/commit/[0-9a-f]{40}/src/Kettle.java#L5-L9");
            PlaywrightAssertions.assertThat(browser.page.locator("tr.chosen")).hasCount(5);
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

    @Test
    void everywhere_is_a_few_letters_away() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE);
            browser.go(KETTLE);
            var keys = browser.page.keyboard();
            var palette = browser.page.locator("dialog.palette");

            keys.press("Control+k");
            palette.waitFor();
            browser.look("palette");
            keys.type("issu");
            assertThat(palette.locator("a").first().innerText()).contains("Issues");
            browser.look("palette-typed");
            keys.press("Enter");
            at(browser, KETTLE + "/issues");

            keys.press("Control+k");
            palette.waitFor();
            keys.press("Escape");
            palette.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

            browser.go(KETTLE);
            keys.press("Control+k");
            palette.waitFor();
            keys.type("steam");
            palette.locator("a", new Locator.LocatorOptions().setHasText("Find a file like"))
                    .focus();
            keys.press("Enter");
            at(browser, "?q=steam");
            browser.calm();
        }
    }

    private static final String NOTES = """
            # Notes

            Two ways to boil water[^1], and one to burn it[^burn].

            > [!NOTE]
            > The kettle whistles at `100` degrees.

            > [!TIP]
            > Warm the pot.

            > [!IMPORTANT]
            > Fill it **before** you light the fire.

            > [!WARNING]
            > It is hot. See [the guide](guide.md).

            > [!CAUTION]
            > Never leave it alone.

            [^1]: On the stove, or over a fire.
            [^burn]: Leave it alone.
            """;

    private static final String NOTEBOOK = """
            {"nbformat": 4, "metadata": {"language_info": {"name": "python"}}, "cells": [
              {"cell_type": "markdown", "source": ["# How long it takes\\n", "Measured *twice*."]},
              {"cell_type": "code", "execution_count": 1, "source": "for litre in range(3):\\n    print(litre)  # slowly",
               "outputs": [{"output_type": "stream", "name": "stdout", "text": ["0\\n", "1\\n", "2\\n"]}]},
              {"cell_type": "code", "execution_count": 2, "source": "table", "outputs": [{"output_type": "execute_result",
               "data": {"text/html": "<table><thead><tr><th>litres</th><th>minutes</th></tr></thead><tbody><tr><td>1</td><td>4</td></tr></tbody></table>"}}]},
              {"cell_type": "code", "execution_count": 3, "source": "plot()", "outputs": [{"output_type": "display_data",
               "data": {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' width='240' height='80'><path d='M0 70 L80 40 L160 50 L240 10' fill='none' stroke='#9a3f12' stroke-width='4'/></svg>"}}]},
              {"cell_type": "code", "execution_count": null, "source": "", "outputs": []}]}
            """;

    private static Page.LocatorOptions named(String words) {
        return new Page.LocatorOptions().setHasText(Pattern.compile("^" + words + "$"));
    }

    private static void picture(Path file, int width, int colour) throws IOException {
        var image = new BufferedImage(width, 120, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++)
            for (int y = 0; y < 120; y++) image.setRGB(x, y, (x + y) % 40 < 20 ? colour : -1);
        assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }

    /// Half a second of a tone.
    private static byte[] whistle() {
        int rate = 8_000;
        var wave = ByteBuffer.allocate(44 + rate / 2).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(UTF_8))
                .putInt(36 + rate / 2)
                .put("WAVEfmt ".getBytes(UTF_8))
                .putInt(16);
        wave.putShort((short) 1)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(rate)
                .putShort((short) 1)
                .putShort((short) 8);
        wave.put("data".getBytes(UTF_8)).putInt(rate / 2);
        for (int i = 0; i < rate / 2; i++) wave.put((byte) (128 + 80 * Math.sin(i * 0.7)));
        return wave.array();
    }

    @ParameterizedTest(name = "scripts: {0}")
    @ValueSource(booleans = {true, false})
    void files_are_shown_as_what_they_are_for(boolean scripts) throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, scripts)) {
            node.account("alice");
            var git = Git.init(folder.resolve("kettle"), 2);
            var table = new StringBuilder("litres,minutes,what was said about it\n");
            for (int i = 1; i < 40; i++)
                table.append(i)
                        .append(',')
                        .append(i * 4)
                        .append(",\"")
                        .append("slowly, ".repeat(i % 9))
                        .append("\"\n");
            var files = git.folder();
            Files.writeString(files.resolve("times.csv"), table.toString());
            Files.writeString(files.resolve("notes.md"), NOTES);
            Files.writeString(files.resolve("times.ipynb"), NOTEBOOK);
            Files.write(files.resolve("whistle.wav"), whistle());
            picture(files.resolve("logo.png"), 240, 0x10558a);
            git.ok("add", ".");
            git.ok("commit", "-q", "-m", "What is known about kettles");
            git.ok("archive", "-o", "kettle.zip", "HEAD");
            picture(files.resolve("logo.png"), 320, 0x9a3f12);
            Files.writeString(files.resolve(".gitmodules"), """
                    [submodule "lid"]
                        path = lid
                        url = ../lid.git
                    [submodule "stove"]
                        path = stove
                        url = git@forge.example:fire/stove.git
                    """);
            Files.writeString(
                    files.resolve("film.mp4"),
                    "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d".repeat(32) + "\nsize 7340032\n");
            git.ok("add", ".");
            for (String module : List.of("lid", "stove"))
                git.ok("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + "," + module);
            git.ok("commit", "-q", "-m", "All of it");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main");
            browser.signIn("alice", KETTLE);

            assertThat(browser.page.locator("a", named("lid")).getAttribute("href"))
                    .isEqualTo("/alice/lid/src/commit/" + "1".repeat(40));
            assertThat(browser.page.locator("a", named("stove")).getAttribute("href"))
                    .isEqualTo("https://forge.example/fire/stove");
            browser.look("folder-modules");
            browser.go(KETTLE + "/src/branch/main/film.mp4");
            assertThat(browser.text()).contains("the file itself has 7.0 MiB");
            browser.look("file-elsewhere");

            browser.go(KETTLE + "/src/branch/main/times.csv");
            assertThat(browser.page.locator(".sheet th").allInnerTexts())
                    .containsExactly("litres", "minutes", "what was said about it");
            browser.look("file-table");
            browser.walk();
            browser.follow("Source");
            assertThat(browser.text()).contains("litres,minutes,");
            browser.follow("Rendered");
            PlaywrightAssertions.assertThat(browser.page.locator(".sheet")).hasCount(1);

            browser.go(KETTLE + "/src/branch/main/times.ipynb");
            assertThat(browser.text()).contains("How long it takes", "slowly", "minutes");
            assertThat(browser.page.locator(".output img").evaluate("it => it.decode().then(() => it.naturalWidth)"))
                    .isEqualTo(240);
            browser.look("file-notebook");

            browser.go(KETTLE + "/src/branch/main/notes.md");
            browser.page.locator(".footnote-ref a").first().click();
            browser.look("file-markdown");
            browser.page.locator(".footnote-backref").first().click();
            assertThat(browser.page.url()).contains("-fnref-1");

            browser.go(KETTLE + "/src/branch/main/kettle.zip");
            assertThat(browser.text()).contains("notes.md", "whistle.wav");
            browser.look("file-archive");

            browser.go(KETTLE + "/src/branch/main/whistle.wav");
            if (scripts)
                assertThat(browser.page
                                .locator("audio")
                                .evaluate("it => it.readyState > 0 ? it.duration : new Promise(done =>"
                                        + " it.addEventListener('loadedmetadata', () => done(it.duration)))"))
                        .isEqualTo(0.5);
            browser.look("file-sound");

            browser.go(KETTLE + "/commit/" + git.ok("rev-parse", "HEAD"));
            assertThat(browser.page.locator(".pictures figcaption").allInnerTexts())
                    .containsExactly("Before", "After");
            for (var image : browser.page.locator(".pictures img").all()) {
                image.scrollIntoViewIfNeeded();
                assertThat((Integer) image.evaluate("it => it.decode().then(() => it.naturalWidth)"))
                        .isIn(240, 320);
            }
            browser.look("commit-pictures");
            browser.calm();
        }
    }
}
