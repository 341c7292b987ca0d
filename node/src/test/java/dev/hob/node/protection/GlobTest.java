package dev.hob.node.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "main main yes",
                "main mainly no",
                "main Main no",
                "* main yes",
                "* a/b no",
                "** a/b yes",
                "release/* release/1 yes",
                "release/* release/1/2 no",
                "release/* release no",
                "release/** release/1/2 yes",
                "release-* release- yes",
                "v?.? v1.2 yes",
                "v?.? v1.22 no",
                "a?b a/b no",
                "v[0-9]* v1 yes",
                "v[0-9]* vx no",
                "v[!0-9]* vx yes",
                "v[!0-9] v/ no",
                "{main,dev} dev yes",
                "{main,dev} mai no",
                "{main,dev/*} dev/x yes",
                "x{,y} x yes",
                "x{a,b}{c,d} xbc yes",
                "x{a,{b,c}} xc yes",
                "\\* * yes",
                "\\* a no",
                "**/logs logs yes",
                "**/logs a/b/logs yes",
                "**/logs a/blogs no",
                "a/**/b a/b yes",
                "a/**/b a/x/y/b yes",
                "a/**/b a/xb no",
                "a/**/b axb no",
                "a** a/b/c yes",
                "*.js x/a.js no",
                "**.js x/a.js yes",
                "ü* üb yes",
            })
    void patterns_stand_for_names(String pattern, String name, String expected) {
        assertThat(Glob.of(pattern).matches(name)).isEqualTo(expected.equals("yes"));
    }

    @Test
    void what_makes_no_sense_is_told() {
        for (String text : List.of("", " ", "a\\", "[a", "{a,b", "a\nb", "x".repeat(256), "{a,b}".repeat(7)))
            assertThat(Glob.objection(text)).as(text).isPresent();
        for (String text : List.of("a", "]", "}", "a,b", "[]]", "[!]]"))
            assertThat(Glob.objection(text)).as(text).isEmpty();
    }

    @Test
    void the_most_exact_comes_first() {
        var sorted = Stream.of("**", "release/*", "main", "release/1.*", "*", "re*", "release/1.0", "*/x")
                .map(Glob::of)
                .sorted(Glob.EXACT_FIRST)
                .map(Glob::text)
                .toList();
        assertThat(sorted).containsExactly("release/1.0", "main", "release/1.*", "release/*", "re*", "*/x", "*", "**");
    }

    @Test
    void no_pattern_takes_long_whatever_the_name() {
        String pattern = "**a".repeat(80) + "b";
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(Glob.of(pattern).matches("a".repeat(1_000))).isFalse());
    }
}
