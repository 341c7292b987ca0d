package dev.hob.web.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Diffs;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.ShownLine;
import dev.hob.web.render.NotebookDiff.Came;
import dev.hob.web.render.NotebookDiff.Cell;
import dev.hob.web.render.NotebookDiff.Same;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookDiffTest {
    private static final Highlighter HIGHLIGHTER = new Highlighter();

    private static NotebookFile file(String cells) {
        return NotebookFile.of("{\"nbformat\":4,\"cells\":[" + cells + "]}").orElseThrow();
    }

    private static NotebookDiff diff(String before, String after) {
        return NotebookDiff.of(file(before), file(after), HIGHLIGHTER);
    }

    private static String code(String id, String source, String... outputs) {
        return "{\"cell_type\":\"code\",\"execution_count\":" + (System.nanoTime() % 1_000) + ",\"id\":\"" + id
                + "\",\"source\":\"" + source + "\",\"metadata\":{\"at\":" + System.nanoTime() + "},\"outputs\":["
                + String.join(",", outputs) + "]}";
    }

    private static String data(String type, String value, String words) {
        return "{\"output_type\":\"display_data\",\"data\":{\"" + type + "\":\"" + value + "\",\"text/plain\":\""
                + words + "\"}}";
    }

    private static String stream(String text) {
        return "{\"output_type\":\"stream\",\"text\":\"" + text + "\"}";
    }

    private static String all(String... cells) {
        return String.join(",", cells);
    }

    /// `CHANGED 2`, `ADDED 3`, `=4` for four that stay.
    private static List<String> told(NotebookDiff diff) {
        return diff.lines().stream()
                .map(it -> switch (it) {
                    case Same(int cells) -> "=" + cells;
                    case Cell cell -> cell.state() + (cell.moved() ? " moved " : " ") + cell.number();
                })
                .toList();
    }

    private static Cell cell(NotebookDiff diff, int at) {
        return (Cell) diff.lines().get(at);
    }

    private static String text(List<ShownLine> lines) {
        return lines.stream()
                .filter(it -> it.kind() != Diffs.Kind.HUNK)
                .map(it -> it.kind().name().charAt(0) + it.html().replaceAll("<[^>]*>", ""))
                .collect(Collectors.joining("|"));
    }

    private static Came output(String before, String after) {
        var outputs =
                cell(diff(code("a", "x", before), code("a", "x", after)), 0).outputs();
        assertThat(outputs).hasSize(1);
        return outputs.getFirst();
    }

    @Test
    void cells_are_known_by_their_ids_and_compared_line_by_line() {
        var diff = diff(
                all(code("a", "one"), code("b", "two\\nlines"), code("c", "three")),
                all(code("a", "one"), code("d", "new"), code("b", "2\\nlines"), code("c", "three")));
        assertThat(told(diff)).containsExactly("KEPT 1", "ADDED 2", "CHANGED 3", "KEPT 4");
        assertThat(text(cell(diff, 2).source())).isEqualTo("Rtwo|A2|Clines");
        assertThat(text(cell(diff, 1).source())).isEqualTo("Anew");
        assertThat(List.of(diff.added(), diff.removed(), diff.changed())).containsExactly(1, 0, 1);
    }

    @Test
    void without_ids_cells_are_known_by_what_stands_in_them() {
        var diff = diff(
                all(code("", "import tea"), code("", "pot = tea.brew(3)"), code("", "pot.pour()")),
                all(code("", "import tea"), code("", "pot = tea.brew(4)")));
        assertThat(told(diff)).containsExactly("KEPT 1", "CHANGED 2", "REMOVED 3");
        assertThat(told(diff(code("a", "import tea"), all(code("x", "first"), code("y", "import tea")))))
                .containsExactly("ADDED 1", "KEPT 2");
    }

    @Test
    void a_cell_that_stands_elsewhere_is_told_once() {
        var cells = List.of(code("a", "1"), code("b", "2"), code("c", "3"), code("d", "4"));
        var diff = diff(String.join(",", cells), all(cells.get(3), cells.get(0), cells.get(1), cells.get(2)));
        assertThat(told(diff)).containsExactly("KEPT moved 1", "KEPT 2", "=2");
        assertThat(diff.isEmpty()).isFalse();
    }

    @Test
    void how_often_a_cell_was_run_makes_no_difference() {
        var diff = diff(code("a", "1", stream("x")), code("a", "1", stream("x")));
        assertThat(diff.isEmpty()).isTrue();
        assertThat(diff(code("a", "1"), "{\"cell_type\":\"code\",\"id\":\"a\",\"source\":[\"1\"]}")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void what_came_out_is_compared_in_words_where_there_are_some() {
        assertThat(text(output(stream("a\\nb"), stream("a\\nc")).lines())).isEqualTo("Ca|Rb|Ac");
        assertThat(text(output(data("text/html", "<b>1</b>", "1"), data("text/html", "<b>2</b>", "2"))
                        .lines()))
                .isEqualTo("R1|A2");
        var sheet = output(data("text/html", "<b onclick=x>1</b><script>x</script>", ""), data("text/html", "2", ""));
        assertThat(sheet.before()).contains("<b>1</b>").doesNotContain("onclick", "script");
        assertThat(cell(diff(code("a", "1", stream("x")), code("a", "2", stream("x"))), 0)
                        .outputs())
                .extracting(Came::told)
                .containsExactly("Its output stays");
    }

    @Test
    void pictures_stand_side_by_side_and_get_out_of_no_attribute() {
        var drawn = output(data("image/png", "iVBORw==", "<Figure>"), data("image/png", "iVBORx==", "<Figure>"));
        assertThat(drawn.before()).contains("src=\"data:image/png;base64,iVBORw==\"");
        assertThat(drawn.after()).contains("src=\"data:image/png;base64,iVBORx==\"");
        var evil = output(data("image/png", "x\\\" onerror=alert(1)", "a"), data("image/png", "iVBORw==", "b"));
        assertThat(evil.before()).doesNotContain("onerror").contains("<pre");
        assertThat(text(output(data("text/markdown", "<i>*x*", ""), data("text/markdown", "*y*", ""))
                        .lines()))
                .isEqualTo("R&lt;i&gt;*x*|A*y*");
    }

    @Test
    void cells_that_stay_are_folded_and_long_ones_told_by_their_beginning() {
        String many = IntStream.range(0, 20)
                .mapToObj(i -> code("c" + i, i == 9 ? "line\\n".repeat(20) : "cell " + i))
                .collect(Collectors.joining(","));
        var diff = diff(many, many.replace("cell 10", "other"));
        assertThat(told(diff)).containsExactly("=9", "KEPT 10", "CHANGED 11", "KEPT 12", "=8");
        assertThat(text(cell(diff, 1).source())).isEqualTo("Cline|".repeat(6) + "N…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "{}", "{\"cell_type\":\"code\"}", "{\"cell_type\":\"code\",\"outputs\":{\"a\":1}}", "[]"})
    void odd_cells_break_nothing(String cell) {
        assertThat(diff(cell, code("a", "x")).lines()).isNotEmpty();
        assertThat(diff(cell, cell).isEmpty()).isTrue();
    }

    @Test
    @Timeout(20)
    void hostile_ones_do_not_take_long_and_are_cut() {
        String before = IntStream.range(0, 500)
                .mapToObj(i -> code("", "a\\n".repeat(500) + i))
                .collect(Collectors.joining(","));
        String after = IntStream.range(0, 500)
                .mapToObj(i -> code("", "b\\n".repeat(500) + i))
                .collect(Collectors.joining(","));
        assertThat(diff(before, after).cut()).isTrue();
        String same = code("x", "1") + ("," + code("x", "1")).repeat(499);
        assertThat(diff(same, code("x", "2") + ("," + code("x", "1")).repeat(300))
                        .removed())
                .isGreaterThan(100);
    }
}
