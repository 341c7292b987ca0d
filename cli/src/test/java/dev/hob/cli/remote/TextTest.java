package dev.hob.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void a_stranger_commands_no_terminal() {
        assertThat(Text.line("a\u001b]0;evil\u0007b\r\nc\u009bd\u202ee\tf")).isEqualTo("a]0;evilb cde f");
        assertThat(Text.block("one\r\ntwo\u001b[2J\n\tthree")).isEqualTo("one\ntwo[2J\n    three");
    }

    @Test
    void wide_letters_take_two_columns_and_marks_none() {
        assertThat(Text.width("茶")).isEqualTo(2);
        assertThat(Text.width("🫖")).isEqualTo(2);
        assertThat(Text.width("e\u0301")).isEqualTo(1);
        assertThat(Text.cut("茶茶茶", 5)).isEqualTo("茶茶…");
        assertThat(Text.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Text.cut("abc def", 5)).isEqualTo("abc…");
    }

    @Test
    void prose_is_wrapped_and_code_is_not() {
        String code = "```\n" + "x".repeat(40) + "\n```";
        assertThat(Text.wrap("one two three four five\n" + code, 12))
                .containsExactly("one two", "three four", "five", "```", "x".repeat(40), "```");
        assertThat(Text.wrap("- one two three\n> four five six seven", 10))
                .containsExactly("- one two", "  three", "> four", "> five six", "> seven");
        assertThat(Text.wrap("", 10)).containsExactly("");
        assertThat(Text.wrap("x".repeat(30) + " y", 10)).containsExactly("x".repeat(30), "y");
    }

    @Test
    void rows_fit_into_eighty_columns() {
        var screen = new FakeScreen(Path.of(""));
        var columns = Columns.none()
                .right(10, Style.QUIET)
                .rest()
                .upTo(24, Style.QUIET)
                .upTo(10, Style.QUIET);
        columns.row(List.of("#7", "A short one", "", "2026-01-02"));
        columns.row(List.of("#1234", "A title that goes on and on, ".repeat(9), "bug, ".repeat(20), "2026-01-02"));
        columns.show(new Paper(screen));
        var lines = screen.out().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(80));
        assertThat(lines.getFirst()).startsWith("   #7  A short one").endsWith("2026-01-02");
        assertThat(lines.getLast()).contains("…").endsWith("…  2026-01-02");
    }

    @Test
    void an_empty_column_takes_no_room() {
        var screen = new FakeScreen(Path.of(""));
        var columns = Columns.none().upTo(5, Style.PLAIN).upTo(5, Style.PLAIN).rest();
        columns.row(List.of("a", "", "b"));
        columns.show(new Paper(screen));
        assertThat(screen.out()).isEqualTo("a  b\n");
    }

    @Test
    void colours_are_for_people_who_want_them() {
        assertThat(new Paper(new FakeScreen(Path.of(""))).styled("x", Style.GOOD))
                .isEqualTo("x");
        assertThat(new Paper(new FakeScreen(Path.of("")).answering()).styled("x", Style.GOOD))
                .contains("\u001b[32m");
        assertThat(new Paper(new FakeScreen(Path.of("")).answering().set("NO_COLOR", "1")).styled("x", Style.GOOD))
                .isEqualTo("x");
    }
}
