package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Bench.File;
import dev.hob.node.language.Messages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside `git range-diff` of real git. `-Dhob.series=N` compares so many series. Where two ways to pair
/// cost the same, git may take the other one.
class RangeDiffTest {
    private static final int CASES = Integer.getInteger("hob.series", 60);
    private static final long SEED = Long.getLong("hob.series.seed", 1);

    /// `1:  0a1b2c3 ! 2:  3c2b1a0 subject`.
    private static final Pattern LINE = Pattern.compile("\\s*(\\d+|-):\\s+\\S+ ([=!<>])\\s+(\\d+|-):\\s+\\S+.*");

    @TempDir
    Path folder;

    /// A step of a series that can be taken on any tree: lines that come after another line, or instead of it.
    private record Step(String message, List<Put> puts) {}

    private record Put(String file, int after, boolean instead, List<String> lines) {}

    private record Series(int base, int head) {}

    private record Case(long seed, Series older, Series newer) {}

    private static Case make(Bench bench, long seed) {
        var random = new Random(seed);
        var files = new TreeMap<String, List<String>>();
        for (int i = 0; i < 4; i++) files.put("src/f" + i, text(random));
        int root = bench.commit(tree(files), "root");
        var steps = new ArrayList<Step>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) steps.add(step(random));
        var older = series(bench, root, files, steps);
        var moved = new TreeMap<>(files);
        int base = root;
        if (random.nextBoolean()) {
            apply(moved, step(random));
            base = bench.commit(tree(moved), "main went on", root);
        }
        return new Case(seed, older, series(bench, base, moved, revised(steps, random)));
    }

    private static List<Step> revised(List<Step> steps, Random random) {
        var revised = new ArrayList<Step>();
        for (var step : steps) {
            switch (random.nextInt(7)) {
                case 0 -> {}
                case 1 -> revised.add(new Step(step.message() + "\n\nWhy: it is better.\n", step.puts()));
                case 2 -> {
                    var puts = new ArrayList<>(step.puts());
                    puts.add(put(random));
                    revised.add(new Step(step.message(), puts));
                }
                case 3 -> revised.add(random.nextInt(revised.size() + 1), step);
                case 4 -> {
                    revised.add(step);
                    revised.add(step(random));
                }
                default -> revised.add(step);
            }
        }
        if (revised.isEmpty()) revised.add(step(random)); // Git takes no empty range.
        return revised;
    }

    private static Series series(Bench bench, int base, TreeMap<String, List<String>> from, List<Step> steps) {
        var files = new TreeMap<>(from);
        int head = base;
        for (var step : steps) {
            apply(files, step);
            head = bench.commit(tree(files), step.message(), head);
        }
        return new Series(base, head);
    }

    private static List<String> text(Random random) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++)
            lines.add(i % 10 == 0 ? "int function" + i + "() {" : "    " + "word " + i + " " + random.nextInt(1000));
        return lines;
    }

    private static Step step(Random random) {
        var puts = new ArrayList<Put>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) puts.add(put(random));
        return new Step("Change number " + random.nextInt(1000) + "\n", puts);
    }

    private static Put put(Random random) {
        var lines = new ArrayList<String>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) lines.add("    new " + random.nextInt(1_000_000));
        String file = random.nextInt(6) == 0 ? "src/new" + random.nextInt(3) : "src/f" + random.nextInt(4);
        return new Put(file, random.nextInt(40), random.nextInt(3) == 0, lines);
    }

    private static void apply(TreeMap<String, List<String>> files, Step step) {
        for (var put : step.puts()) {
            var lines = new ArrayList<>(files.getOrDefault(put.file(), List.of()));
            int at = Math.min(put.after(), lines.size());
            if (put.instead() && at < lines.size()) lines.remove(at);
            lines.addAll(at, put.lines());
            files.put(put.file(), lines);
        }
    }

    private static TreeMap<String, File> tree(TreeMap<String, List<String>> files) {
        var tree = new TreeMap<String, File>();
        files.forEach((path, lines) -> tree.put(path, new File(Bench.FILE, String.join("\n", lines) + "\n")));
        return tree;
    }

    private static List<String> byGit(Bench bench, Case it) throws Exception {
        String out = bench.ok("range-diff", "--no-color", "-s", range(bench, it.older()), range(bench, it.newer()));
        var pairs = new ArrayList<String>();
        for (String line : out.lines().toList()) {
            var matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            pairs.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
        }
        return pairs;
    }

    private static String range(Bench bench, Series series) {
        return bench.id(series.base()).name() + ".." + bench.id(series.head()).name();
    }

    private static RangeDiff.Series series(Bench bench, Series series) {
        return new RangeDiff.Series(bench.id(series.base()), bench.id(series.head()));
    }

    private static String told(RangeDiff.Pair pair) {
        return switch (pair) {
            case RangeDiff.Pair.Equal(var before, var after) -> before.number() + " = " + after.number();
            case RangeDiff.Pair.Changed it ->
                it.before().number() + " ! " + it.after().number();
            case RangeDiff.Pair.Removed(var before) -> before.number() + " < -";
            case RangeDiff.Pair.Added(var after) -> "- > " + after.number();
        };
    }

    private static List<RangeDiff.Pair> pairs(RangeDiff.Comparison comparison) {
        assertThat(comparison).isInstanceOf(RangeDiff.Comparison.Compared.class);
        return ((RangeDiff.Comparison.Compared) comparison).pairs();
    }

    @Test
    void series_are_paired_as_git_pairs_them() throws Exception {
        var bench = new Bench(folder);
        var cases = new ArrayList<Case>();
        for (long seed = SEED; seed < SEED + CASES; seed++) cases.add(make(bench, seed));
        bench.load();
        var differences = new ArrayList<String>();
        var seen = new ArrayList<String>();
        try (var repository = bench.open()) {
            for (var it : cases) {
                var git = byGit(bench, it);
                var us = pairs(new RangeDiff()
                                .compare(repository, series(bench, it.older()), series(bench, it.newer())))
                        .stream()
                        .map(RangeDiffTest::told)
                        .toList();
                for (String pair : us) seen.add(pair.split(" ")[1]);
                if (!git.equals(us)) differences.add(it + "\n  git: " + git + "\n  hob: " + us);
            }
        }
        System.out.println(
                (CASES - differences.size()) + " of " + CASES + " series alike\n" + String.join("\n", differences));
        assertThat(differences.size() * 100).as(String.join("\n", differences)).isLessThanOrEqualTo(2 * CASES);
        assertThat(seen).contains("=", "!", "<", ">");
    }

    @Test
    void a_changed_commit_shows_the_diff_of_both_patches() throws Exception {
        var bench = new Bench(folder);
        var files = new TreeMap<String, List<String>>();
        files.put("a.txt", List.of("int one() {", "    1", "    2", "    3", "    4", "    5"));
        int root = bench.commit(tree(files), "root");
        files.put("a.txt", List.of("int one() {", "    1", "    2", "    3", "    4", "    five"));
        int older = bench.commit(tree(files), "Say five\n", root);
        files.put("a.txt", List.of("int one() {", "    1", "    2", "    3", "    4", "    FIVE"));
        int newer = bench.commit(tree(files), "Say it louder\n", root);
        bench.load();
        try (var repository = bench.open()) {
            var pair = pairs(new RangeDiff()
                            .compare(
                                    repository,
                                    new RangeDiff.Series(bench.id(root), bench.id(older)),
                                    new RangeDiff.Series(bench.id(root), bench.id(newer))))
                    .getFirst();
            assertThat(pair).isInstanceOf(RangeDiff.Pair.Changed.class);
            var lines = ((RangeDiff.Pair.Changed) pair).lines();
            String text = String.join(
                    "\n",
                    lines.stream()
                            .map(it -> switch (it.kind()) {
                                case HUNK -> "@@";
                                case CONTEXT -> " " + it.text();
                                case ADDED -> "+" + it.text();
                                case REMOVED -> "-" + it.text();
                                case NOTE -> it.text();
                            })
                            .toList());
            var git = bench.ok(
                    "range-diff",
                    "--no-color",
                    range(bench, new Series(root, older)),
                    range(bench, new Series(root, newer)));
            String expected = String.join(
                    "\n",
                    git.lines()
                            .skip(1)
                            .map(it -> it.substring(4))
                            .map(it -> it.startsWith("@@") ? "@@" : it)
                            .toList());
            assertThat(text).isEqualTo(expected);
        }
    }

    @Test
    void what_is_too_long_is_not_compared() throws Exception {
        var bench = new Bench(folder);
        var it = make(bench, 3);
        int root = bench.commit(new TreeMap<>(), "root");
        int head = root;
        for (int i = 0; i < 4; i++) head = bench.commit(new TreeMap<>(), "empty", head);
        bench.load();
        try (var repository = bench.open()) {
            var longer = new RangeDiff.Series(bench.id(root), bench.id(head));
            assertThat(new RangeDiff(3, 1000, Duration.ofSeconds(9)).compare(repository, longer, longer))
                    .isEqualTo(new RangeDiff.Comparison.TooLarge(Messages.later("code.merge-commits-max", 3)));
            assertThat(new RangeDiff(9, 1, Duration.ofSeconds(9))
                            .compare(repository, series(bench, it.older()), series(bench, it.newer())))
                    .isEqualTo(new RangeDiff.Comparison.TooLarge(Messages.later("code.compared-lines-max", 1)));
        }
    }
}
