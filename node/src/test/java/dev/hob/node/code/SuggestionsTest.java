package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Bench.File;
import dev.hob.node.code.Suggestions.Suggestion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuggestionsTest {
    private static final PersonIdent CAROL =
            new PersonIdent("Carol", "carol@example.org", Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static Suggestion suggestion(int start, int end, String text) {
        return new Suggestion(CodePath.parse("a/f").orElseThrow(), Optional.empty(), start, end, text);
    }

    /// The file afterwards, or what came of it instead.
    private String applied(File file, Suggestion... suggestions) throws Exception {
        var bench = new Bench(folder);
        int root = bench.commit(Map.of("a/f", file, "b", new File(Bench.FILE, "b")), "root");
        bench.load();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            var wording = new MergeWays.Wording(CAROL, CAROL, "Apply suggestions");
            var outcome = new Suggestions().apply(drafts, bench.id(root), Arrays.asList(suggestions), wording);
            if (!(outcome instanceof Suggestions.Outcome.Applied(var commit))) return outcome.toString();
            drafts.keep(commit);
            assertThat(bench.ok("log", "-1", "--format=%P", commit.name()).strip())
                    .isEqualTo(bench.id(root).name());
            assertThat(bench.ok("diff", "--name-only", bench.id(root).name(), commit.name()))
                    .isEqualTo("a/f\n");
            return bench.ok("cat-file", "blob", commit.name() + ":a/f");
        }
    }

    private String applied(String text, Suggestion... suggestions) throws Exception {
        return applied(new File(Bench.FILE, text), suggestions);
    }

    @Test
    void several_are_one_commit() throws Exception {
        assertThat(applied("1\n2\n3\n4\n5\n", suggestion(4, 5, "four"), suggestion(1, 1, "one\nand a half\n")))
                .isEqualTo("one\nand a half\n2\n3\nfour\n");
    }

    @Test
    void lines_end_as_they_did() throws Exception {
        assertThat(applied("1\r\n2\r\n3\r\n", suggestion(2, 2, "zwei\ndrei"))).isEqualTo("1\r\nzwei\r\ndrei\r\n3\r\n");
        assertThat(applied("1\n2\n3\n", suggestion(2, 2, "zwei\r\ndrei\r\n"))).isEqualTo("1\nzwei\ndrei\n3\n");
        assertThat(applied("1\r\n2", suggestion(2, 2, "zwei\ndrei"))).isEqualTo("1\r\nzwei\r\ndrei");
    }

    @Test
    void a_file_without_a_newline_at_its_end_gets_none() throws Exception {
        assertThat(applied("1\n2", suggestion(2, 2, "two\n"))).isEqualTo("1\ntwo");
        assertThat(applied("1\n2", suggestion(1, 1, "one"))).isEqualTo("one\n2");
        assertThat(applied("1\n2\n", suggestion(2, 2, "two"))).isEqualTo("1\ntwo\n");
    }

    @Test
    void lines_may_only_go_or_be_empty() throws Exception {
        assertThat(applied("1\n2\n3\n", suggestion(2, 2, ""))).isEqualTo("1\n3\n");
        assertThat(applied("1\n2\n3\n", suggestion(2, 2, "\n"))).isEqualTo("1\n\n3\n");
    }

    @Test
    void what_cannot_be_applied_is_told() throws Exception {
        assertThat(applied("1\n2\n3\n", suggestion(1, 2, "x"), suggestion(2, 3, "y")))
                .contains("Overlapping");
        assertThat(applied("1\n2\n3\n", suggestion(3, 4, "x"))).contains("Missing");
        assertThat(applied("1\n2\n3\n", suggestion(0, 1, "x"))).contains("Missing");
        assertThat(applied("1\n2\n3\n", suggestion(2, 1, "x"))).contains("Missing");
        assertThat(applied("1\n2\n3\n", suggestion(2, 2, "2"))).contains("NothingToChange");
        assertThat(applied("1\0\n2\n", suggestion(2, 2, "x"))).contains("Refused");
        assertThat(applied(new File(Bench.LINK, "to"), suggestion(1, 1, "x"))).contains("Missing");
        var other = new Suggestion(CodePath.parse("a/f").orElseThrow(), Optional.of(ObjectId.zeroId()), 1, 1, "x");
        assertThat(applied("1\n", other)).contains("Outdated");
    }

    @Test
    void a_program_stays_one() throws Exception {
        assertThat(applied(new File(Bench.PROGRAM, "1\n"), suggestion(1, 1, "one")))
                .isEqualTo("one\n");
    }

    @Test
    void whatever_is_not_replaced_stays_byte_for_byte() throws Exception {
        var random = new Random(5);
        for (int round = 0; round < 20; round++) {
            var text = new StringBuilder();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++)
                text.append("z\u00e4hl ").append(i).append(random.nextBoolean() ? "\r\n" : "\n");
            var cuts = new TreeSet<Integer>();
            while (cuts.size() < 2) cuts.add(1 + random.nextInt(count + 1));
            int start = cuts.first();
            int end = cuts.last() - 1;
            String[] lines = text.toString().split("(?<=\n)");
            String newline = lines[start - 1].endsWith("\r\n") ? "\r\n" : "\n";
            String expected = String.join("", Arrays.copyOfRange(lines, 0, start - 1)) + "new" + newline
                    + String.join("", Arrays.copyOfRange(lines, end, count));
            assertThat(applied(text.toString(), suggestion(start, end, "new")))
                    .as("round " + round + " of seed 5")
                    .isEqualTo(expected);
        }
    }
}
