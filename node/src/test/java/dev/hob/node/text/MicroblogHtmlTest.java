package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.text.Markdown.Base;
import dev.hob.node.text.Markdown.Target;
import dev.hob.node.text.Markdown.Targets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicroblogHtmlTest {
    private static final Base LINKS = new Base("/alice/tools/src/branch/main/", "");
    private static final Base PICTURES = new Base("/alice/tools/raw/branch/main/", "");

    private static String html(String text) {
        var words = Map.of("#12", new Target("/alice/tools/issues/12", "T"), "@bob", new Target("/bob", ""));
        return new MicroblogHtml("https://forge-a.example")
                .render(text, LINKS, PICTURES, new Targets(words, Map.of()))
                .replace(" rel=\"nofollow noopener\"", "");
    }

    @Test
    void what_microblogs_show_stays() {
        assertThat(html("Window title **fixed**.\n\n- a\n- `b`\n\n> q"))
                .isEqualTo("<p>Window title <strong>fixed</strong>.</p>\n<ul><li>a</li><li><code>b</code></li></ul>\n"
                        + "<blockquote>\n<p>q</p>\n</blockquote>");
        assertThat(html("```java\nint x;\n```")).isEqualTo("<pre><code>int x;\n</code></pre>");
    }

    @Test
    void what_they_drop_becomes_something_else() {
        assertThat(html("# Head *ing*")).isEqualTo("<p><strong>Head <em>ing</em></strong></p>");
        assertThat(html("a\n\n---\n\nb")).isEqualTo("<p>a</p>\n<p>b</p>");
        assertThat(html("| A | Long |\n|---|---|\n| 1 | **2** |")).isEqualTo("<pre><code>A  Long\n1  2\n</code></pre>");
        assertThat(html("- [x] done\n- [ ] to do")).contains("<li>☑ done</li>", "<li>☐ to do</li>");
        assertThat(html("![a cat](cat.png)"))
                .isEqualTo("<p><a href=\"https://forge-a.example/alice/tools/raw/branch/main/cat.png\">a cat</a></p>");
        assertThat(html("[![badge](https://ci.example/b.svg)](https://ci.example)"))
                .isEqualTo("<p><a href=\"https://ci.example\">badge</a></p>");
    }

    @Test
    void every_address_has_a_host() {
        assertThat(html("See #12 and [the docs](docs/x.md), @bob"))
                .isEqualTo("<p>See <a href=\"https://forge-a.example/alice/tools/issues/12\">#12</a> and"
                        + " <a href=\"https://forge-a.example/alice/tools/src/branch/main/docs/x.md\">the docs</a>,"
                        + " <a href=\"https://forge-a.example/bob\" class=\"u-url mention\">&#64;bob</a></p>");
        assertThat(html("[up](#top) <a href=\"/settings\">x</a> <a href=\"javascript:x\">y</a>"))
                .isEqualTo("<p>up x y</p>");
    }

    @Test
    void raw_html_does_no_harm_there_either() {
        assertThat(html("<script>x</script>\n\n<img src=x onerror=x>\n\n<b>k</b>"))
                .doesNotContain("<script", "<img", "onerror")
                .contains("<b>k</b>");
    }
}
