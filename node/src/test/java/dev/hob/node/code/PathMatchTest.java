package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which path comes first for some letters.
class PathMatchTest {
    private static List<String> found(String letters, String... paths) {
        var query = new PathMatch.Query(letters);
        return Stream.of(paths)
                .flatMap(it -> query.match(it).stream())
                .sorted(PathMatch.BEST_FIRST)
                .map(PathMatch::path)
                .toList();
    }

    @Test
    void letters_that_stand_together_begin_words_or_are_the_files_name_come_first() {
        assertThat(found("kettle", "k/e/t/t/l/e.txt", "docs/kettle-notes.md", "src/Kettle.java", "src/PreKettle.java"))
                .containsExactly("src/Kettle.java", "docs/kettle-notes.md", "src/PreKettle.java", "k/e/t/t/l/e.txt");
        assertThat(found("tp", "web/TreePages.java", "web/http.java", "tests/output.txt"))
                .startsWith("web/TreePages.java");
        assertThat(found("readme", "deep/down/README.md", "README.md", "readme/other.txt"))
                .containsExactly("README.md", "deep/down/README.md", "readme/other.txt");
        assertThat(found("a.c", "b/a.c", "a/b.c", "abc/d.c")).startsWith("b/a.c");
    }

    @Test
    void small_letters_mean_large_ones_and_not_the_other_way_round() {
        assertThat(found("tree", "Tree.java", "tree.txt")).hasSize(2);
        assertThat(found("Tree", "Tree.java", "tree.txt")).containsExactly("Tree.java");
    }

    @Test
    void words_are_looked_for_each_by_itself() {
        assertThat(found("java tree", "src/java/Tree.java", "tree.txt")).containsExactly("src/java/Tree.java");
        assertThat(found("  ", "one", "two")).hasSize(2);
    }

    @Test
    void what_was_meant_is_marked() {
        var query = new PathMatch.Query("tp");
        var match = query.marked(query.match("web/TreePages.java").orElseThrow());
        assertThat(match.pieces()).containsExactly("web/", "T", "ree", "P", "ages.java");
        assertThat(new PathMatch.Query("").match("a/b").orElseThrow().pieces()).containsExactly("a/b");
        var first = new PathMatch.Query("we");
        assertThat(first.marked(first.match("web").orElseThrow()).pieces()).containsExactly("", "we", "b");
    }

    @Test
    void hostile_letters_and_paths_have_an_end() {
        String path = "a".repeat(4_000);
        assertThat(found("a".repeat(5_000), path)).containsExactly(path);
        assertThat(found("b", "a".repeat(1_000) + "b")).isEmpty();
        assertThat(found("x y z ".repeat(1_000), "x/y/z")).containsExactly("x/y/z");
    }
}
