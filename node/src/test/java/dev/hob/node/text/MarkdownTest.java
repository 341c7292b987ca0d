package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What forges add to CommonMark. That it does no harm is tested beside the HTML of strangers.
class MarkdownTest {
    private static final Markdown.Base HERE = new Markdown.Base("/", "");

    private final Markdown markdown = new Markdown(Markdown.Colours.NONE);

    private String shown(String text) {
        return markdown.render("id of " + text, text, HERE, HERE);
    }

    @Test
    void footnotes_stand_at_the_end_and_lead_back() {
        String shown =
                shown("Tea[^1] and more tea[^1], and coffee[^bean].\n\n[^1]: From *Assam*.\n[^bean]: Roasted.\n");
        var reference = Pattern.compile("<a href=\"#(n[0-9a-f]+-fn-1)\" id=\"(n[0-9a-f]+-fnref-1)\"[^>]*>1</a>")
                .matcher(shown);
        assertThat(reference.find()).as(shown).isTrue();
        assertThat(shown)
                .contains("<section class=\"footnotes\" aria-label=\"Footnotes\">")
                .contains("<li id=\"" + reference.group(1) + "\">", "href=\"#" + reference.group(2) + "\"")
                .contains("From <em>Assam</em>.", "aria-label=\"Back to reference 1-2\"", ">2</a>");
    }

    @Test
    void two_texts_on_one_page_have_footnotes_of_their_own() {
        String note = "x[^1]\n\n[^1]: y\n";
        var ids = Pattern.compile("id=\"([^\"]+)\"");
        var one =
                ids.matcher(markdown.render("one", note, HERE, HERE)).results().map(it -> it.group(1));
        var other = ids.matcher(markdown.render("other", note, HERE, HERE))
                .results()
                .map(it -> it.group(1));
        assertThat(one.toList()).hasSize(2).doesNotContainAnyElementsOf(other.toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note"})
    void a_quotation_that_says_what_it_is_becomes_an_alert(String kind) {
        String lower = kind.toLowerCase(java.util.Locale.ROOT);
        assertThat(shown("> [!" + kind + "]\n> Mind the **gap**.\n>\n> - twice\n"))
                .contains("<div class=\"alert alert-" + lower + "\">")
                .contains("<p class=\"alert-title\">" + lower.substring(0, 1).toUpperCase(java.util.Locale.ROOT))
                .contains("Mind the <strong>gap</strong>.", "<li>twice</li>")
                .doesNotContain("[!", "blockquote");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> [!NOTE]\n",
                "> [!NOTES]\n> x\n",
                "> [!NOTE] x\n> y\n",
                "> x\n> [!NOTE]\n",
                "> *[!NOTE]*\n> x\n",
                "[!NOTE]\nx\n"
            })
    void anything_else_stays_what_it_was(String text) {
        assertThat(shown(text)).doesNotContain("alert").contains("[!NOTE");
    }

    @Test
    void an_alert_may_begin_with_a_list() {
        assertThat(shown("> [!TIP]\n>\n> - one\n"))
                .containsSubsequence("alert-tip", "Tip</p>", "<li>one</li>", "</div>");
    }

    @Test
    void microblogs_show_the_text_as_it_is() {
        String shown = new MicroblogHtml("https://hob.example")
                .render("Tea[^1]\n\n[^1]: Assam\n\n> [!NOTE]\n> Hot\n", HERE, HERE, Markdown.Targets.NONE);
        assertThat(shown).contains("Assam", "[!NOTE]", "Hot").doesNotContain("alert", "footnote");
    }
}
