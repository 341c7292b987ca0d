package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "a/b/c.txt",
                ".github/workflows/x.yml",
                ".gitignore",
                ".gitx/y",
                "☕ <b>\"'?#.txt",
                "...a",
                "a b/c d"
            })
    void usual_and_strange_names_are_given(String path) {
        assertThat(NewPath.objection(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "/",
                "/etc/passwd",
                "a/",
                "a//b",
                ".",
                "..",
                "../x",
                "a/../b",
                "a/./b",
                ".git",
                ".git/config",
                "x/.git",
                ".GIT/hooks/x",
                "a/.git /b",
                "git~1/x",
                ".git.",
                ".git::$INDEX_ALLOCATION",
                "a\\.git\\x",
                ".g\u200cit/x",
                "x.",
                "x./y",
                "x ",
                " x",
                "a/ b",
                "a\nb",
                "a\tb",
                "a\u0000b",
                "a\u007fb",
                "a\u202eb",
                "a\u2028b",
                "a\ud800b"
            })
    void hostile_ones_are_refused_in_words(String path) {
        assertThat(NewPath.objection(path))
                .hasValueSatisfying(told -> assertThat(told).endsWith("."));
    }

    @Test
    void long_ones_are_refused_by_the_byte() {
        assertThat(NewPath.objection("x".repeat(255))).isEmpty();
        assertThat(NewPath.objection("x".repeat(256))).isPresent();
        assertThat(NewPath.objection("é".repeat(128))).isPresent();
        assertThat(NewPath.objection("abc/".repeat(999) + "abcd")).isEmpty();
        assertThat(NewPath.objection("abc/".repeat(1000) + "a")).isPresent();
    }
}
