package dev.hob.node.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeOwnersTest {
    /// A pattern, a path, and whether the one stands for the other: the documented examples first.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Everything.
                "*|README.md|yes",
                "*|a/b/c.txt|yes",
                "**|a/b|yes",
                "/|a/b|yes",
                "/**|a/b|yes",
                // By ending, at any depth.
                "*.js|app.js|yes",
                "*.js|src/deep/app.js|yes",
                "*.js|app.jsx|no",
                "*.txt|notes.txt|yes",
                "*.go|cmd/main.go|yes",
                // A folder from the root.
                "/build/logs/|build/logs/a.log|yes",
                "/build/logs/|build/logs/x/a.log|yes",
                "/build/logs/|src/build/logs/a.log|no",
                "/build/logs/|build/logs|no",
                "/docs/|docs/a.md|yes",
                "/docs/|x/docs/a.md|no",
                // The files of a folder, not of those below it.
                "docs/*|docs/getting-started.md|yes",
                "docs/*|docs/build-app/troubleshooting.md|no",
                "/docs/*|docs/a.md|yes",
                "/docs/*|docs/a/b.md|no",
                "/*|README.md|yes",
                "/*|a/README.md|no",
                // A folder anywhere.
                "apps/|apps/a.js|yes",
                "apps/|x/apps/a.js|yes",
                "apps/|x/apps/y/a.js|yes",
                "apps/|apps|no",
                "apps/|myapps/a.js|no",
                // A slash in the middle anchors.
                "a/b|a/b|yes",
                "a/b|a/b/c|yes",
                "a/b|x/a/b|no",
                "a/b/|a/b/c|yes",
                "a/b/|a/b|no",
                // A name without a slash stands for files and folders anywhere.
                "logs|logs|yes",
                "logs|logs/a|yes",
                "logs|x/logs/a|yes",
                "logs|x/logsy|no",
                "Makefile|sub/Makefile|yes",
                "/Makefile|sub/Makefile|no",
                "/Makefile|Makefile|yes",
                // Two asterisks.
                "**/logs|logs/a|yes",
                "**/logs|build/logs/a|yes",
                "**/logs|deeply/nested/logs/a|yes",
                "**/logs|catalogs/a|no",
                "a/**|a/b|yes",
                "a/**|a/b/c/d|yes",
                "a/**|a|no",
                "a/**/z|a/z|yes",
                "a/**/z|a/b/c/z|yes",
                "a/**/z|a/b/c/z/d|yes",
                "a/**/z|b/a/z|no",
                "/src/**/*.kt|src/a/b/c.kt|yes",
                "/src/**/*.kt|src/c.kt|yes",
                "/src/**/*.kt|src/c.java|no",
                // One asterisk stops at a slash.
                "src/*/test|src/a/test/x|yes",
                "src/*/test|src/a/b/test/x|no",
                "src/*.c|src/a.c|yes",
                "src/*.c|src/b/a.c|no",
                "foo*|foobar|yes",
                "foo*|foobar/x|yes",
                "foo*|xfoo|no",
                // One character.
                "a?c|abc|yes",
                "a?c|a/c|no",
                // Blanks and signs that are meant.
                "with\\ blank|with blank|yes",
                "with\\ blank|x/with blank|yes",
                "\\*.md|*.md|yes",
                "\\*.md|a.md|no",
                "{a,b}|{a,b}|yes",
                "{a,b}|a|no",
                // Names are told apart by case.
                "README|readme|no",
                "/apps/github|apps/github/x|yes",
                "/apps/github|apps/githubber|no",
            })
    void patterns_stand_for_paths(String pattern, String path, String expected) {
        var owners = CodeOwners.parse(pattern + " @bob\n");
        assertThat(owners.lines()).hasSize(1);
        assertThat(owners.owners(path)).isEqualTo(expected.equals("yes") ? List.of("@bob") : List.of());
    }

    @Test
    void the_last_line_that_matches_decides() {
        var owners = CodeOwners.parse("""
                # All of it
                *       @alice @bob
                *.js    @carol # and nobody else
                /apps/  @dora
                /apps/github
                docs/   docs@example.org
                """);
        assertThat(owners.owners("x.c")).containsExactly("@alice", "@bob");
        assertThat(owners.owners("x.js")).containsExactly("@carol");
        assertThat(owners.owners("apps/x.js")).containsExactly("@dora");
        assertThat(owners.owners("apps/github/x.js")).isEmpty();
        assertThat(owners.line("apps/github/x.js").orElseThrow().number()).isEqualTo(5);
        assertThat(owners.owners("docs/a")).containsExactly("docs@example.org");
    }

    @Test
    void what_makes_no_sense_is_passed_over() {
        var owners = CodeOwners.parse("""
                *.a @alice
                !*.a @bob
                \\#x @bob
                [ab].c @bob
                *.a bob
                *.a @
                *.a @bob nonsense
                #*.a @bob
                \t
                  *.b\t@bob  \r
                """);
        assertThat(owners.lines()).extracting(CodeOwners.Line::pattern).containsExactly("*.a", "*.b");
        assertThat(owners.owners("x.a")).containsExactly("@alice");
        assertThat(owners.owners("x.b")).containsExactly("@bob");
    }

    @Test
    void teams_are_read_and_a_sign_within_a_word_is_no_comment() {
        var owners = CodeOwners.parse("a#b @org/team\n");
        assertThat(owners.owners("a#b")).containsExactly("@org/team");
    }
}
