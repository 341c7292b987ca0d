package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts in other markup than Markdown, in a real browser.
class MarkupBrowserTest {
    private static final String ORG = """
            #+TITLE: The tea house
            #+AUTHOR: Alice
            #+OPTIONS: toc:2

            A small *manual* for the /kettle/, with =verbatim=, ~code~, +old+ _words_ and H_{2}O[fn:1].
            Its [[*Heat the water][second step]] is the hotter one. See [[file:LICENSE]] or
            https://example.org/a-very-long-address/that-does-not-fit/into-a-line-of-a-telephone/at-all.

            * TODO [#A] Fetch water                                  :kitchen:
            SCHEDULED: <2026-11-27 Fri>
            - [X] fill the kettle
            - [ ] not too full
              1. or it boils over
              2. and over
            - leaves :: what is left

            ** Heat the water
            #+CAPTION: Degrees
            | Tea      | Degrees | Time | Notes that take some room | More |
            |----------+---------+------+---------------------------+------|
            | <l>      |     <r> |      |                           |      |
            | *Assam*  |      96 | 3:00 | strong, with milk         | x    |
            | Sencha   |      70 | 1:30 | never hotter              | y    |

            #+begin_src java
            public final class Kettle {
                int degrees = 96; // hot, and a comment that is so long that nobody's telephone could show all of it at once
            }
            #+end_src

            #+begin_quote
            Water first, then tea.
            #+end_quote

            #+begin_warning
            It is *hot*.
            #+end_warning

            -----

            * Footnotes
            [fn:1] Water, that is.
            """;

    private static final String ASCIIDOC = """
            = The tea house
            Alice <alice@example.org>
            v1.0, 2026-11-27
            :toc:
            :sectanchors:
            :icons: font
            :stem: latexmath

            A small *manual* for the _kettle_, with `code`, #marked#, H~2~O and x^2^.footnote:[Water, *that* is.] See <<Heat the water>>, <<temps,the table>>, link:LICENSE[], xref:docs/guide.adoc#start[the guide] or https://example.org/a-very-long-address/that-does-not-fit/into-a-line-of-a-telephone/at-all.

            image::pictures/kettle.svg[A kettle,120,align=center]

            .A picture
            image::https://elsewhere.example/x.png[Elsewhere]

            == Fetch water

            * [x] fill the kettle
            * [ ] not too full
            ** or it boils over
            * leaves
            . one
            . two
            +
            ----
            literal
            ----

            Black tea:: strong
            Green tea::
            +
            Never hotter.

            === Heat the water

            .Degrees
            [[temps]]
            [cols="1,>1,2",options="header"]
            |===
            |Tea |Degrees |Notes
            |*Assam* |96 |strong, with milk
            |Sencha |70
            a|
            * never hotter
            * or bitter
            2+|both |x
            |===

            [source,java]
            ----
            public final class Kettle {
                int degrees = 96; // <1>
                String name = "<b>"; // <2>
            }
            ----
            <1> Hot.
            <2> A name, see `\\(x\\)`.

            NOTE: Mind the *gap*.

            [WARNING]
            .Careful
            ====
            It is hot.

            |===
            |in |a warning
            |===
            ====

            TIP: A tip.

            IMPORTANT: Important.

            CAUTION: Caution.

            [quote,Bob,Book]
            ____
            Water first, then tea.
            ____

            [verse]
            ____
            a
              b
            ____

            stem:[x^2 + y] and latexmath:[\\alpha] with \\(z\\).

            [stem]
            ++++
            \\sum_i x_i
            ++++

            .Sidebar
            ****
            aside
            ****

            [%collapsible]
            .More
            ====
            hidden
            ====

            [source,mermaid]
            ----
            graph TD; A-->B
            ----

            kbd:[Ctrl+C] btn:[OK] menu:File[Save]

            Again.footnote:[Second.]
            """;

    private static final String KETTLE = """
            <svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><rect width="120" height="60" fill="#b5651d"/></svg>
            """;

    @TempDir
    Path folder;

    @Test
    void org_reads_as_a_text() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            var git = Git.init(folder.resolve("kettle"), 2);
            git.grow(story -> {
                story.say("commit refs/heads/main\ncommitter Alice <a@example.org> 1790000000 +0000\n");
                data(story, "Write it down");
                story.say("M 100644 inline README.org\n");
                data(story, ORG);
            });
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main");
            browser.signIn("alice", "/alice/kettle");
            assertThat(browser.page.locator(".prose h1").innerText()).isEqualTo("The tea house");
            browser.look("org-readme");
            browser.page.locator(".prose a").getByText("second step").click();
            assertThat(browser.page.url()).endsWith("#heat-the-water");
            browser.page.locator(".footnote-ref a").click();
            assertThat(browser.page.locator("li:target").innerText()).startsWith("Water, that is.");
            browser.page.navigate(node.url + "/alice/kettle/src/branch/main/README.org");
            browser.look("org-file");
            browser.page
                    .locator("a")
                    .getByText("Source", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(browser.text()).contains("#+begin_src java");
            browser.page.locator("a").getByText("Rendered").click();
            browser.calm();
        }
    }

    @Test
    void asciidoc_reads_as_a_text_once_it_is_rendered() throws Exception {
        try (var node = Served.start(folder.resolve("data"));
                var browser = Chromium.open(node.url, true)) {
            node.account("alice");
            var git = Git.init(folder.resolve("kettle"), 2);
            git.grow(story -> {
                story.say("commit refs/heads/main\ncommitter Alice <a@example.org> 1790000000 +0000\n");
                data(story, "Write it down");
                story.say("M 100644 inline README.adoc\n");
                data(story, ASCIIDOC);
                story.say("M 100644 inline pictures/kettle.svg\n");
                data(story, KETTLE);
                story.say("M 100644 inline large.adoc\n");
                data(story, "= Large\n\n" + "Water first, then tea. ".repeat(25_000));
            });
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/kettle"), "main");
            browser.signIn("alice", "/alice/kettle/src/branch/main/large.adoc");
            browser.look("asciidoc-too-large");
            browser.go("/alice/kettle");
            assertThat(browser.text()).contains("It is being rendered", "= The tea house");
            browser.page.locator(".prose h1").waitFor(new Locator.WaitForOptions().setTimeout(120_000));
            assertThat(browser.page.locator(".prose h1").innerText()).isEqualTo("The tea house");
            browser.page.locator(".formula.display svg").waitFor();
            browser.look("asciidoc-readme");
            browser.page.locator(".prose p a").getByText("Heat the water").click();
            assertThat(browser.page.url()).endsWith("#heat-the-water");
            browser.page.locator(".prose a").getByText("the table").click();
            assertThat(browser.page.url()).endsWith("at-temps");
            browser.page.locator(".footnote-ref a").first().click();
            assertThat(browser.page.locator("li:target").innerText()).startsWith("Water, that is.");
            browser.go("/alice/kettle/src/branch/main/README.adoc");
            browser.walk();
            browser.page
                    .locator("a")
                    .getByText("Source", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(browser.text()).contains("[source,java]");
            browser.calm();
        }
    }

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n");
    }
}
