package dev.hob.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.hob.web.html.WebJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a library draws in a page, in a real browser: mathematics, diagrams, documents and fonts. Without scripts it is
/// there as its source.
class DrawingBrowserTest {
    private static final String KETTLE = "/alice/kettle";

    private static final String README = """
            # Heat

            Water of mass $m$ warmed by $\\Delta T$ takes $Q = m \\cdot c_p \\cdot \\Delta T$, which is
            $`\\text{a lot}`$ for all $T \\in \\mathbb{R}$. It costs $5 to $7.

            $$
            \\begin{aligned}
            \\frac{dT}{dt} &= -k\\,(T - T_\\infty) \\\\
            + \\binom{n}{k} &= \\sum_{i=0}^{n} \\sqrt[3]{x_i}
            \\end{aligned}
            $$

            This is none: $\\frac{1}{$ and this leads nowhere: $\\href{javascript:alert(1)}{x}$.

            ```mermaid
            graph TD
              Fill[Fill it] --> Boil{Boils?}
              Boil -- yes --> Tea
              Boil -- no --> Boil
            ```

            ```mermaid
            graph TD
              A --> --> B
            ```
            """;

    @TempDir
    Path folder;

    /// A document of two pages with a line on each, as the format has them.
    private static byte[] document() {
        var text = new StringBuilder("%PDF-1.4\n");
        var places = new java.util.ArrayList<Integer>();
        var objects = List.of(
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R"
                        + " /Resources << /Font << /F1 7 0 R >> >> >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 6 0 R"
                        + " /Resources << /Font << /F1 7 0 R >> >> >>",
                stream("BT /F1 24 Tf 40 100 Td (How to boil water) Tj ET"),
                stream("BT /F1 24 Tf 40 100 Td (Second page) Tj ET"),
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        for (int i = 0; i < objects.size(); i++) {
            places.add(text.length());
            text.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
        }
        int table = text.length();
        text.append("xref\n0 8\n0000000000 65535 f \n");
        for (int place : places) text.append("%010d 00000 n \n".formatted(place));
        text.append("trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n")
                .append(table)
                .append("\n%%EOF\n\0");
        return text.toString().getBytes(ISO_8859_1);
    }

    private static String stream(String said) {
        return "<< /Length " + said.length() + " >>\nstream\n" + said + "\nendstream";
    }

    private static void push(Served node, Path folder) throws Exception {
        node.account("alice");
        var git = Git.init(folder, 2);
        var files = git.folder();
        Files.writeString(files.resolve("README.md"), README);
        Files.write(files.resolve("guide.pdf"), document());
        Files.writeString(files.resolve("broken.pdf"), "%PDF-1.4\n\0 and nothing else");
        var font = WebJar.npm("pdfjs-dist").file("standard_fonts/LiberationSans-Italic.ttf");
        Files.write(files.resolve("hand.ttf"), font.orElseThrow());
        Files.write(files.resolve("broken.woff2"), new byte[100]);
        git.ok("add", ".");
        git.ok("commit", "-q", "-m", "All that is drawn");
        git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main");
    }

    private static void await(Locator place) {
        place.first().waitFor(new Locator.WaitForOptions().setTimeout(60_000));
    }

    @Test
    void mathematics_and_diagrams_are_drawn() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE);
            await(browser.page.locator(".formula.display svg"));
            await(browser.page.locator("code.math.undrawn"));
            PlaywrightAssertions.assertThat(browser.page.locator(".formula svg"))
                    .hasCount(6);
            PlaywrightAssertions.assertThat(browser.page.locator(".formula.display math mtr"))
                    .hasCount(2);
            assertThat(browser.page.locator("code.math").allInnerTexts())
                    .containsExactly("\\frac{1}{", "\\href{javascript:alert(1)}{x}");
            assertThat(browser.text()).contains("It costs $5 to $7.");

            var frames = browser.page.locator(".drawing iframe");
            PlaywrightAssertions.assertThat(frames).hasCount(2);
            await(browser.page.locator(".drawing iframe[height]"));
            var drawn = frames.first().contentFrame().locator("svg");
            await(drawn);
            assertThat(drawn.textContent()).contains("Fill it", "Boils?", "Tea");
            await(browser.page.locator(".drawing details[open]"));
            assertThat(browser.text()).contains("Mermaid cannot draw this:");
            assertThat(frames.last().isVisible()).isFalse();
            assertThat(browser.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            browser.look("drawn-readme");
            browser.walk();
        }
    }

    @Test
    void documents_and_fonts_are_shown() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE + "/src/branch/main/guide.pdf");
            await(browser.page.locator(".leaf .words span"));
            assertThat(browser.text()).contains("2 pages", "How to boil water");
            PlaywrightAssertions.assertThat(browser.page.locator(".leaf")).hasCount(2);
            browser.look("file-pdf");
            browser.go(KETTLE + "/src/branch/main/broken.pdf");
            await(browser.page.locator("text=It cannot be shown here"));
            browser.go(KETTLE + "/src/branch/main/hand.ttf");
            await(browser.page.locator(".sample.ready"));
            browser.look("file-font");
            browser.go(KETTLE + "/src/branch/main/broken.woff2");
            await(browser.page.locator("text=The browser cannot read this font"));
        }
    }

    @Test
    void without_scripts_there_is_the_source() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, false)) {
            push(node, folder.resolve("kettle"));
            browser.signIn("alice", KETTLE);
            assertThat(browser.page.locator("code.math").first().innerText()).isEqualTo("m");
            assertThat(browser.text()).contains("\\begin{aligned}", "graph TD");
            browser.look("drawn-source");
            browser.go(KETTLE + "/src/branch/main/guide.pdf");
            assertThat(browser.text()).contains("A document in PDF.", "Download it");
        }
    }
}
