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

    private static void data(Git.Story story, String text) throws IOException {
        story.say("data " + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n");
    }
}
