package dev.hob.node.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.git.Snapshots.Answer;
import dev.hob.node.git.Snapshots.Limits;
import dev.hob.node.log.RefMove;
import dev.hob.node.refs.House;
import dev.hob.node.refs.Refs;
import dev.hob.node.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles of everything, as they are made, kept and let go.
class SnapshotsTest {
    private static final String MAIN = "refs/heads/main";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private House house;
    private Repo tea;
    private Instant now = Instant.now();

    @BeforeEach
    void open() {
        house = new House(folder);
        tea = house.repository("tea");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Snapshots with(Limits limits) {
        return new Snapshots(
                house.node.storage(),
                house.node.refs(),
                house.node.custody().nodeKey(),
                folder.resolve("cache"),
                () -> now,
                limits);
    }

    private String commit(String message, String... parents) throws Exception {
        var words = new ArrayList<>(List.of("-c", "user.name=A", "-c", "user.email=a@example.org"));
        String tree =
                house.git(tea, "hash-object", "-t", "tree", "-w", "/dev/null").strip();
        words.addAll(List.of("commit-tree", tree, "-m", message));
        for (String parent : parents) words.addAll(List.of("-p", parent));
        return house.git(tea, words.toArray(String[]::new)).strip();
    }

    private void move(String ref, String before, String after) throws Exception {
        assertThat(house.move(tea, new RefMove(ref, before, after))).isInstanceOf(Refs.Verdict.Moved.class);
    }

    private Answer.Snapshot made(Snapshots snapshots) throws Exception {
        var answer = snapshots.of(tea, PATIENCE);
        assertThat(answer).isInstanceOf(Answer.Snapshot.class);
        return (Answer.Snapshot) answer;
    }

    private String heads(Answer.Snapshot snapshot) throws Exception {
        return house.git(tea, "bundle", "list-heads", snapshot.file().toString());
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder.resolve("cache/snapshots"))) {
            return files.toList();
        }
    }

    @Test
    void what_is_pushed_comes_an_hour_later() throws Exception {
        String first = commit("first");
        move(MAIN, RefMove.ABSENT, first);
        var snapshots = with(Limits.USUAL);
        var before = made(snapshots);
        String second = commit("second", first);
        move(MAIN, first, second);

        assertThat(made(snapshots)).isEqualTo(before);
        now = now.plus(Duration.ofHours(2));
        assertThat(heads(made(snapshots))).contains(second + " " + MAIN);
    }

    @Test
    void what_is_taken_back_is_gone_at_once() throws Exception {
        String first = commit("first");
        String secret = commit("secret", first);
        move(MAIN, RefMove.ABSENT, secret);
        move("refs/heads/other", RefMove.ABSENT, first);
        var snapshots = with(Limits.USUAL);
        var before = made(snapshots);
        move(MAIN, secret, first);

        var after = made(snapshots);
        assertThat(after).isNotEqualTo(before);
        assertThat(heads(after)).contains(first + " " + MAIN).doesNotContain(secret);
    }

    @Test
    void what_is_taken_back_and_let_go_is_no_error() throws Exception {
        String first = commit("first");
        String secret = commit("secret", first);
        move(MAIN, RefMove.ABSENT, secret);
        var snapshots = with(Limits.USUAL);
        made(snapshots);
        move(MAIN, secret, first);
        var object = house.node.storage().path(tea.rid()).resolve("objects").resolve(secret.substring(0, 2));
        Files.delete(object.resolve(secret.substring(2)));

        assertThat(heads(made(snapshots))).doesNotContain(secret);
    }

    @RepeatedTest(20)
    void many_who_ask_at_once_get_one() throws Exception {
        move(MAIN, RefMove.ABSENT, commit("first"));
        var snapshots = with(Limits.USUAL);
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asking = IntStream.range(0, 20)
                    .<Callable<Answer>>mapToObj(_ -> () -> snapshots.of(tea, PATIENCE))
                    .toList();
            var answers = new HashSet<Answer>();
            for (var answer : askers.invokeAll(asking)) answers.add(answer.get());
            assertThat(answers).hasSize(1).allMatch(Answer.Snapshot.class::isInstance);
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void nobody_waits_longer_than_they_said() throws Exception {
        move(MAIN, RefMove.ABSENT, commit("first"));
        assertThat(with(Limits.USUAL).of(tea, Duration.ZERO)).isInstanceOf(Answer.Later.class);
    }

    @Test
    void what_is_empty_too_large_or_has_no_room_has_none_and_leaves_nothing() throws Exception {
        assertThat(with(Limits.USUAL).of(tea, PATIENCE)).isEqualTo(new Answer.Empty());
        move(MAIN, RefMove.ABSENT, commit("first"));

        assertThat(with(new Limits(40, 0)).of(tea, PATIENCE)).isEqualTo(new Answer.TooLarge());
        assertThat(files()).isEmpty();
        assertThat(with(new Limits(1 << 20, Long.MAX_VALUE)).of(tea, PATIENCE)).isEqualTo(new Answer.NoRoom());
        assertThat(files()).isEmpty();
    }

    @Test
    void a_file_that_somebody_took_away_is_made_again_and_an_earlier_nodes_go() throws Exception {
        move(MAIN, RefMove.ABSENT, commit("first"));
        var snapshots = with(Limits.USUAL);
        Files.delete(made(snapshots).file());
        assertThat(made(snapshots).file()).exists();

        var _ = with(Limits.USUAL);
        assertThat(folder.resolve("cache/snapshots")).doesNotExist();
    }
}
