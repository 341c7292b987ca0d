package dev.hob.web.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableTest {
    private static Table table(String name, String text) {
        return Table.of(name, text).orElseThrow();
    }

    static Stream<Arguments> delimited() {
        return Stream.of(
                Arguments.of("a.csv", "tea,price\nAssam,3\n"),
                Arguments.of("a.CSV", "tea;price\r\nAssam;3"),
                Arguments.of("a.csv", "\uFEFFtea\tprice\n\nAssam\t3\n"),
                Arguments.of("a.tsv", "tea\tprice\nAssam\t3\n"),
                Arguments.of("a.csv", "tea|price\nAssam|3\n"),
                Arguments.of("a.csv", "\"tea\",\"price\"\n\"Assam\",\"3\"\n"));
    }

    @ParameterizedTest
    @MethodSource("delimited")
    void the_delimiter_is_found_by_the_first_line(String name, String text) {
        var table = table(name, text);
        assertThat(table.head()).containsExactly("tea", "price");
        assertThat(table.rows()).extracting(Table.Row::cells).containsExactly(List.of("Assam", "3"));
        assertThat(table.cut()).isFalse();
    }

    @Test
    void a_row_knows_its_line_though_values_may_have_several() {
        var table = table("a.csv", "a,b\n\"one\ntwo\",2\nthree,3\n");
        assertThat(table.rows())
                .containsExactly(new Table.Row(2, List.of("one\ntwo", "2")), new Table.Row(4, List.of("three", "3")));
    }

    @Test
    void rows_may_be_shorter_or_longer_than_the_first() {
        var table = table("a.csv", "a,b\n1\n1,2,3\n");
        assertThat(table.columns()).isEqualTo(3);
        assertThat(table.rows().getFirst().cells()).containsExactly("1");
    }

    @Test
    void long_ones_are_cut_and_wide_ones_are_none() {
        var table = table("a.csv", "a,b\n" + "1,2\n".repeat(3_000));
        assertThat(table.rows()).hasSize(1_000);
        assertThat(table.cut()).isTrue();
        assertThat(Table.of("a.csv", "a,".repeat(200) + "\n")).isEmpty();
        assertThat(Table.of("a.csv", "")).isEmpty();
    }

    @Test
    void what_only_looks_like_one_is_still_read_or_is_none() {
        assertThat(Table.of("a.csv", "a,\"b\n1,2\n")).isPresent();
        assertThat(Table.of("a.csv", "a,\"b\" c,d\n1,2\n")).isPresent();
    }

    @Test
    void its_name_says_what_it_is() {
        assertThat(Table.isTable("x.csv")).isTrue();
        assertThat(Table.isTable("x.TSV")).isTrue();
        assertThat(Table.isTable("csv")).isFalse();
    }
}
