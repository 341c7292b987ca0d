package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.FileHistory.Lines;
import dev.hob.node.code.FileHistory.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history of a file under all its names, and of some of its lines, against what git says.
class FileWalkTest {
    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder.resolve("git"));
    }

    private static Bench.File file(List<String> lines) {
        return new Bench.File(
                Bench.FILE, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private static List<String> lines(String word, int count) {
        return IntStream.range(0, count)
                .mapToObj(it -> word + " " + it)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<Step> ours(int tip, String path, Optional<Lines> lines) throws Exception {
        try (var repository = bench.open();
                var walk = new FileWalk(repository, bench.id(tip), path, lines, Duration.ofMinutes(1))) {
            var steps = walk.steps();
            assertThat(walk.whole()).isTrue();
            return steps;
        }
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(it -> it.commit().name()).toList();
    }

    private List<String> gits(String... words) throws Exception {
        return bench.ok(words)
                .lines()
                .filter(line -> line.matches("[0-9a-f]{40}"))
                .toList();
    }

    /// A story of changes in a file that is called something else now and then: its last commit and name.
    private Map.Entry<Integer, String> story(Random random) {
        var text = lines("line", 50);
        String path = "a/first.txt";
        var files = new HashMap<String, Bench.File>();
        files.put(path, file(text));
        int tip = bench.commit(files, "Begin");
        for (int i = 0; i < 40; i++) {
            int way = random.nextInt(5);
            if (way == 0) {
                files.remove(path);
                path = "b" + random.nextInt(3) + "/name-" + i + ".txt";
            }
            if (way == 1) files.put("more.txt", file(List.of("more " + i)));
            if (way != 1) {
                int at = random.nextInt(text.size());
                if (way == 2) text.remove(at);
                else if (way == 3) text.add(at, "new with " + i);
                else if (i % 3 > 0) text.set(at, "changed with " + i);
            }
            files.put(path, file(text));
            tip = bench.commit(files, "Change " + i, tip);
        }
        return Map.entry(tip, path);
    }

    @Test
    void a_history_goes_on_with_the_names_that_the_file_had_before() throws Exception {
        long seed = 4711;
        var random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            var story = story(random);
            bench.load();
            String tip = bench.id(story.getKey()).name();
            var ours = ours(story.getKey(), story.getValue(), Optional.empty());
            assertThat(ids(ours))
                    .as("seed " + seed)
                    .isEqualTo(gits("log", "--follow", "--format=%H", tip, "--", story.getValue()));
            var renamed = bench.ok(
                            "log",
                            "--follow",
                            "--diff-filter=R",
                            "--name-status",
                            "--format=",
                            tip,
                            "--",
                            story.getValue())
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(words -> words[1] + " > " + words[2])
                    .toList();
            assertThat(ours.stream()
                            .flatMap(it -> it.formerly().map(old -> old + " > " + it.path()).stream())
                            .toList())
                    .isEqualTo(renamed);
        }
    }

    @Test
    void one_of_the_same_name_that_ended_before_belongs_to_it() throws Exception {
        long seed = 815;
        var random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            var files = new HashMap<String, Bench.File>();
            files.put("other.txt", file(lines("other", 30)));
            int tip = bench.commit(files, "Begin");
            for (int life = 0; life < 4; life++) {
                files.put("name.txt", file(lines("life " + life + " of " + i, 20)));
                tip = bench.commit(files, "Born " + life, tip);
                int side = -1;
                for (int at = 0; at < 6; at++) {
                    files.put("other.txt", file(lines("other " + random.nextInt(), 30)));
                    if (random.nextBoolean())
                        files.put("name.txt", file(lines("life " + life + " of " + i, 20 - random.nextInt(4))));
                    if (at == 1) side = bench.commit(files, "Aside", tip);
                    tip = at == 4 ? bench.commit(files, "Merge", tip, side) : bench.commit(files, "Change " + at, tip);
                }
                if (life == 3) break;
                files.remove("name.txt");
                tip = bench.commit(files, "Gone " + life, tip);
                files.put("other.txt", file(lines("meanwhile " + life, 30)));
                tip = bench.commit(files, "Without", tip);
            }
            bench.load();
            var ours = ours(tip, "name.txt", Optional.empty());
            assertThat(ids(ours))
                    .as("seed " + seed)
                    .isEqualTo(gits("log", "--format=%H", bench.id(tip).name(), "--", "name.txt"))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void the_history_of_some_lines_is_what_git_says_of_them() throws Exception {
        long seed = 815;
        var random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            var story = story(random);
            bench.load();
            String tip = bench.id(story.getKey()).name();
            for (int first : List.of(1, 12, 30)) {
                int last = first + random.nextInt(9);
                assertThat(ids(ours(story.getKey(), story.getValue(), Optional.of(new Lines(first, last)))))
                        .as("seed %d, story %d, lines %d to %d", seed, i, first, last)
                        .isEqualTo(gits(
                                "log", "-s", "--format=%H", "-L" + first + "," + last + ":" + story.getValue(), tip));
            }
        }
    }

    @Test
    void each_side_of_a_merge_is_followed_under_its_own_name() throws Exception {
        var text = lines("line", 30);
        int begin = bench.commit(Map.of("old.txt", file(text)), "Begin");
        text.set(3, "left");
        int left = bench.commit(Map.of("old.txt", file(text)), "Left", begin);
        var other = lines("line", 30);
        other.set(25, "right");
        int right = bench.commit(Map.of("new.txt", file(other)), "Right", begin);
        text.set(25, "right");
        int merge = bench.commit(Map.of("new.txt", file(text)), "Merge", right, left);
        text.set(10, "end");
        int end = bench.commit(Map.of("new.txt", file(text)), "End", merge);
        bench.load();
        assertThat(ours(end, "new.txt", Optional.empty()).stream()
                        .map(it -> it.path()
                                + it.formerly().map(old -> " < " + old).orElse(""))
                        .toList())
                .containsExactly("new.txt", "new.txt", "new.txt < old.txt", "old.txt");
        assertThat(ours(end, "nothing.txt", Optional.empty())).isEmpty();
    }

    @Test
    void when_time_is_over_it_is_said_that_there_is_more() throws Exception {
        int begin = bench.commit(Map.of("a", file(lines("line", 3))), "Begin");
        bench.load();
        try (var repository = bench.open();
                var walk = new FileWalk(repository, bench.id(begin), "a", Optional.empty(), Duration.ZERO)) {
            assertThat(walk.steps()).isEmpty();
            assertThat(walk.whole()).isFalse();
        }
    }
}
