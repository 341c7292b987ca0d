package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real git writes is read as what this node compares itself.
class UnifiedDiffTest {
    private static final String ODD = " +-@\\\n0123456789abc/\0\u00ff";
    private static final String WHO = "Alice <alice@example.org>";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder.resolve("tea.git"));
    }

    private static String lines(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i <= to; i++) text.append("line ").append(i).append('\n');
        return text.toString();
    }

    private static Bench.File file(String content) {
        return new Bench.File(Bench.FILE, content);
    }

    private record Compared(Diffs.Diff read, Diffs.Diff ours, byte[] text) {}

    private Compared compared(Map<String, Bench.File> before, Map<String, Bench.File> after) throws Exception {
        int first = bench.commit(before, WHO, "Before\n");
        int second = bench.commit(after, WHO, "After\n", first);
        bench.load();
        var from = bench.id(first);
        var to = bench.id(second);
        byte[] text = bench.ok("diff", "--binary", "-M", from.name(), to.name()).getBytes(ISO_8859_1);
        var read = UnifiedDiff.read(text).orElseThrow();
        try (var repository = bench.open()) {
            var ours = new Diffs(null, null).between(repository, from, to).orElseThrow();
            return new Compared(read, ours, text);
        }
    }

    @Test
    void files_and_lines_are_those_of_a_comparison_of_our_own() throws Exception {
        var before = new HashMap<String, Bench.File>();
        before.put("README.md", file(lines(1, 60)));
        before.put("moved.txt", file(lines(100, 140)));
        before.put("gone.txt", file("gone\n"));
        before.put("run.sh", file("#!/bin/sh\n"));
        before.put("no end", file("a\nb"));
        before.put("picture.bin", file("\0" + "x".repeat(300)));
        var after = new HashMap<String, Bench.File>();
        after.put(
                "README.md", file(lines(1, 9) + "ten\n" + lines(11, 40) + "- a\n+ b\n\\ c\n@@ d @@\n" + lines(41, 60)));
        after.put("to/moved here.txt", file(lines(100, 120) + "other\n" + lines(122, 140)));
        after.put("new.txt", file("new\n\nlines\n"));
        after.put("run.sh", new Bench.File(Bench.PROGRAM, "#!/bin/sh\n"));
        after.put("no end", file("a\nc"));
        after.put("picture.bin", file("\0" + "y".repeat(200)));
        after.put("empty", file(""));
        after.put("größe.txt".transform(it -> new String(it.getBytes(UTF_8), ISO_8859_1)), file("ä\n"));
        var compared = compared(before, after);
        assertThat(compared.read().files()).hasSize(9);
        assertThat(compared.read().cut()).isFalse();
        assertThat(compared.read().added()).isEqualTo(compared.ours().added());
        assertThat(compared.read().removed()).isEqualTo(compared.ours().removed());
        for (var ours : compared.ours().files()) {
            var read = compared.read().files().stream()
                    .filter(it -> it.path().equals(ours.path()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(ours.path() + " is missing"));
            assertThat(read.change()).as(ours.path()).isEqualTo(ours.change());
            assertThat(read.oldPath()).isEqualTo(ours.oldPath());
            assertThat(read.modes()).as(ours.path()).isEqualTo(ours.modes());
            assertThat(read.binary()).as(ours.path()).isEqualTo(ours.binary());
            assertThat(read.cut()).isFalse();
            assertThat(code(read)).as(ours.path()).isEqualTo(code(ours));
        }
        assertThat(compared.ours().files().stream().map(Diffs.File::change)).contains(ChangeType.RENAME);
    }

    /// Hunks are titled otherwise: git names the function, too.
    private static List<Diffs.Line> code(Diffs.File file) {
        return file.lines().stream().filter(it -> it.kind() != Diffs.Kind.HUNK).toList();
    }

    @Test
    void of_long_files_and_of_many_the_rest_is_left_out() throws Exception {
        var after = new HashMap<String, Bench.File>();
        for (int i = 0; i < 9; i++) after.put("long-" + i + ".txt", file(lines(1, 3_000)));
        var read = compared(Map.of(), after).read();
        assertThat(read.files()).hasSize(9);
        assertThat(read.files().getFirst().cut()).isTrue();
        assertThat(read.files().getFirst().lines()).hasSize(2_000);
        assertThat(read.files().getFirst().added()).isEqualTo(3_000);
        assertThat(read.files().getLast().left()).isTrue();
        assertThat(read.files().getLast().lines()).isEmpty();
    }

    @Test
    void nothing_is_a_diff_of_no_files_and_a_page_is_none() {
        assertThat(UnifiedDiff.read(new byte[0]).orElseThrow().files()).isEmpty();
        assertThat(UnifiedDiff.read("<!DOCTYPE html><html>Sign in</html>".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void broken_texts_are_refused_or_read_and_never_fail() throws Exception {
        byte[] text = compared(Map.of("a", file(lines(1, 20))), Map.of("a", file(lines(3, 22)), "b", file("\0")))
                .text();
        var dice = new Random(7);
        int readable = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] other = text.clone();
            for (int j = dice.nextInt(1, 6); j > 0; j--)
                other[dice.nextInt(other.length)] = (byte) ODD.charAt(dice.nextInt(ODD.length()));
            byte[] part = Arrays.copyOf(other, dice.nextInt(other.length) + 1);
            if (UnifiedDiff.read(part).isPresent()) readable++;
        }
        assertThat(readable).isGreaterThan(1_000);
        var hunk = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -2147483647,9 +99999999999,9 @@\n-a\n+b\n";
        for (var line : UnifiedDiff.read(hunk.getBytes(UTF_8)).stream()
                .flatMap(it -> it.files().stream())
                .flatMap(it -> new ArrayList<>(it.lines()).stream())
                .toList()) assertThat(line.text()).isNotNull();
    }
}
