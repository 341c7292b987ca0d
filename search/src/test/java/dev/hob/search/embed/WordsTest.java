package dev.hob.search.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "parseHTTPHeader_v2, parse HTTP Header v 2",
        "readAll, read All",
        "snake_case_name, snake case name",
        "SCREAMING_CASE, SCREAMING CASE",
        "kebab-case, kebab case",
        "IPv6Address, I Pv 6 Address",
        "__init__, init",
        "x, x",
        "größeÜber, größe Über"
    })
    void names_are_split_where_a_reader_would(String name, String words) {
        assertThat(String.join(" ", Words.of(name))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(value = {"''", "'__'", "' - '"})
    void nothing_has_no_words(String name) {
        assertThat(Words.of(name)).isEmpty();
    }
}
