package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which lines differ, against what git says of it.
class LineDiffTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

    @TempDir
    Path folder;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(Long.getLong("hob.seed", 20));

    private record Pair(String before, String after) {}

    /// Lines of code: few say something that no other says.
    private String line() {
        String indent = (random.nextInt(9) == 0 ? "\t" : "    ").repeat(random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0, 1 -> random.nextInt(5) == 0 ? "  " : "";
            case 2 -> indent + "}";
            case 3 -> indent + "end";
            case 4 -> indent + "if (" + random.nextInt(6) + ") {";
            case 5 -> indent + "return " + random.nextInt(4) + ";";
            default -> indent + "call(" + random.nextInt(200) + ");";
        };
    }

    private List<String> lines(int count) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) lines.add(line());
        return lines;
    }

    private List<String> changed(List<String> before, int changes) {
        var after = new ArrayList<>(before);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(after.size() + 1);
            int end = Math.min(after.size(), at + random.nextInt(7));
            switch (random.nextInt(4)) {
                case 0 -> after.subList(at, end).clear();
                case 1 -> after.addAll(at, lines(1 + random.nextInt(6)));
                case 2 -> after.addAll(at, List.copyOf(after.subList(at, end)));
                default -> {
                    after.subList(at, end).clear();
                    after.addAll(at, lines(random.nextInt(6)));
                }
            }
        }
        return after;
    }

    private String text(List<String> lines) {
        return String.join("\n", lines) + (random.nextInt(6) == 0 || lines.isEmpty() ? "" : "\n");
    }

    private Pair pair(int size, int changes) {
        var before = lines(size);
        return new Pair(text(before), text(changed(before, changes)));
    }

    private List<Pair> pairs(int count, int size, int changes) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < count; i++) pairs.add(pair(random.nextInt(size), random.nextInt(changes)));
        return pairs;
    }

    private List<String> git(List<Pair> pairs, String... options) throws Exception {
        var before = Files.createDirectories(folder.resolve("a"));
        var after = Files.createDirectories(folder.resolve("b"));
        for (int i = 0; i < pairs.size(); i++) {
            Files.writeString(before.resolve("%06d".formatted(i)), pairs.get(i).before());
            Files.writeString(after.resolve("%06d".formatted(i)), pairs.get(i).after());
        }
        var command = new ArrayList<>(List.of("git", "diff", "--no-index", "--no-renames"));
        command.addAll(List.of(options));
        command.addAll(List.of("a", "b"));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        var git = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor()).isLessThanOrEqualTo(1);
        return out.lines().toList();
    }

    /// The changes of each file, of a diff with or without lines around them.
    private static Map<Integer, List<Edit>> edits(List<String> diff) {
        var all = new HashMap<Integer, List<Edit>>();
        List<Edit> edits = List.of();
        int a = 0;
        int b = 0;
        int leftA = 0;
        int leftB = 0;
        Edit last = null;
        for (String line : diff) {
            var hunk = HUNK.matcher(line);
            if (leftA == 0 && leftB == 0 && hunk.matches()) {
                leftA = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
                leftB = hunk.group(4) == null ? 1 : Integer.parseInt(hunk.group(4));
                a = Integer.parseInt(hunk.group(1)) - (leftA == 0 ? 0 : 1);
                b = Integer.parseInt(hunk.group(3)) - (leftB == 0 ? 0 : 1);
                last = null;
            } else if (leftA > 0 || leftB > 0) {
                char sign = line.charAt(0);
                if (sign == '\\') continue;
                if (sign != ' ' && last == null) edits.add(last = new Edit(a, b));
                if (sign == ' ') last = null;
                if (sign != '+') {
                    a++;
                    leftA--;
                }
                if (sign != '-') {
                    b++;
                    leftB--;
                }
                if (sign == '-') last.extendA();
                if (sign == '+') last.extendB();
            } else if (line.startsWith("+++ ")) {
                edits = new ArrayList<>();
                all.put(Integer.parseInt(line.substring(line.length() - 6)), edits);
            }
        }
        return all;
    }

    private void same(List<Pair> pairs, BiFunction<RawText, RawText, List<Edit>> ours, String... options)
            throws Exception {
        var theirs = edits(git(pairs, options));
        assertThat(theirs).hasSizeGreaterThan(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i++) {
            var before = new RawText(pairs.get(i).before().getBytes(UTF_8));
            var after = new RawText(pairs.get(i).after().getBytes(UTF_8));
            assertThat(ours.apply(before, after))
                    .as("pair %d: %d and %d lines", i, before.size(), after.size())
                    .isEqualTo(theirs.getOrDefault(i, List.of()));
        }
    }

    @Test
    void small_texts_differ_as_git_shows_it() throws Exception {
        same(pairs(2_000, 40, 6), LineDiff::shown);
        same(pairs(400, 300, 30), LineDiff::shown);
    }

    @Test
    void large_texts_differ_as_git_shows_it_though_it_does_not_look_for_the_best() throws Exception {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < 6; i++) pairs.add(pair(3_000 + 1_000 * i, 200 + 300 * i));
        pairs.add(new Pair(text(lines(4_000)), text(lines(4_000))));
        pairs.add(new Pair(text(lines(9_000)), text(lines(100))));
        same(pairs, LineDiff::shown);
    }

    @Test
    void without_lines_around_a_common_end_is_left_out_first() throws Exception {
        var pairs = pairs(600, 300, 8);
        same(pairs, LineDiff::blamed, "-U0");
        same(pairs, LineDiff::followed, "-U0", "--no-indent-heuristic");
        same(pairs, LineDiff::counted, "--no-indent-heuristic");
    }

    @Test
    void what_is_merged_is_compared_by_its_rarest_lines() throws Exception {
        same(pairs(600, 60, 6), LineDiff::merged, "--histogram", "--no-indent-heuristic");
    }

    @Test
    void texts_that_nobody_reads_are_compared_by_their_rarest_lines() {
        var before = new RawText(hostile(250_000));
        var after = new RawText(hostile(250_000));
        assertThat(LineDiff.blamed(before, after)).isEqualTo(LineDiff.merged(before, after));
    }

    /// Lines of two words: whatever matches, matches everywhere.
    private byte[] hostile(int lines) {
        byte[] text = new byte[2 * lines];
        for (int i = 0; i < lines; i++) {
            text[2 * i] = (byte) (random.nextBoolean() ? 'a' : 'b');
            text[2 * i + 1] = '\n';
        }
        return text;
    }

    @Test
    void nothing_and_all_are_texts_too() throws Exception {
        same(
                List.of(
                        new Pair("", "a\n"),
                        new Pair("a\n", ""),
                        new Pair("a", "a\n"),
                        new Pair("a\nb", "a\nb\nc"),
                        new Pair("\n\n\n", "\n\n")),
                LineDiff::shown);
        assertThat(LineDiff.shown(new RawText(new byte[0]), new RawText(new byte[0])))
                .isEmpty();
    }
}
