package dev.hob.web.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {
    private static final Notebook.Means MEANS =
            new Notebook.Means(prose -> "[" + prose + "]", (language, code) -> language + ":" + code);

    private static Notebook notebook(String cells) {
        return Notebook.of("{\"nbformat\":4,\"cells\":[" + cells + "]}", MEANS).orElseThrow();
    }

    private static String output(String data) {
        return notebook("{\"cell_type\":\"code\",\"source\":\"x\",\"outputs\":[" + data + "]}")
                .cells()
                .getFirst()
                .outputs()
                .getFirst();
    }

    private static String drawn(String type, String value) {
        return output("{\"output_type\":\"display_data\",\"data\":{\"" + type + "\":" + value
                + ",\"text/plain\":\"<plain>\"}}");
    }

    @Test
    void texts_and_code_are_what_they_are() {
        var cells = notebook("""
                {"cell_type":"markdown","source":["# Tea\\n","hot"]},
                {"cell_type":"code","execution_count":7,"source":"print(1)","outputs":[]},
                {"cell_type":"code","execution_count":null,"source":"","outputs":[]},
                {"cell_type":"raw","source":"<raw>"}""").cells();
        assertThat(cells.get(0).html()).isEqualTo("[# Tea\nhot]");
        assertThat(cells.get(1).run()).isEqualTo(OptionalInt.of(7));
        assertThat(cells.get(1).html()).contains("python:print(1)");
        assertThat(cells.get(2).run()).isEmpty();
        assertThat(cells.get(3).html()).contains("&lt;raw&gt;");
    }

    @Test
    void its_language_is_what_it_says() {
        String text = "{\"metadata\":{\"kernelspec\":{\"language\":\"julia\"}},\"cells\":"
                + "[{\"cell_type\":\"code\",\"source\":\"x\"}]}";
        assertThat(Notebook.of(text, MEANS).orElseThrow().cells().getFirst().html())
                .contains("julia:x");
    }

    @Test
    void what_came_out_is_shown_in_the_form_that_says_most() {
        assertThat(drawn("image/png", "\"iVBO\\nRw==\\n\""))
                .startsWith("<img ")
                .contains("src=\"data:image/png;base64,iVBORw==\"");
        assertThat(drawn("image/svg+xml", "[\"<svg>\",\"</svg>\"]"))
                .contains("src=\"data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=\"");
        assertThat(drawn("text/html", "\"<table><tr><td onclick=x>1</td></tr></table><script>x</script>\""))
                .contains("<td>1</td>")
                .doesNotContain("onclick", "script");
        assertThat(drawn("text/markdown", "\"*x*\"")).isEqualTo("[*x*]");
        assertThat(drawn("application/unknown", "{}")).contains("&lt;plain&gt;");
        assertThat(output("{\"output_type\":\"stream\",\"text\":[\"a\\n\",\"b<\"]}"))
                .contains("a\nb&lt;");
    }

    @Test
    void a_picture_that_is_none_gets_out_of_no_attribute() {
        assertThat(drawn("image/png", "\"x\\\" onerror=alert(1) \\\"\""))
                .doesNotContain("onerror")
                .contains("plain");
    }

    @Test
    void errors_are_told_without_the_colours_of_a_terminal() {
        assertThat(
                        output(
                                "{\"output_type\":\"error\",\"traceback\":[\"\\u001b[0;31mValueError\\u001b[0m: x\",\"at y\"]}"))
                .contains("ValueError: x\nat y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"cells\":1}", "{\"worksheets\":[]}", "no json", "{\"cells\":[", "null"})
    void what_is_none_is_none(String text) {
        assertThat(Notebook.of(text, MEANS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "{}", "{\"cell_type\":\"code\"}", "{\"cell_type\":\"code\",\"outputs\":{\"a\":1}}", "[]"})
    void odd_cells_break_nothing(String cell) {
        assertThat(notebook(cell).cells()).hasSize(1);
    }

    @Test
    void long_ones_are_cut() {
        var all = notebook("{\"cell_type\":\"raw\",\"source\":\"x\"},".repeat(600) + "{}");
        assertThat(all.cells()).hasSize(500);
        assertThat(all.cut()).isTrue();
    }
}
