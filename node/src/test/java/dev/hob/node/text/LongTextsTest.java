package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts in Markdown that nobody writes by hand, and what stays right in them.
class LongTextsTest {
    private static final Markdown.Base HERE = new Markdown.Base("/", "");

    private final Markdown markdown = new Markdown(Markdown.Colours.NONE);

    private String shown(String text) {
        return markdown.render("id of " + text.hashCode(), text, HERE, HERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
                "a | b\n-|-\n1 | 2\n",
                "words before\na | b\n\t-|-\n1 | 2\n",
                "> | a | b |\n> |---|---|\n> | 1 | 2 |\n",
                "- | a | b |\n  |---|---|\n  | 1 | 2 |\n",
            })
    void a_table_is_one_wherever_it_stands(String text) {
        assertThat(shown(text)).contains("<table", ">a</th>", ">2</td>");
    }

    @Test
    void a_ruler_alone_makes_no_table() {
        assertThat(shown("a | b\nc | d\n")).doesNotContain("<table");
        assertThat(shown("a\n---\n")).contains("<h2");
    }

    @Test
    void a_long_table_is_one() {
        assertThat(shown("| a | b |\n|---|---|\n" + "| -1 | -2 |\n".repeat(20_000)))
                .contains("<table", ">-2</td>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n",
                "a |\n",
                "| a\n|-|-|\n",
                "|-|\n|-|-|\n|-|-|-|\n",
                "> |-|\n",
                "> a |\n> -|-|-\n",
                "- |\n |-|-\n"
            })
    void lines_without_end_that_are_no_table_cost_little(String line) {
        String many = line.repeat(Markdown.CHARACTERS_MAX / line.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> shown(many));
    }
}
