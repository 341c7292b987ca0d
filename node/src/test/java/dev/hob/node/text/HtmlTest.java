package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    private static final String REL = " rel=\"nofollow noopener noreferrer\"";

    private static String markdown(String html) {
        return Html.markdown(html, address -> address.startsWith("https://forge-a.example/"));
    }

    /// What has broken pages elsewhere.
    static List<String> hostile() {
        return List.of(
                "<script>alert(1)</script>",
                "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
                "<img src=x onerror=alert(1)>",
                "<img src=\"javascript:alert(1)\">",
                "<img src=\"https://evil.example/pixel.gif\" width=1 height=1>",
                "<img srcset=\"https://evil.example/a 1x\" src=\"https://evil.example/b\">",
                "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
                "<svg><style><img src=x onerror=alert(1)></style></svg>",
                "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
                "<iframe src=\"javascript:alert(1)\"></iframe><iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
                "<object data=\"data:text/html;base64,PHNjcmlwdD4=\"></object><embed src=\"//evil.example\">",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\" &#14; javascript:alert(1)\">x</a>",
                "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
                "<a href=\"java\tscript:alert(1)\">x</a>",
                "<a href=\"&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)\">x</a>",
                "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
                "<a href=\"vbscript:x\">x</a><a href=\"file:///etc/passwd\">y</a>",
                "<a href=\"/logout\">here</a><a href=\"//evil.example\">x</a><a href=\"settings\">y</a>",
                "<a href=\"https://ok.example\" target=_blank style=\"position:fixed;top:0\" onclick=alert(1) id=main>x</a>",
                "<form action=\"/settings/delete\" method=post><input name=a><button>Go</button></form>",
                "<p style=\"background:url(https://evil.example)\" class=\"flash error\" id=\"content\">x</p>",
                "<style>@import '//evil.example/x.css';body{display:none}</style>",
                "<link rel=stylesheet href=//evil.example/x.css><meta http-equiv=refresh content=\"0;url=//evil.example\">",
                "<base href=\"https://evil.example/\">",
                "<video autoplay src=\"https://evil.example/v\" poster=\"https://evil.example/p\"></video>",
                "<audio src=//evil.example/a controls></audio><source src=//evil.example>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
                "<textarea><script>alert(1)</script></textarea><title><script>alert(1)</script></title>",
                "<!--[if gte IE 4]><script>alert(1)</script><![endif]--><!-- --!><script>alert(1)</script> -->",
                "<p title='\"><script>alert(1)</script>'>x</p>",
                "<template><script>alert(1)</script></template><dialog open>x</dialog>",
                "<details open ontoggle=alert(1)><summary>x</summary>y</details>",
                "<marquee onstart=alert(1)>x</marquee><blink>y</blink>",
                "<ruby><rt><img src=x onerror=alert(1)></rt></ruby>",
                "<table background=\"https://evil.example/b\"><tr><td onmouseover=alert(1)>x</td></tr></table>",
                "\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>",
                "<<script>alert(1)//<</script>",
                "<a href=\"https://ok.example\"><a href=\"javascript:alert(1)\">x</a></a>",
                "<p>" + "<b>".repeat(5_000) + "deep" + "</b>".repeat(5_000),
                "<" + "a".repeat(100_000) + " href=x>long</a>");
    }

    private static void isHarmless(String html) {
        assertThat(html)
                .doesNotContainPattern(
                        "(?i)<\\s*/?(script|style|iframe|object|embed|svg|math|form|input|button|link|meta"
                                + "|base|video|audio|source|img|textarea|title|template|dialog|noscript|marquee)\\b")
                .doesNotContainPattern("(?i)<[^>]*\\s(on\\w+|style|id|target|src|srcset|background|formaction)\\s*=")
                .doesNotContainPattern("(?i)href\\s*=\\s*[\"']?(?!https?://|mailto:)[^\"']")
                .doesNotContainPattern("(?i)class\\s*=\\s*\"(?!language-)");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_strangers_send_does_no_harm(String html) {
        isHarmless(Html.sanitise(html));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nor_does_it_as_markdown_of_ours(String html) {
        var shown = new Markdown(Markdown.Colours.NONE)
                .render("x", markdown(html), new Markdown.Base("/", ""), new Markdown.Base("/", ""));
        assertThat(shown)
                .doesNotContainPattern(
                        "(?i)<\\s*/?(script|style|iframe|object|embed|svg|math|form|button|link|meta|base"
                                + "|video|audio|img)\\b")
                .doesNotContainPattern("(?i)<[^>]*\\s(on\\w+|style|target|srcset|background)\\s*=")
                .doesNotContainPattern("(?i)href\\s*=\\s*[\"']?(javascript|data|vbscript|file|/)");
    }

    @Test
    void what_it_says_stays() {
        assertThat(Html.sanitise("<p>One<br>two <em>three</em> <code class=\"language-java\">x</code></p>"))
                .isEqualTo("<p>One<br />two <em>three</em> <code class=\"language-java\">x</code></p>");
        assertThat(Html.sanitise("<h1>T</h1><hr><details><summary>s</summary>d</details><kbd>k</kbd>"))
                .isEqualTo("<h1>T</h1><hr /><details><summary>s</summary>d</details><kbd>k</kbd>");
        assertThat(Html.sanitise("<table><tr><td>1</td></tr></table>")).contains("<td>1</td>");
        assertThat(Html.sanitise("a < b & c")).isEqualTo("a &lt; b &amp; c");
    }

    @Test
    void links_are_vouched_for_by_nobody_and_pictures_are_links() {
        assertThat(Html.sanitise("<a href=\"https://x.example/?a=1&b=2\" class=\"mention\">x</a>"))
                .isEqualTo("<a href=\"https://x.example/?a&#61;1&amp;b&#61;2\"" + REL + ">x</a>");
        assertThat(Html.sanitise("<img src=\"https://x.example/cat.png\" alt=\"a cat\">"))
                .isEqualTo("<a href=\"https://x.example/cat.png\"" + REL + ">a cat</a>");
        assertThat(Html.sanitise("<a href=\"https://x.example/\"><img src=\"https://x.example/cat.png\"></a>"))
                .isEqualTo("<a href=\"https://x.example/\"" + REL + ">picture</a>");
    }

    @Test
    void a_post_of_mastodon_becomes_the_comment_it_is_meant_to_be() {
        assertThat(markdown("""
                                <p><span class="h-card"><a href="https://forge-a.example/alice/tools" class="u-url mention">\
                                @<span>alice.tools</span></a></span> same here on <strong>macOS</strong></p>\
                                <p>See <a href="https://x.example/a/long/path" rel="nofollow"><span class="invisible">\
                                https://</span><span class="ellipsis">x.example/a/lon</span><span class="invisible">g/path\
                                </span></a> and <a href="https://social.example/@bob" class="u-url mention">@<span>bob\
                                </span></a></p>"""))
                .isEqualTo("same here on **macOS**\n\nSee <https://x.example/a/long/path> and"
                        + " [@bob@social.example](<https://social.example/@bob>)");
    }

    @Test
    void a_mention_in_the_midst_stays() {
        assertThat(markdown("<p>Ask <a href=\"https://forge-a.example/alice\" class=\"u-url mention\">@alice</a></p>"))
                .isEqualTo("Ask [@alice](<https://forge-a.example/alice>)");
    }

    @Test
    void structure_becomes_markdown() {
        assertThat(markdown("<h2>T</h2><p>a<br>b</p><ul><li>x</li><li><p>y</p><ol start=3><li>z</li></ol></li></ul>"))
                .isEqualTo("## T\n\na\\\nb\n\n- x\n- y\n\n  3. z");
        assertThat(markdown("<blockquote><p>q</p><p>r</p></blockquote><hr><del>d</del>"))
                .isEqualTo("> q\n>\n> r\n\n---\n\n~~d~~");
        assertThat(markdown("<pre><code>a\n\n\n  b ``` c\n</code></pre>after"))
                .isEqualTo("````\na\n\n\n  b ``` c\n````\n\nafter");
        assertThat(markdown("<p>Use <code>a`b</code></p>")).isEqualTo("Use ``a`b``");
        assertThat(markdown("<table><thead><tr><th>A</th><th>B|</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>"
                        + "</tbody></table>"))
                .isEqualTo("| A | B\\| |\n| --- | --- |\n| 1 | 2 |");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# not a heading",
                "- not a list",
                "12. not a list",
                "> not a quote",
                "*not* _emphasis_",
                "[not](a link)",
                "`not code`",
                "&amp;lt; is no entity",
                "a\\b",
                "~~not struck~~",
                "<b> is no tag",
                "snake_case_word"
            })
    void what_looks_like_markdown_stays_text(String text) {
        String html = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>";
        String shown = new Markdown(Markdown.Colours.NONE)
                .render(text, markdown(html), new Markdown.Base("/", ""), new Markdown.Base("/", ""));
        assertThat(shown.strip()).isEqualTo("<p>" + Html.sanitise(html.substring(3, html.length() - 4)) + "</p>");
    }

    @Test
    void a_line_keeps_to_its_place() {
        assertThat(Html.line("<p>One</p><p>two\n three</p>", 100)).isEqualTo("One two three");
        assertThat(Html.line("<p>When it <em>boils</em>.</p>", 100)).isEqualTo("When it boils.");
        assertThat(Html.line("<script>x</script>a&amp;b", 100)).isEqualTo("a&b");
        assertThat(PlainText.line("ab\u202ecd\u200b\u0007 e", 100)).isEqualTo("abcd e");
        assertThat(PlainText.line("x".repeat(50), 10)).isEqualTo("xxxxxxxxx…");
        assertThat(PlainText.line("\ud83d\ude00".repeat(50), 10)).isEqualTo("\ud83d\ude00".repeat(4) + "…");
    }

    @Test
    void deep_quotes_do_not_grow_without_end() {
        String html = "<blockquote>".repeat(200) + "x<br>".repeat(10_000) + "</blockquote>".repeat(200);
        assertThat(markdown(html).length()).isLessThan(html.length() * 5);
    }
}
