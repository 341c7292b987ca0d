package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is typed to narrow a history, and which commits it lets through, against what git says.
class CommitQueryTest {
    @TempDir
    Path folder;

    private static Optional<Instant> at(String instant) {
        return Optional.of(Instant.parse(instant));
    }

    @Test
    void words_people_and_times_are_told_apart() {
        var query = CommitQuery.parse(
                "Kettle \"two words\" author:\"Alice A\" -author:bot fix:typo after:2025-02 before:2026 -is:merge");
        assertThat(query.words()).containsExactly("kettle", "two words", "fix:typo");
        assertThat(query.authors()).containsExactly("alice a");
        assertThat(query.notAuthors()).containsExactly("bot");
        assertThat(query.since()).isEqualTo(at("2025-02-01T00:00:00Z"));
        assertThat(query.until()).isEqualTo(at("2025-12-31T23:59:59Z"));
        assertThat(query.merges()).contains(false);
        assertThat(query.strange()).isEmpty();
        assertThat(CommitQuery.parse("until:2025-02").until()).isEqualTo(at("2025-02-28T23:59:59Z"));
        assertThat(CommitQuery.parse("since:2025-02-03 until:2025-02-03"))
                .isEqualTo(CommitQuery.between(at("2025-02-03T00:00:00Z"), at("2025-02-03T23:59:59Z")));
        assertThat(CommitQuery.parse(CommitQuery.by("A \"B\" C")).authors()).containsExactly("a b c");
    }

    @Test
    void whatever_is_typed_is_read() {
        assertThat(CommitQuery.parse("")).isEqualTo(CommitQuery.ANY);
        assertThat(CommitQuery.parse("   \"\" \" \" author:\"\"").isAny()).isTrue();
        var wrong = CommitQuery.parse("after:yesterday before:2025-02-30 until:99999 is:green");
        assertThat(wrong.strange()).containsExactly("after:yesterday", "before:2025-02-30", "until:99999", "is:green");
        assertThat(wrong.isAny()).isTrue();
        assertThat(CommitQuery.parse("\"no end").words()).containsExactly("no end");
        assertThat(CommitQuery.parse("http://x.example/a?b Fixes: #12").words())
                .containsExactly("http://x.example/a?b", "fixes:", "#12");
        assertThat(CommitQuery.parse("a ".repeat(10_000)).words()).hasSize(20);
        assertThat(CommitQuery.parse("x".repeat(10_000)).words()).containsExactly("x".repeat(500));
    }

    @Test
    void the_same_commits_are_let_through_as_git_lets_through() throws Exception {
        var bench = new Bench(folder.resolve("git"));
        var files = Map.of("a", new Bench.File(Bench.FILE, "a\n"));
        int first = bench.commit(files, "Alice A. <alice@example.org>", "Boil\n\nThe kettle whistles.\n");
        int second = bench.commit(files, "Bob <bob@example.org>", "A kettle\n", first);
        int third = bench.commit(files, "renovate[bot] <bot@example.org>", "Renew the KETTLE\n", first);
        int tip = bench.commit(files, "Carol <alice.cooper@example.org>", "Merge\n", second, third);
        bench.load();
        var asked = Map.of(
                "kettle",
                List.of("--grep=kettle", "-i"),
                "kettle whistles",
                List.of("--all-match", "--grep=kettle", "--grep=whistles", "-i"),
                "author:ALICE",
                List.of("--author=alice", "-i"),
                "author:bob author:[bot]",
                List.of("--author=bob", "--author=\\[bot\\]"),
                "is:merge",
                List.of("--merges"),
                "-is:merge author:alice",
                List.of("--no-merges", "--author=alice", "-i"),
                "after:2100",
                List.of("--since=2100-01-01T00:00:00Z"),
                "",
                List.<String>of());
        try (var repository = bench.open();
                var walk = new RevWalk(repository)) {
            for (var each : asked.entrySet()) {
                var query = CommitQuery.parse(each.getKey());
                walk.reset();
                walk.markStart(walk.parseCommit(bench.id(tip)));
                var ours = new ArrayList<String>();
                for (var commit : walk) if (query.fits(commit)) ours.add(commit.name());
                var words = new ArrayList<>(
                        List.of("log", "--format=%H", bench.id(tip).name()));
                words.addAll(each.getValue());
                assertThat(ours)
                        .as(each.getKey())
                        .isEqualTo(
                                bench.ok(words.toArray(String[]::new)).lines().toList());
            }
            var whistles = Commit.of(walk.parseCommit(bench.id(first)));
            assertThat(CommitQuery.parse("WHISTLES").excerpt(whistles)).contains("The kettle whistles.");
            assertThat(CommitQuery.parse("boil").excerpt(whistles)).isEmpty();
        }
    }
}
