package dev.hob.node.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// TeX in Markdown, which is left as it was written.
class MathematicsTest {
    private static final Markdown.Base HERE = new Markdown.Base("/", "");

    private final Markdown markdown = new Markdown(Markdown.Colours.NONE);

    private String shown(String text) {
        return markdown.render("id of " + text, text, HERE, HERE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "where $a_1 * b_2 * c$ holds, a_1 * b_2 * c",
                "$x$, x",
                "($x$), x",
                "$\\{x\\}$, \\{x\\}",
                "$5\\$ + x$ more, 5\\$ &#43; x",
                "$`a$b`$ quoted, a$b",
                "| $|x| < 1$ |, |x| &lt; 1",
                "$a<b$ and, a&lt;b",
            })
    void a_formula_in_a_line_is_kept_as_it_was_written(String text, String tex) {
        assertThat(shown(text)).contains("<code class=\"math\">" + tex + "</code>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs $5 and $10.",
                "$ not this $",
                "PATH=$HOME/bin:$PATH",
                "US$5 to US$7",
                "\\$x$ is escaped",
                "`$x$` is code",
                "only $one",
                "$$ $$",
                "a $` `$ b",
            })
    void money_and_variables_are_no_formula(String text) {
        assertThat(shown(text)).doesNotContain("class=\"math");
    }

    @Test
    void emphasis_around_a_formula_is_emphasis() {
        assertThat(shown("**so $x_1$ and $x_2$**"))
                .contains("<strong>so <code class=\"math\">x_1</code> and <code class=\"math\">x_2</code></strong>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$$\na\n- b\n+ c\n= d\n$$\n",
                "$$a\n- b\n+ c\n= d$$\n",
                "```math\na\n- b\n+ c\n= d\n```\n",
                "before\n$$\na\n- b\n+ c\n= d\n$$\nafter",
            })
    void a_formula_on_its_own_knows_no_lists(String text) {
        assertThat(shown(text))
                .contains(">a\n- b\n&#43; c\n&#61; d</code></pre>")
                .contains("<pre class=\"math\"");
    }

    @Test
    void two_dollars_within_a_line_are_shown_large() {
        assertThat(shown("so $$x^2$$ it is")).contains("so <code class=\"math math-display\">x^2</code> it is");
        assertThat(shown("$$x^2$$ it is")).contains("<code class=\"math math-display\">x^2</code> it is");
        assertThat(shown("$$x^2$$")).contains("<pre class=\"math\" tabindex=\"0\"><code>x^2</code></pre>");
    }

    @Test
    void what_never_ends_is_text() {
        assertThat(shown("$$\nmay *be* anything\n\n# A title\n"))
                .doesNotContain("class=\"math")
                .contains("<em>be</em>", "A title</h1>");
    }

    @Test
    void a_diagram_keeps_its_source() {
        assertThat(shown("```mermaid\ngraph TD\n  A --> B & C\n```\n"))
                .contains("<pre class=\"diagram\" tabindex=\"0\"><code>graph TD\n  A --&gt; B &amp; C\n</code></pre>");
    }

    @Test
    void a_class_of_another_name_is_not_let_in() {
        assertThat(shown("<code class=\"math evil\">x</code><pre class=\"bar\">y</pre>"))
                .doesNotContain("evil", "bar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$a ", "$$", "$` ", "\\$", "$a\n", "$$\n"})
    void many_dollars_do_no_harm(String dollars) {
        String many = dollars.repeat(Markdown.CHARACTERS_MAX / dollars.length());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> shown(many));
    }
}
