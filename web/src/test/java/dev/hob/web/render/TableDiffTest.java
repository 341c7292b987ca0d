package dev.hob.web.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.web.render.TableColumns.Column;
import dev.hob.web.render.TableColumns.Kind;
import dev.hob.web.render.TableDiff.Cell;
import dev.hob.web.render.TableDiff.Count;
import dev.hob.web.render.TableDiff.Row;
import dev.hob.web.render.TableDiff.Same;
import dev.hob.web.render.TableDiff.State;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TableDiffTest {
    private static final String TEAS = "id,tea,price\n1,Assam,3\n2,Sencha,5\n3,Pu Erh,9\n";

    private static Table table(String text) {
        return text.isEmpty()
                ? Table.EMPTY
                : Table.of("a.csv", text, TableDiff.LIMITS).orElseThrow();
    }

    private static TableDiff diff(String before, String after) {
        return TableDiff.of(table(before), table(after));
    }

    /// What happened to each row: `+1,Assam`, `~2,Sencha,5>6`, `=3` for three that stay.
    private static List<String> told(TableDiff diff) {
        return diff.lines().stream()
                .map(it -> switch (it) {
                    case Same(int rows) -> "=" + rows;
                    case Row row ->
                        sign(row.state())
                                + row.cells().stream()
                                        .map(cell -> told(row.state(), cell))
                                        .collect(Collectors.joining(","));
                })
                .toList();
    }

    private static String sign(State state) {
        return switch (state) {
            case KEPT -> " ";
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
        };
    }

    private static String told(State state, Cell cell) {
        return state == State.CHANGED && cell.changed() ? cell.before() + ">" + cell.after() : cell.value();
    }

    private static String numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> i + ",tea " + i + "," + i * 7 % 13 + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void rows_that_came_went_and_changed_are_told_apart() {
        var diff = diff(TEAS, "id,tea,price\n0,Oolong,4\n1,Assam,3\n2,Sencha,6\n");
        assertThat(told(diff)).containsExactly("+0,Oolong,4", " 1,Assam,3", "~2,Sencha,5>6", "-3,Pu Erh,9");
        assertThat(diff.count()).isEqualTo(new Count(1, 1, 1));
        assertThat(diff.lines()).element(2).isInstanceOfSatisfying(Row.class, row -> {
            assertThat(row.before()).isEqualTo(3);
            assertThat(row.after()).isEqualTo(4);
        });
    }

    @Test
    void how_values_are_written_makes_no_difference() {
        var diff = diff(TEAS, "\uFEFF\"id\";\"tea\";\"price\"\r\n1;\"Assam\";3\r\n\r\n2;Sencha;5\r\n3;\"Pu Erh\";9");
        assertThat(diff.isEmpty()).isTrue();
        assertThat(told(diff)).containsExactly("=3");
    }

    @Test
    void values_may_have_several_lines() {
        var diff = diff("a,b\n\"one\ntwo\",1\nx,2\n", "a,b\n\"one\ntwo\",1\n\"x\ny\",2\n");
        assertThat(told(diff)).containsExactly(" one\ntwo,1", "~x>x\ny,2");
    }

    @Test
    void columns_are_known_by_their_names() {
        var diff = diff(TEAS, "price,id,tea,from\n3,1,Assam,India\n5,2,Sencha,Japan\n9,3,Pu Erh,\n");
        assertThat(diff.columns())
                .containsExactly(
                        new Column(Kind.MOVED, 2, 0, "price", "price"),
                        new Column(Kind.KEPT, 0, 1, "id", "id"),
                        new Column(Kind.KEPT, 1, 2, "tea", "tea"),
                        new Column(Kind.ADDED, -1, 3, "from", "from"));
        assertThat(told(diff)).containsExactly("~3,1,Assam,>India", "~5,2,Sencha,>Japan", " 9,3,Pu Erh,");
        assertThat(diff(TEAS, "id,price\n1,3\n2,5\n3,9\n").columns())
                .extracting(Column::kind)
                .containsExactly(Kind.KEPT, Kind.REMOVED, Kind.KEPT);
    }

    @Test
    void a_column_with_another_name_is_known_by_its_values() {
        var diff = diff(TEAS, "id,tea,price in euro\n1,Assam,3\n2,Sencha,5\n3,Pu Erh,8\n");
        assertThat(diff.columns()).last().isEqualTo(new Column(Kind.RENAMED, 2, 2, "price", "price in euro"));
        assertThat(told(diff)).containsExactly(" 1,Assam,3", " 2,Sencha,5", "~3,Pu Erh,9>8");
        assertThat(diff(TEAS, "id,tea,shelf\n1,Assam,a\n2,Sencha,b\n3,Pu Erh,c\n")
                        .columns())
                .extracting(Column::kind)
                .containsExactly(Kind.KEPT, Kind.KEPT, Kind.REMOVED, Kind.ADDED);
    }

    @Test
    void names_that_occur_twice_and_rows_of_any_length_are_no_harm() {
        var diff = diff("a,a\n1,2\n3\n", "a,a,a\n1,2,5\n3,4\n");
        assertThat(told(diff)).containsExactly("~1,2,>5", "~3,>4,");
    }

    @Test
    void a_column_that_tells_rows_apart_finds_them_again_however_much_else_changed() {
        String before = "id,words,price\n" + numbered(0, 400);
        String after = "id,words,price\n-1,new,0\n"
                + IntStream.range(0, 400).mapToObj(i -> i + ",other,99\n").collect(Collectors.joining());
        var diff = diff(before, after);
        assertThat(diff.count()).isEqualTo(new Count(1, 0, 400));
        assertThat(told(diff).get(300)).isEqualTo("~299,tea 299>other," + 299 * 7 % 13 + ">99");
    }

    @Test
    void a_number_without_a_name_tells_nothing() {
        var diff = diff(",tea\n0,Assam\n1,Sencha\n", ",tea\n0,Oolong\n1,Assam\n2,Sencha\n");
        assertThat(told(diff)).containsExactly("+0,Oolong", "~0>1,Assam", "~1>2,Sencha");
    }

    @Test
    void rows_that_stay_are_folded_but_for_a_few() {
        String head = "id,tea,price\n";
        var diff = diff(head + numbered(0, 100), head + numbered(0, 50) + "x,y,z\n" + numbered(50, 100));
        assertThat(told(diff)).hasSize(9).startsWith("=47").endsWith("=47");
        assertThat(diff.count()).isEqualTo(new Count(1, 0, 0));
    }

    @Test
    void a_file_that_is_new_or_gone_has_rows_that_are_so() {
        assertThat(told(diff("", TEAS))).containsExactly("+1,Assam,3", "+2,Sencha,5", "+3,Pu Erh,9");
        var gone = diff(TEAS, "");
        assertThat(told(gone)).containsExactly("-1,Assam,3", "-2,Sencha,5", "-3,Pu Erh,9");
        assertThat(gone.columns()).extracting(Column::name).containsExactly("id", "tea", "price");
        assertThat(diff(TEAS, "x\n7\n").count()).isEqualTo(new Count(1, 3, 0));
    }

    @Test
    void a_first_row_that_is_no_head_does_little_harm() {
        var diff = diff("1,Assam\n2,Sencha\n3,Oolong\n", "1,Assam\n2,Sencha\n3,Gunpowder\n");
        assertThat(told(diff)).containsExactly(" 2,Sencha", "~3,Oolong>Gunpowder");
    }

    @Test
    void what_changed_in_more_rows_than_a_page_holds_is_cut() {
        var diff = diff("id,tea,price\n", "id,tea,price\n" + numbered(0, 3_000));
        assertThat(diff.lines()).hasSize(1_000);
        assertThat(diff.cut()).isTrue();
        assertThat(diff.count().added()).isEqualTo(3_000);
    }

    @Test
    @Timeout(20)
    void hostile_tables_do_not_take_long() {
        var random = new Random(7);
        var few = IntStream.range(0, 2)
                .mapToObj(_ -> "a,b\n"
                        + IntStream.range(0, 20_000)
                                .mapToObj(_ -> random.nextInt(3) + "," + random.nextInt(2) + "\n")
                                .collect(Collectors.joining()))
                .toList();
        var wide = IntStream.range(0, 2)
                .mapToObj(side -> IntStream.range(0, 4_000)
                        .mapToObj(row -> IntStream.range(0, 100)
                                .mapToObj(i -> row == 0 ? "n" + side + i : "" + random.nextInt(9))
                                .collect(Collectors.joining(",", "", "\n")))
                        .collect(Collectors.joining()))
                .toList();
        assertThat(diff(few.getFirst(), few.getLast()).cut()).isTrue();
        assertThat(diff(wide.getFirst(), wide.getLast()).cut()).isTrue();
    }
}
