package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From where lines are, through merges, other names and commits that are passed over, against what git says.
class BlameWalkTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder.resolve("git"));
    }

    private static Bench.File file(String text) {
        return new Bench.File(Bench.FILE, text);
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private List<String> ours(int commit, String path, Integer... ignored) throws Exception {
        var ids = new ArrayList<String>();
        var passedOver = Set.of(ignored).stream().map(bench::id).collect(Collectors.toSet());
        try (var repository = bench.open();
                var walk = new BlameWalk(repository, bench.id(commit), path, passedOver)) {
            boolean more = true;
            while (more) more = walk.step();
            for (var run : walk.found())
                for (int line = run.first(); line <= run.last(); line++)
                    ids.add(run.commit().name() + " " + run.path());
            assertThat(ids).hasSize(walk.lines());
        }
        return numbered(ids);
    }

    private List<String> gits(int commit, String path, Integer... ignored) throws Exception {
        var words = new ArrayList<>(List.of("blame", "--line-porcelain"));
        for (int each : ignored) {
            words.add("--ignore-rev");
            words.add(bench.id(each).name());
        }
        words.addAll(List.of(bench.id(commit).name(), "--", path));
        var ids = new ArrayList<String>();
        String at = "";
        for (String line : bench.ok(words.toArray(String[]::new)).split("\n", -1)) {
            if (line.matches("[0-9a-f]{40} [0-9]+ [0-9]+.*")) at = line.substring(0, 40);
            if (line.startsWith("filename ")) ids.add(at + " " + line.substring("filename ".length()));
        }
        return numbered(ids);
    }

    /// Commits by their numbers, so that what differs can be read.
    private List<String> numbered(List<String> ids) {
        var numbers = new HashMap<String, Integer>();
        for (int i = 1; ; i++) {
            ObjectId id;
            try {
                id = bench.id(i);
            } catch (AssertionError _) {
                break;
            }
            numbers.put(id.name(), i);
        }
        return ids.stream()
                .map(it -> numbers.get(it.substring(0, 40)) + it.substring(40))
                .toList();
    }

    @Test
    void lines_are_found_through_merges_and_other_names() throws Exception {
        long seed = 20_261_127;
        var random = new Random(seed);
        for (int story = 0; story < 6; story++) {
            var left = new ArrayList<>(
                    IntStream.range(0, 40).mapToObj(it -> "line " + it).toList());
            var right = new ArrayList<>(
                    IntStream.range(0, 40).mapToObj(it -> "other " + it).toList());
            String path = "src/first.txt";
            int tip = bench.commit(Map.of(path, file(text(left) + text(right))), "Begin");
            for (int i = 0; i < 8; i++) {
                change(left, random, "left " + story + "." + i);
                int one = bench.commit(Map.of(path, file(text(left) + text(right))), "Left", tip);
                var before = text(left);
                var old = List.copyOf(left);
                change(right, random, "right " + story + "." + i);
                String renamed = random.nextInt(3) == 0 ? "src/name-" + i + ".txt" : path;
                // The other side began before this one's change.
                var begin = new ArrayList<>(old);
                int two = bench.commit(
                        Map.of(renamed, file(text(begin) + text(right)), "more.txt", file("more " + i + "\n")),
                        "Right",
                        one);
                change(left, random, "left again " + story + "." + i);
                int three = bench.commit(
                        Map.of(
                                path,
                                file(text(left) + before.substring(text(old).length()) + rest(right, i))),
                        "Left",
                        one);
                tip = bench.commit(Map.of(renamed, file(text(left) + rest(right, i))), "Merge", two, three);
                right = new ArrayList<>(rest(right, i).lines().toList());
                path = renamed;
            }
            bench.load();
            assertThat(ours(tip, path)).as("seed " + seed + ", story " + story).isEqualTo(gits(tip, path));
        }
    }

    private static String rest(List<String> lines, int story) {
        return text(lines) + "end of " + story + "\n";
    }

    private static void change(List<String> lines, Random random, String word) {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.set(at, word);
            case 1 -> lines.add(at, word);
            default -> lines.remove(at);
        }
    }

    @Test
    void other_ends_of_lines_and_no_end_at_all_are_what_git_takes_them_for() throws Exception {
        int one = bench.commit(Map.of("a", file("one\r\ntwo\r\nthree"), "empty", file("")), "Begin");
        int two = bench.commit(Map.of("a", file("one\r\n2\r\nthree\n"), "empty", file("")), "Go on", one);
        int three = bench.commit(Map.of("a", file("one\n2\r\nthree"), "empty", file("")), "Go on", two);
        bench.load();
        assertThat(ours(three, "a")).isEqualTo(gits(three, "a")).containsExactly("3 a", "2 a", "3 a");
        assertThat(ours(three, "empty")).isEmpty();
        assertThat(ours(three, "nothing")).isEmpty();
    }

    @Test
    void a_commit_that_only_gave_code_another_form_is_passed_over() throws Exception {
        var first = List.of("int main(void) {", "return alpha(one, two);", "}", "");
        var second = List.of("int main(void) {", "return beta(one, two);", "}", "");
        var third = List.of("int main( void )", "{", "    return beta( one, two );", "}", "");
        var fourth = List.of("int main( void )", "{", "    return beta( one, two );", "}", "", "int more;");
        int a = bench.commit(Map.of("a.c", file(text(first))), "First");
        int b = bench.commit(Map.of("a.c", file(text(second))), "Second", a);
        int c = bench.commit(Map.of("a.c", file(text(third))), "Form", b);
        int d = bench.commit(Map.of("a.c", file(text(fourth))), "Fourth", c);
        bench.load();
        assertThat(ours(d, "a.c")).isEqualTo(gits(d, "a.c"));
        assertThat(ours(d, "a.c", c)).isEqualTo(gits(d, "a.c", c));
        assertThat(ours(d, "a.c", c, d)).isEqualTo(gits(d, "a.c", c, d));
    }

    @Test
    void what_a_commit_that_is_passed_over_added_stays_its_own() throws Exception {
        int a = bench.commit(Map.of("a", file("one of these lines\ntwo of these lines\n")), "First");
        int b = bench.commit(
                Map.of("a", file("# Licence: whatever you like.\n\none of those lines\ntwo of those lines\n")),
                "Form",
                a);
        bench.load();
        assertThat(ours(b, "a", b)).isEqualTo(gits(b, "a", b)).containsExactly("2 a", "2 a", "1 a", "1 a");
    }

    @Test
    void a_line_that_became_several_and_lines_that_were_moved_are_found() throws Exception {
        int a = bench.commit(
                Map.of(
                        "a",
                        file(
                                "import second.thing.Here;\nimport first.thing.There;\ncall(argument, another, third);\nend\n")),
                "First");
        int b = bench.commit(
                Map.of(
                        "a",
                        file(
                                "import second.thing.Here;\nimport first.thing.There;\ncall(argument, other, third);\nend\n")),
                "Second",
                a);
        int c = bench.commit(
                Map.of(
                        "a",
                        file(
                                "import first.thing.There;\nimport second.thing.Here;\ncall(\n    argument,\n    other,\n    third);\nend\n")),
                "Form",
                b);
        bench.load();
        // Git takes the second import for one that the second commit changed: the call behind it is a little like it.
        assertThat(gits(c, "a", c)).containsExactly("1 a", "2 a", "2 a", "2 a", "2 a", "2 a", "1 a");
        assertThat(ours(c, "a", c)).containsExactly("1 a", "1 a", "2 a", "2 a", "2 a", "2 a", "1 a");
    }

    /// A rule of thumb decides which line a changed one was: git has another. Here is how often they differ where a
    /// formatter went over real code.
    @Test
    void where_code_was_indented_and_wrapped_most_lines_are_from_where_git_says() throws Exception {
        var source = Files.readAllLines(Path.of("src/main/java/dev/hob/node/code/Merging.java"), ISO_8859_1);
        int a = bench.commit(Map.of("a", file(text(source.subList(0, source.size() / 2)))), "First");
        int b = bench.commit(Map.of("a", file(text(source))), "Second", a);
        var form = new ArrayList<String>();
        for (String line : source) {
            String wrapped = line.replace("    ", "\t").replace(", ", ",\n\t\t\t");
            form.addAll(wrapped.replace(" {", "\n{").lines().toList());
        }
        int c = bench.commit(Map.of("a", file(text(form))), "Form", b);
        bench.load();
        var ours = ours(c, "a", c);
        var gits = gits(c, "a", c);
        long same = IntStream.range(0, ours.size())
                .filter(it -> ours.get(it).equals(gits.get(it)))
                .count();
        long kept = ours.stream().filter(it -> it.startsWith("3")).count();
        long gitsKept = gits.stream().filter(it -> it.startsWith("3")).count();
        assertThat(same)
                .as("kept %d, by git %d, of %d: %s", kept, gitsKept, ours.size(), differing(form, ours, gits))
                .isGreaterThan(ours.size() * 9L / 10);
    }

    private static String differing(List<String> lines, List<String> ours, List<String> gits) {
        return IntStream.range(0, ours.size())
                .filter(it -> !ours.get(it).equals(gits.get(it)))
                .mapToObj(it -> ours.get(it) + " for " + gits.get(it) + ": " + lines.get(it))
                .collect(Collectors.joining("\n"));
    }
}
