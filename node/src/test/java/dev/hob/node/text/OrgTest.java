package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts in Org as people write them, and as they should not.
class OrgTest {
    private static final Markdown.Base LINKS = new Markdown.Base("/ada/tea/src/branch/main/", "docs/");
    private static final Markdown.Base PICTURES = new Markdown.Base("/ada/tea/raw/branch/main/", "docs/");
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input");

    private final Markdown markdown = new Markdown(
            (language, code) -> "<span class=\"k\">" + language + "</span>|" + Markdown.Colours.NONE.block("", code));

    private String shown(String text) {
        return markdown.renderOrg("id of " + text, text, LINKS, PICTURES);
    }

    @Test
    void headlines_have_levels_states_tags_and_anchors() {
        assertThat(shown("* Brew tea\n** TODO [#A] Heat /water/ :hot:urgent:\n*** DONE Pour\n"))
                .contains("<h1 id=\"brew-tea\">Brew tea</h1>")
                .contains("<code>TODO</code> [#A] Heat <em>water</em>")
                .contains("<code>hot</code> <code>urgent</code></h2>")
                .contains("<h3 id=\"pour\"><code>DONE</code> Pour</h3>");
    }

    @Test
    void a_title_stands_above_all_and_names_who_wrote_it() {
        assertThat(shown("#+TITLE: The tea /house/\n#+AUTHOR: Ada\n#+DATE: 2026\n#+STARTUP: overview\n* First\n"))
                .contains("<h1 id=\"title\">The tea <em>house</em></h1>", "<p>Ada · 2026</p>", "<h2 id=\"first\">")
                .doesNotContain("overview", "STARTUP");
    }

    @Test
    void what_is_for_emacs_alone_is_not_shown() {
        assertThat(shown("""
                                #+TODO: WAIT | GONE
                                * WAIT Tea
                                SCHEDULED: <2026-01-01 Thu>
                                :PROPERTIES:
                                :CUSTOM_ID: own
                                :END:
                                # a comment
                                Text[fn:none] {macro}.
                                :LOGBOOK:
                                CLOCK: secret
                                :END:
                                #+begin_comment
                                secret
                                #+end_comment
                                #+begin_export html
                                <b>secret</b>
                                #+end_export
                                @@html:<i>@@x
                                * COMMENT secret
                                secret
                                ** secret
                                * Kept
                                ** secret :noexport:
                                secret
                                """))
                .contains("<h1 id=\"own\"><code>WAIT</code> Tea</h1>", "Text[fn:none] {macro}.", "x</p>", "Kept")
                .doesNotContain("secret", "comment", "PROPERTIES", "SCHEDULED", "CLOCK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "*bold* ¦ <strong>bold</strong>",
                "/slanted/, ¦ <em>slanted</em>,",
                "(_under_) ¦ (<u>under</u>)",
                "+gone+ ¦ <del>gone</del>",
                "=a *b*= ¦ <code>a *b*</code>",
                "~code~. ¦ <code>code</code>.",
                "*bold /and/ more* ¦ <strong>bold <em>and</em> more</strong>",
                "/usr/bin/env ¦ /usr/bin/env",
                "2 * 3 * 4 ¦ 2 * 3 * 4",
                "snake_case_name ¦ snake_case_name",
                "H_{2}O and x^{n} ¦ H<sub>2</sub>O and x<sup>n</sup>",
                "<2026-11-27 Fri 10:00> ¦ <em>2026-11-27 Fri 10:00</em>",
                "a < b and <script> ¦ a &lt; b and &lt;script&gt;",
            })
    void emphasis_stands_around_words(String text, String html) {
        assertThat(shown(text)).contains("<p>" + html + "</p>");
    }

    @Test
    void links_lead_to_files_headlines_and_places() {
        String shown = shown("""
                * The Kettle
                [[https://example.org][Example]] https://example.org/a_b. <https://example.org/x>
                [[file:guide.org::*Part][Guide]] [[../LICENSE]] [[*The Kettle][up]] [[The Kettle]]
                [[#own][own]] [[elisp:(delete)][run]] [[place][there]] <<place>>
                [[file:tea cup.png]] [[https://ci.example][file:badge.svg]] [[https://img.example/x.png]]
                [[javascript:alert(1)][x]]
                """);
        assertThat(shown)
                .contains("<a href=\"https://example.org\" rel=\"nofollow\">Example</a>")
                .contains("<a href=\"https://example.org/a_b\" rel=\"nofollow\">https://example.org/a_b</a>.")
                .contains("<a href=\"https://example.org/x\" rel=\"nofollow\">")
                .contains("<a href=\"/ada/tea/src/branch/main/docs/guide.org\" rel=\"nofollow\">Guide</a>")
                .contains("<a href=\"/ada/tea/src/branch/main/LICENSE\" rel=\"nofollow\">../LICENSE</a>")
                .contains("<a href=\"#the-kettle\" rel=\"nofollow\">up</a>")
                .contains("<a href=\"#the-kettle\" rel=\"nofollow\">The Kettle</a>")
                .contains("<a href=\"#own\" rel=\"nofollow\">own</a>", " run ")
                .contains("src=\"/ada/tea/raw/branch/main/docs/tea%20cup.png\"")
                .contains(
                        "<a href=\"https://ci.example\" rel=\"nofollow\"><img src=\"/ada/tea/raw/branch/main/docs/badge.svg\"")
                .contains("<a href=\"https://img.example/x.png\" rel=\"nofollow\">")
                .doesNotContain("javascript", "elisp");
        var place = Pattern.compile("<a href=\"#(n[0-9a-f]+-fn-at-place)\"").matcher(shown);
        assertThat(place.find()).as(shown).isTrue();
        assertThat(shown).contains("<a id=\"" + place.group(1) + "\"></a>");
    }

    @Test
    void lists_nest_count_and_tick() {
        assertThat(shown("""
                        - one
                          goes on
                          + inner
                        - [X] done
                        - [ ] not yet
                        3. three
                        4) four

                        - tea :: a drink
                        - cup ::
                          holds it
                        """))
                .containsSubsequence("<ul><li>one\ngoes on", "<ul><li>inner", "</li></ul></li><li><input")
                .contains("checked=\"checked\"", "aria-label=\"to do\"", " />not yet")
                .doesNotContain("[X]");
        assertThat(shown("3. three\n4) four\n")).contains("<ol start=\"3\"><li>three", "<li>four");
        assertThat(shown("- tea :: a drink\n- cup ::\n  holds it\n"))
                .containsSubsequence("<dl><dt>tea</dt><dd>a drink", "<dt>cup</dt><dd>", "holds it", "</dl>");
        assertThat(shown("- one\n\n  more\n- two\n\n\ntext\n"))
                .contains("<li><p>one</p>", "<p>more</p>", "<li>two", "<p>text</p>");
    }

    @Test
    void code_keeps_its_indentation_and_has_its_colours() {
        assertThat(shown("- x\n  #+BEGIN_SRC python -n :results output\n    if tea:\n        ,* pour\n  #+END_SRC\n"))
                .contains("<pre tabindex=\"0\"><code><span class=\"k\">python</span>|if tea:\n    * pour\n");
        assertThat(shown("#+begin_example\n* no headline\n#+end_example\n: fixed\n: width\n"))
                .contains("* no headline", "fixed\nwidth")
                .doesNotContain("<h1");
        assertThat(shown("#+begin_src sh :exports none\nhidden\n#+end_src\n")).doesNotContain("hidden");
        assertThat(shown("#+begin_src mermaid\ngraph\n#+end_src\n")).contains("<pre class=\"diagram\"");
    }

    @Test
    void tables_have_heads_and_sides() {
        assertThat(shown("#+CAPTION: Prices\n| Tea | Price |\n|-----+-------|\n| <l> | <r> |\n| *Assam* | 3 |\n"))
                .contains("<em>Prices</em>")
                .contains("<table tabindex=\"0\"><thead><tr><th>Tea</th><th align=\"right\">Price</th></tr></thead>")
                .contains("<tbody><tr><td><strong>Assam</strong></td><td align=\"right\">3</td></tr></tbody></table>");
        assertThat(shown("| a | b |\n"))
                .contains("<tbody><tr><td>a</td><td>b</td></tr>")
                .doesNotContain("thead");
    }

    @Test
    void quotations_verses_rules_and_alerts_have_their_forms() {
        assertThat(shown("#+begin_quote\nSaid *so*.\n- x\n#+end_quote\n"))
                .containsSubsequence("<blockquote><p>Said <strong>so</strong>.</p>", "<li>x", "</blockquote>");
        assertThat(shown("#+begin_verse\na\n  b\n#+end_verse\n-----\n"))
                .contains("a<br />\u00a0\u00a0b<br />", "<hr />");
        assertThat(shown("#+begin_center\nmid\n#+end_center\n")).contains("<div align=\"center\"><p>mid</p>");
        assertThat(shown("#+begin_warning\nHot.\n#+end_warning\n"))
                .containsSubsequence("<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>", "Hot.");
    }

    @Test
    void footnotes_stand_at_the_end_and_lead_back() {
        String shown = shown(
                "Tea[fn:1] and[fn:1] and[fn:: inline *one*].\n* Footnotes\n[fn:1] From Assam,[fn:2]\n  far.\n[fn:2] Deep.\n");
        assertThat(shown)
                .containsPattern("<a href=\"#n[0-9a-f]+-fn-1\" id=\"n[0-9a-f]+-fnref-1\"[^>]*>1</a>")
                .containsSubsequence(
                        "<section class=\"footnotes\"", "From Assam,", "far.", "inline <strong>one</strong>", "Deep.")
                .contains("aria-label=\"Back to reference 1-2\"")
                .doesNotContain("<h1", "[fn:");
    }

    @Test
    void formulas_are_left_for_the_script_that_draws_them() {
        assertThat(shown("\\(x^2\\) $y$, costs $5 or $6 \\[z\\]\n\\begin{align*}\na &= b\n\\end{align*}\n"))
                .contains("<code class=\"math\">x^2</code>", "<code class=\"math\">y</code>", "$5 or $6")
                .contains("<code class=\"math math-display\">z</code>")
                .contains("<pre class=\"math\" tabindex=\"0\"><code>\\begin{align*}\na &amp;&#61; b\n\\end{align*}");
    }

    @Test
    void contents_are_listed_where_they_are_asked_for() {
        String text = "* One\n** Two *strong*\n*** Three\n* Four\n";
        assertThat(shown(text)).doesNotContain("<ul>");
        assertThat(shown("#+OPTIONS: toc:2 num:nil\n" + text))
                .contains("<ul><li><a href=\"#one\" rel=\"nofollow\">One</a><ul><li><a href=\"#two-strong\"")
                .contains("Two <strong>strong</strong></a></li></ul></li><li><a href=\"#four\"")
                .doesNotContain("#three");
        assertThat(shown("#+TOC: headlines\n" + text + "* Footnotes\n"))
                .contains("href=\"#three\"")
                .doesNotContain("Footnotes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#+begin_src",
                "#+begin_quote\n* x\n#+begin_quote",
                ":PROPERTIES:\n* x\n:END:",
                "[[",
                "[[a][b",
                "[fn:",
                "[fn:1]",
                "<<",
                "\\begin{a}\n\\end{b}",
                "|",
                "|-",
                "-",
                "* ",
                "#+",
                "#+x:",
                "$$",
                "- [@",
                "\u2028- \u2028x",
                "",
            })
    void what_was_begun_and_never_ended_is_still_text(String text) {
        assertBalanced(shown(text));
    }

    /// Each would take minutes if anything were looked for again and again.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[[",
                "[[a][",
                "[fn:",
                "[fn::",
                "<",
                "<<",
                "<<a",
                "*a ",
                "*a",
                "*/_+",
                "=a ",
                "$a ",
                "$$",
                "\\(",
                "\\[",
                "x^{",
                "@@a",
                "https://",
                "(https://a)",
                "- a\n",
                "| a ",
                "|\n",
                "#+begin_src\n",
                "#+begin_a\n#+end_b\n",
                ":a:\n",
                "\\begin{a}\n",
                "* a\n",
                "[fn:1] a\n",
                " ",
                "\t",
                "- ",
                "1. ",
                "#+TOC: headlines\n* a\n",
                "*a\n\n",
                "a\n",
                "<1 ",
                "[1 ",
            })
    void time_is_in_proportion_to_length(String piece) {
        String text = piece.repeat(Markdown.CHARACTERS_MAX / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> shown(text));
        String spread = piece.repeat(100_000 / piece.length()) + "x".repeat(200_000) + "\n] * >> $\n#+end_src\n:END:";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> shown(spread));
    }

    @Test
    void deep_nesting_ends_as_plain_text() {
        var text = new StringBuilder();
        for (int i = 0; i < 500; i++) text.append(" ".repeat(i)).append("- x\n");
        assertBalanced(shown(text.toString()));
        assertBalanced(shown("#+begin_quote\n#+begin_x\n".repeat(500) + "#+end_x\n#+end_quote\n".repeat(500)));
    }

    @Test
    void whatever_is_written_becomes_balanced_html() {
        var pieces = List.of(
                "* ",
                "** TODO ",
                "*",
                "/",
                "_",
                "+",
                "=",
                "~",
                "[[",
                "][",
                "]]",
                "[fn:",
                "1]",
                ":",
                "\n",
                "\n\n",
                " ",
                "- ",
                "  - ",
                "1. ",
                "[ ] ",
                " :: ",
                "|",
                "|-+-|",
                "#+begin_src c\n",
                "#+end_src\n",
                "#+begin_quote\n",
                "#+end_quote\n",
                "#+TITLE: ",
                "#+OPTIONS: toc:t\n",
                "<<",
                ">>",
                "<",
                ">",
                "$",
                "\\(",
                "\\)",
                "\\\\\n",
                "\\begin{a}\n",
                "\\end{a}\n",
                ":PROPERTIES:\n",
                ":END:\n",
                "word",
                "é",
                "\ud83c\udf75",
                "\ud83c",
                "\u202e",
                "\u0000",
                "&amp;",
                "\"",
                "'",
                "<img src=x onerror=1>",
                "</div>",
                "\t",
                "https://a.b/",
                "file:x.png",
                "-----\n",
                "^{",
                "}",
                "@@html:");
        long seed = 20261127;
        var random = new Random(seed);
        for (int run = 0; run < 3_000; run++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) text.append(pieces.get(random.nextInt(pieces.size())));
            String shown = shown(text.toString());
            assertThat(shown).as("seed %d, run %d: %s", seed, run, text).doesNotContain("onerror=\"");
            assertBalanced(shown);
        }
    }

    private static void assertBalanced(String html) {
        var open = new ArrayDeque<String>();
        var tag = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>").matcher(html);
        while (tag.find()) {
            if (VOID.contains(tag.group(2))) continue;
            if (tag.group(1).isEmpty()) open.push(tag.group(2));
            else assertThat(open.poll()).as(html).isEqualTo(tag.group(2));
        }
        assertThat(open).as(html).isEmpty();
    }
}
