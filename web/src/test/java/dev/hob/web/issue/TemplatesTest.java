package dev.hob.web.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static IssueTemplate form(String yaml) throws Yaml.Wrong {
        return Templates.form("x.yml", Yaml.parse(yaml));
    }

    @Test
    void a_text_may_have_yaml_before_it() {
        var idea = Templates.markdown(
                "idea.md",
                "---\nname: Idea\nabout: A wish\ntitle: 'wish: '\nlabels: a, b c\nassignees: [alice]\n---\n\nI wish\n");
        assertThat(idea.name()).isEqualTo("Idea");
        assertThat(idea.labels()).containsExactly("a", "b c");
        assertThat(idea.assignees()).containsExactly("alice");
        assertThat(idea.title()).isEqualTo("wish: ");
        assertThat(idea.body()).isEqualTo("I wish\n");
        assertThat(Templates.markdown("a_bug.md", "---\nnot: [yaml\n---\nText").body())
                .startsWith("---");
        assertThat(Templates.markdown("a_bug.md", "Text").name()).isEqualTo("a bug");
    }

    @Test
    void what_is_wrong_in_a_form_is_named() {
        for (var wrong : Map.of(
                        "a: [", "no YAML",
                        "- a", "no form",
                        "name: x", "no field",
                        "body: [{type: input}]", "no label",
                        "body: [{type: slider, attributes: {label: x}}]", "slider",
                        "body: [{type: dropdown, attributes: {label: x}}]", "no options",
                        "body: [{type: markdown, attributes: {value: x}}]", "no field")
                .entrySet())
            assertThatThrownBy(() -> form(wrong.getKey())).as(wrong.getKey()).hasMessageContaining(wrong.getValue());
    }

    @Test
    void hostile_yaml_ends_soon() {
        var laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'm'; c++)
            laughs.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append(("*" + (char) (c - 1) + ",").repeat(9))
                    .append("x]\n");
        var hostile = List.of(
                laughs.toString(),
                "[".repeat(30_000),
                "{a: ".repeat(10_000),
                "? ".repeat(20_000),
                "&a [*a]",
                "!!java.lang.ProcessBuilder [x]",
                "!!javax.script.ScriptEngineManager []",
                "a: 1\na: 2",
                "x".repeat(100_000));
        for (String yaml : hostile) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> form(yaml)).isInstanceOf(Yaml.Wrong.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_form_becomes_a_text_that_cannot_break_out_of_its_fence() throws Exception {
        var form = form("""
                body:
                - {type: textarea, id: log, attributes: {label: Log, render: "text`\\n<b>"}}
                - {type: dropdown, id: many, attributes: {label: Many, multiple: true, options: [a, b, 3]}}
                - {type: input, id: log, attributes: {label: Same id}}
                - {type: checkboxes, attributes: {label: Boxes, options: [{label: one}, two]}}
                """);
        var filled = new Filled(
                Map.of("log", List.of("x\n```\ny ````"), "many", List.of("a", "3"), "field-3", List.of("two")));
        assertThat(filled.objections(form)).isEmpty();
        assertThat(filled.text(form)).isEqualTo("""
                ### Log

                `````textb
                x
                ```
                y ````
                `````

                ### Many

                a, 3

                ### Same id

                _No response_

                ### Boxes

                - [ ] one
                - [x] two""");
    }

    @Test
    void an_expression_that_would_run_for_ever_ends() throws Exception {
        var form = form("body: [{type: input, id: a, attributes: {label: A}, validations: {regex: '(a+)+b'}}]");
        long begun = System.nanoTime();
        new Filled(Map.of("a", List.of("a".repeat(60)))).objections(form);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(new Filled(Map.of("a", List.of("c"))).objections(form)).containsKey("f-a");
        assertThat(new Bounded("a".repeat(1_000)).matches("a*b")).isFalse();
        assertThat(new Bounded("a".repeat(1_000_000)).matches("a*b"))
                .as("too long to say")
                .isTrue();
    }
}
