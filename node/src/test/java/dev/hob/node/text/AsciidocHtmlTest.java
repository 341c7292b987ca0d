package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Asciidoctor makes of texts, and what strangers put between.
class AsciidocHtmlTest {
    private static final Markdown.Base LINKS = new Markdown.Base("/ada/tea/src/branch/main/", "docs/");
    private static final Markdown.Base PICTURES = new Markdown.Base("/ada/tea/raw/branch/main/", "docs/");

    private final Markdown markdown = new Markdown(
            (language, code) -> "<span class=\"k\">" + language + "</span>|" + Markdown.Colours.NONE.block("", code));

    private String shown(String html) {
        return markdown.renderAsciidoc("id of " + html, html, LINKS, PICTURES);
    }

    @Test
    void headings_are_places_and_links_and_pictures_are_those_of_the_repository() {
        assertThat(shown("""
                                <h2 id="brew"><a class="anchor" href="#brew"></a>Brew</h2>
                                <div class="paragraph"><p>See <a href="#brew">Brew</a>, <a href="#own.place">own</a>,
                                <a href="other.adoc#x">other</a>, <a href="/top.adoc">top</a>, <a href="../../out">out</a>
                                and <a id="own.place"></a>here.</p></div>
                                <div class="imageblock text-center"><div class="content">
                                <img src="a cup.png" alt="A cup" width="120"></div><div class="title">Figure 1. Cup</div></div>
                                <div class="imageblock"><div class="content"><img src="https://elsewhere.example/x.png" alt="x"></div></div>
                                """))
                .contains("<h2 id=\"brew\">Brew</h2>", "<a href=\"#brew\"", "<p align=\"center\">")
                .contains(
                        "href=\"/ada/tea/src/branch/main/docs/other.adoc#x\"",
                        "href=\"/ada/tea/src/branch/main/top.adoc\"")
                .containsPattern("<a href=\"#(n[0-9a-f]+-fn-at-own-place)\"[^>]*>own</a>[^€]*<a id=\"\\1\"")
                .contains("<a href=\"#\" rel=\"nofollow\">out</a>")
                .contains("src=\"/ada/tea/raw/branch/main/docs/a%20cup.png\" alt=\"A cup\" width=\"120\"")
                .contains(
                        "<p><em>Figure 1. Cup</em></p>",
                        "<a href=\"https://elsewhere.example/x.png\" rel=\"nofollow\">x</a>");
    }

    @Test
    void code_has_our_colours_and_formulas_are_marked_for_the_script_that_draws_them() {
        assertThat(shown("""
                                <div class="listingblock"><div class="content"><pre class="highlight"><code
                                 class="language-java" data-lang="java">int x; // <b class="conum">(1)</b></code></pre></div></div>
                                <div class="literalblock"><div class="content"><pre>a &lt; b</pre></div></div>
                                <div class="paragraph"><p>\\(x^2\\) and \\$sqrt x\\$, but <code>\\(code\\)</code>, \\( and \\[.</p></div>
                                <div class="stemblock"><div class="content">\\[\\sum_i x_i\\]</div></div>
                                """))
                .contains("<span class=\"k\">java</span>|int x; // (1)", "<span class=\"k\"></span>|a &lt; b")
                .contains(
                        "<code class=\"math\">x^2</code>",
                        "<code>sqrt x</code>",
                        "<code>\\(code\\)</code>, \\( and \\[.")
                .contains("<code class=\"math math-display\">\\sum_i x_i</code>");
    }

    @Test
    void tables_tasks_admonitions_and_footnotes_are_what_they_are_in_markdown() {
        assertThat(shown("""
                                <table id="t" class="tableblock frame-all"><caption class="title">Table 1. Teas</caption>
                                <colgroup><col></colgroup><thead><tr><th class="tableblock halign-right">Tea</th></tr></thead>
                                <tbody><tr><td class="tableblock" colspan="2"><p class="tableblock">Assam</p></td></tr></tbody></table>
                                <div class="ulist checklist"><ul class="checklist"><li><p>&#10003; done</p></li>
                                <li><p>&#10063; to do</p></li></ul></div>
                                <div class="paragraph"><p>&#10003; no task <a href="#t">t</a></p></div>
                                <div class="admonitionblock warning"><table><tr><td class="icon"><div class="title">Warning</div></td>
                                <td class="content">Hot.<table class="tableblock"><tbody><tr><td class="tableblock">in</td></tr></tbody></table>
                                </td></tr></table></div>
                                <p>Tea<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1">1</a>]</sup></p>
                                <div id="footnotes"><hr><div class="footnote" id="_footnotedef_1">
                                <a href="#_footnoteref_1">1</a>. A leaf.</div></div>
                                """))
                .containsPattern(
                        "fn-at-t\"></a><p><em>Table 1. Teas</em></p><table tabindex=\"0\"><thead><tr><th align=\"right\">")
                .contains(
                        "<td colspan=\"2\">Assam</td>", "checked=\"checked\" /> done", "aria-label=\"to do\" /> to do")
                .contains("<p>\u2713 no task")
                .contains("<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>")
                .contains("Hot.<table tabindex=\"0\"><tbody><tr><td>in</td></tr></tbody></table>")
                .containsPattern("<sup class=\"footnote-ref\"><a href=\"#n[0-9a-f]+-fn-1\"")
                .containsPattern("<li id=\"n[0-9a-f]+-fn-1\">\\s*A leaf\\.")
                .doesNotContain("<hr");
    }

    @Test
    void what_strangers_put_between_does_no_harm() {
        String html = shown("""
                <script>alert(1)</script><style>*{}</style><p onclick="x()" style="color:red" class="told" id="main">a</p>
                <a href="javascript:alert(1)">b</a><a href="data:text/html,x">c</a><img src="x" onerror="alert(1)">
                <iframe src="https://evil.example/"></iframe><video src="v.mp4"></video><object data="x"></object>
                <svg><script>alert(2)</script></svg><form action="/logout" method="post"><button>Go</button></form>
                <div id="footnotes"><div class="footnote" id="_footnotedef_99999"></div></div><input type="password">
                <meta http-equiv="refresh" content="0;url=//evil.example"><base href="//evil.example/"><!-- x -->
                """);
        assertThat(html)
                .doesNotContain("<script", "alert(", "<style", "onclick", "onerror", "javascript:", "data:", "<iframe")
                .doesNotContain("<form", "<button", "<svg", "<object", "<meta", "<base", "password", "class=\"told\"")
                .doesNotContain("id=\"main\"")
                .contains("<a href=\"https://evil.example/\" rel=\"nofollow\">film</a>")
                .contains("<a href=\"/ada/tea/src/branch/main/docs/v.mp4\" rel=\"nofollow\">film</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\(",
                "\\(\\[\\$",
                "<table class=\"tableblock\">",
                "<a href=\"#x\" id=\"x\">",
                "<p>\\(x",
                "<div>"
            })
    void however_often_something_begins_it_is_read_in_proportion(String begun) {
        String html = begun.repeat((1 << 20) / begun.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> shown(html));
    }

    @Test
    void whatever_is_put_together_can_be_shown() {
        var parts = List.of(
                "<table class=\"tableblock\">",
                "<table>",
                "</table>",
                "<tr>",
                "<td class=\"hdlist1\">",
                "<td class=\"icon\">",
                "</td>",
                "<p>",
                "</p>",
                "<pre>",
                "</pre>",
                "<pre class=\"content\">",
                "<code data-lang=\"java\">",
                "<a class=\"footnote\" href=\"#_footnotedef_1\">",
                "<a href=\"#_footnoteref_1\">",
                "</a>",
                "<div id=\"footnotes\">",
                "<div class=\"footnote\" id=\"_footnotedef_1\">",
                "</div>",
                "<li>",
                "<ul class=\"checklist\">",
                "\u2713 x",
                "\\(",
                "\\)",
                "x",
                "<a href=\"y\">",
                "<script>",
                "<h2 id=\"_\">",
                "\n");
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            var html = new StringBuilder();
            for (int n = random.nextInt(40); n >= 0; n--) html.append(parts.get(random.nextInt(parts.size())));
            assertThat(shown(html.toString())).as("seed " + seed).doesNotContain("<script", "class=\"checklist\"");
        }
    }
}
