package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.refs.House;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitsTest {
    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Person alice;

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
        alice = house.node.people().find("alice").orElseThrow();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Commits.Outcome commit(FileChange... changes) {
        var signer = Commits.Signer.of(alice);
        var draft = new Commits.Draft("main", Optional.empty(), "Change\n", signer, signer, List.of(changes));
        return house.node.commits().commit(tea, alice, draft);
    }

    private static CodePath path(String text) {
        return CodePath.parse(text).orElseThrow();
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path(path), text.getBytes(UTF_8));
    }

    private static FileChange delete(String path) {
        return new FileChange.Delete(path(path), Optional.empty());
    }

    private static FileChange update(String path, String from, String text) {
        return new FileChange.Update(path(path), path(from), Optional.empty(), text.getBytes(UTF_8));
    }

    private static ObjectId done(Commits.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Commits.Outcome.Done.class);
        return ((Commits.Outcome.Done) outcome).id();
    }

    @Test
    void git_finds_nothing_wrong_with_what_was_written_and_the_list_is_signed() throws Exception {
        done(commit(create("README.md", "# Tea\n"), create("a/b/c.txt", "c\n"), create("a.txt", "a\n")));
        done(commit(update("a/moved.txt", "a/b/c.txt", "c\n"), create("a-b", "sorted before a/\n")));
        assertThat(house.git(tea, "fsck", "--strict", "--full", "--no-dangling"))
                .isEmpty();
        assertThat(house.git(tea, "ls-tree", "-r", "--name-only", "main"))
                .isEqualTo("README.md\na-b\na.txt\na/moved.txt\n");
        assertThat(house.node.refs().examine(tea)).isEmpty();
        house.reopen();
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void a_thousand_changes_are_as_a_map_would_have_them() throws Exception {
        var random = new Random(11);
        var expected = new TreeMap<String, String>();
        for (int round = 0; round < 12; round++) {
            var changes = new ArrayList<FileChange>();
            for (int i = 0; i < 80; i++) {
                String path = "d" + random.nextInt(4) + (random.nextBoolean() ? "/e" + random.nextInt(3) : "-x") + "/f"
                        + random.nextInt(9);
                String text = "text " + random.nextInt();
                if (!expected.containsKey(path)) {
                    changes.add(create(path, text));
                    expected.put(path, text);
                } else if (random.nextInt(3) == 0) {
                    changes.add(delete(path));
                    expected.remove(path);
                } else {
                    changes.add(update(path, path, text));
                    expected.put(path, text);
                }
            }
            done(commit(changes.toArray(FileChange[]::new)));
            assertThat(house.git(tea, "ls-tree", "-r", "--name-only", "main").lines())
                    .as("round " + round + " of seed 11")
                    .containsExactlyElementsOf(expected.keySet());
        }
        for (var file : expected.entrySet())
            assertThat(house.git(tea, "cat-file", "blob", "main:" + file.getKey()))
                    .isEqualTo(file.getValue());
        assertThat(house.git(tea, "fsck", "--strict", "--full", "--no-dangling"))
                .isEmpty();
    }

    @Test
    void a_file_in_the_way_a_missing_one_and_another_one_are_told_apart() {
        var first = done(commit(create("a/b", "x")));
        assertThat(commit(create("a/b", "y"))).isInstanceOf(Commits.Outcome.Clash.class);
        assertThat(commit(create("a", "y"))).isInstanceOf(Commits.Outcome.Clash.class);
        assertThat(commit(create("a/b/c", "y"))).isInstanceOf(Commits.Outcome.Clash.class);
        assertThat(commit(delete("none"))).isInstanceOf(Commits.Outcome.Missing.class);
        assertThat(commit(delete("a"))).isInstanceOf(Commits.Outcome.Missing.class);
        assertThat(commit(update("a/c", "a/d", "y"))).isInstanceOf(Commits.Outcome.Missing.class);
        var stale = new FileChange.Update(path("a/b"), path("a/b"), Optional.of(ObjectId.zeroId()), new byte[0]);
        assertThat(commit(stale)).isInstanceOf(Commits.Outcome.Clash.class);
        assertThat(house.node.refs().view(tea).headId()).contains(first);
    }

    @Test
    void an_executable_stays_one() throws Exception {
        done(commit(create("run.sh", "#!/bin/sh\n")));
        String blob = house.git(tea, "rev-parse", "main:run.sh").strip();
        var made = new ProcessBuilder(
                        "git", "-C", house.node.storage().path(tea.rid()).toString(), "mktree")
                .redirectErrorStream(true)
                .start();
        made.getOutputStream().write(("100755 blob " + blob + "\trun.sh\n").getBytes(UTF_8));
        made.getOutputStream().close();
        String executable = new String(made.getInputStream().readAllBytes(), UTF_8).strip();
        String id = house.git(
                        tea,
                        "-c",
                        "user.name=a",
                        "-c",
                        "user.email=a@b",
                        "commit-tree",
                        executable,
                        "-p",
                        "main",
                        "-m",
                        "x")
                .strip();
        var before = house.node.refs().view(tea).headId().orElseThrow();
        house.move(tea, new dev.hob.node.log.RefMove("refs/heads/main", before.name(), id));
        done(commit(update("bin/run.sh", "run.sh", "#!/bin/sh\nexit\n")));
        assertThat(house.git(tea, "ls-tree", "-r", "main"))
                .startsWith("100755 blob")
                .endsWith("bin/run.sh\n");
    }

    @Test
    void what_a_push_may_not_bring_is_refused_here_too() {
        for (String path : List.of(".git/config", "x/.GIT", "git~1/a", ".git./x"))
            assertThat(commit(create(path, "x"))).as(path).isInstanceOf(Commits.Outcome.Refused.class);
        assertThat(commit(create(".gitmodules", "[submodule \"a\"]\n\tpath=a\n\turl=--upload-pack=evil\n")))
                .isInstanceOf(Commits.Outcome.Refused.class);
        assertThat(commit(create(".gitattributes", "x".repeat(3_000)))).isInstanceOf(Commits.Outcome.Refused.class);
        assertThat(house.node.refs().view(tea).isEmpty()).isTrue();
    }

    @Test
    void a_name_with_brackets_or_line_breaks_cannot_forge_a_header() throws Exception {
        var evil = new Commits.Signer("Eve <x>\nparent 0", "e@x>\nauthor z", Optional.empty());
        var draft = new Commits.Draft("main", Optional.empty(), "x", evil, evil, List.of(create("a", "a")));
        var outcome = house.node.commits().commit(tea, alice, draft);
        if (outcome instanceof Commits.Outcome.Done)
            assertThat(house.git(tea, "cat-file", "commit", "main").lines().filter(line -> line.startsWith("parent")))
                    .isEmpty();
        assertThat(house.git(tea, "fsck", "--strict")).isEmpty();
    }

    @Test
    void a_time_before_1970_is_none_that_git_knows() throws Exception {
        for (var at :
                List.of(Instant.EPOCH.minusSeconds(1), Instant.MAX, Instant.EPOCH, Instant.ofEpochSecond(1L << 33))) {
            var signer = new Commits.Signer("a", "a@example.org", Optional.of(at));
            var draft = new Commits.Draft(
                    "main", Optional.empty(), "x", signer, signer, List.of(create("at" + at.getEpochSecond(), "a")));
            var outcome = house.node.commits().commit(tea, alice, draft);
            if (at.isBefore(Instant.EPOCH)) assertThat(outcome).isInstanceOf(Commits.Outcome.Refused.class);
            assertThat(house.git(tea, "fsck", "--strict", "--full"))
                    .as(at + " " + outcome)
                    .doesNotContain("error");
        }
    }

    @Test
    void a_large_folder_is_looked_through_like_a_small_one() {
        var many = new ArrayList<FileChange>();
        for (int i = 0; i < 2_000; i++) many.add(create("a-file-of-some-length-" + i, "x"));
        done(commit(many.toArray(FileChange[]::new)));
        assertThat(commit(create(".git/config", "x"))).isInstanceOf(Commits.Outcome.Refused.class);
    }

    @Test
    void a_branch_and_a_tag_are_made_and_taken_away_only_from_where_they_were_seen() throws Exception {
        var first = done(commit(create("a", "a")));
        var second = done(commit(create("b", "b")));
        done(house.node.commits().point(tea, alice, "refs/heads/side", first));
        done(house.node.commits().tag(tea, alice, "v1", first, "The first"));
        assertThat(house.git(tea, "cat-file", "tag", "v1")).contains("tagger alice <alice@example.org>", "The first");
        assertThat(house.node.commits().point(tea, alice, "refs/heads/side", second))
                .isInstanceOf(Commits.Outcome.Stale.class);
        assertThat(house.node.commits().remove(tea, alice, "refs/heads/side", second))
                .isInstanceOf(Commits.Outcome.Stale.class);
        assertThat(house.node.commits().point(tea, alice, "refs/heads/side/x", second))
                .isInstanceOf(Commits.Outcome.Refused.class);
        assertThat(house.node.commits().point(tea, alice, "refs/rad/id", second))
                .isInstanceOf(Commits.Outcome.Refused.class);
        done(house.node.commits().rename(tea, alice, "refs/heads/side", "refs/heads/aside", first));
        assertThat(house.node.refs().view(tea).refs())
                .containsKeys("refs/heads/aside")
                .doesNotContainKey("refs/heads/side");
        assertThat(house.node.refs().examine(tea)).isEmpty();
    }

    @Test
    void hostile_names_and_too_many_files_are_refused_before_anything_is_written() {
        var before = house.node.refs().view(tea).refs();
        for (String path : List.of(".git/config", "a/.GIT", "x.", "a/b ", "a\u202eb"))
            assertThat(commit(create(path, "x"))).as(path).isInstanceOf(Commits.Outcome.Refused.class);
        var many = new ArrayList<FileChange>();
        for (int i = 0; i <= Commits.CHANGES_MAX; i++) many.add(create("f" + i, "x"));
        assertThat(commit(many.toArray(FileChange[]::new))).isInstanceOf(Commits.Outcome.Refused.class);
        assertThat(house.node.refs().view(tea).refs()).isEqualTo(before);
    }

    @Test
    void a_commit_goes_on_top_of_others_unless_they_changed_the_same_file() throws Exception {
        done(commit(create("a.txt", "a\n"), create("b.txt", "b\n")));
        var seen = Optional.of(
                ObjectId.fromString(house.git(tea, "rev-parse", "main:a.txt").strip()));
        var other = done(commit(update("b.txt", "b.txt", "other\n")));
        var mine = done(commit(new FileChange.Update(path("a.txt"), path("a.txt"), seen, "mine\n".getBytes(UTF_8))));
        assertThat(house.git(tea, "rev-parse", mine.name() + "^").strip()).isEqualTo(other.name());
        var late = new FileChange.Update(path("a.txt"), path("a.txt"), seen, "late\n".getBytes(UTF_8));
        assertThat(commit(late)).isInstanceOfSatisfying(Commits.Outcome.Clash.class, clash -> assertThat(clash.why())
                .isEqualTo(Commits.Why.CHANGED));
        assertThat(commit(new FileChange.Delete(path("a.txt"), seen))).isInstanceOf(Commits.Outcome.Clash.class);
        assertThat(house.git(tea, "cat-file", "blob", "main:a.txt")).isEqualTo("mine\n");
    }

    @Test
    void what_a_change_would_do_is_shown_and_leaves_nothing_behind() throws Exception {
        done(commit(create("a.txt", "1\n2\n3\n")));
        var seen = Optional.of(
                ObjectId.fromString(house.git(tea, "rev-parse", "main:a.txt").strip()));
        String objects = house.git(tea, "count-objects", "-v");
        var diffs = house.node.reading().diffs();
        try (var repository = house.node.storage().open(tea.rid())) {
            byte[] text = "1\ntwo\n3\n".getBytes(UTF_8);
            var moved = diffs.drafted(repository, new FileChange.Update(path("b.txt"), path("a.txt"), seen, text));
            assertThat(moved.lines().stream().map(Diffs.Line::text)).contains("2", "two");
            assertThat(moved.added()).isEqualTo(1);
            var gone = diffs.drafted(repository, new FileChange.Delete(path("a.txt"), seen));
            assertThat(gone.removed()).isEqualTo(3);
            assertThat(diffs.drafted(repository, create("c.txt", "x\n")).added())
                    .isEqualTo(1);
            assertThat(diffs.drafted(repository, create("c.bin", "\0")).binary())
                    .isTrue();
        }
        assertThat(house.git(tea, "count-objects", "-v")).isEqualTo(objects);
    }
}
