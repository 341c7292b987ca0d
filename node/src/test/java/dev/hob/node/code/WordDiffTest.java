package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Diffs.Kind;
import dev.hob.node.code.Diffs.Line;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordDiffTest {
    private static String marked(String line, List<WordDiff.Span> spans) {
        var out = new StringBuilder();
        int at = 0;
        for (var span : spans) {
            out.append(line, at, span.from())
                    .append('[')
                    .append(line, span.from(), span.to())
                    .append(']');
            at = span.to();
        }
        return out.append(line.substring(at)).toString();
    }

    private static String differing(String before, String after) {
        return WordDiff.of(before, after)
                .map(it -> marked(before, it.before()) + " | " + marked(after, it.after()))
                .orElse("nothing");
    }

    @Test
    void only_the_words_that_differ_stand_out() {
        assertThat(differing("int holes = 1;", "int holes = 2;")).isEqualTo("int holes = [1]; | int holes = [2];");
        assertThat(differing("a(b, c)", "a(b, d, c)")).isEqualTo("a(b, c) | a(b, [d, ]c)");
        assertThat(differing("  return x;", "return x;")).isEqualTo("[  ]return x; | return x;");
        assertThat(differing("old name of it", "new long name of it"))
                .isEqualTo("[old] name of it | [new long] name of it");
    }

    @Test
    void lines_with_little_in_common_are_other_lines() {
        assertThat(differing("the quick brown fox", "import java.util.List;")).isEqualTo("nothing");
        assertThat(differing("", "x")).isEqualTo("nothing");
    }

    @Test
    void what_is_not_marked_is_the_same_in_both() {
        var random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String before = line(random);
            String after = random.nextBoolean() ? before.replaceFirst("\\w+", "other") : line(random);
            WordDiff.of(before, after)
                    .ifPresent(it -> assertThat(kept(before, it.before())).isEqualTo(kept(after, it.after())));
        }
    }

    private static String line(Random random) {
        return random.ints(random.nextInt(20), 0, 6)
                .mapToObj(it -> List.of("a", "bc", " ", "(", "😀", "x1").get(it))
                .collect(Collectors.joining());
    }

    /// Without the spaces, which may be marked between marked words though both have them.
    private static String kept(String line, List<WordDiff.Span> spans) {
        return marked(line, spans).replaceAll("\\[[^]]*]", "").replaceAll("\\s", "");
    }

    @Test
    void lines_are_paired_by_what_they_have_in_common() {
        var lines = List.of(
                new Line(Kind.CONTEXT, 1, 1, "{"),
                new Line(Kind.REMOVED, 2, 0, "int lid = 1;"),
                new Line(Kind.REMOVED, 3, 0, "return spout;"),
                new Line(Kind.ADDED, 0, 2, "// something quite new"),
                new Line(Kind.ADDED, 0, 3, "int lid = 2;"),
                new Line(Kind.ADDED, 0, 4, "return longSpout;"));
        assertThat(Pairing.of(lines)).containsExactly(0, 4, 5, -1, 1, 2);
    }
}
