package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Bench.File;
import dev.hob.node.code.MergeCases.Flavour;
import dev.hob.node.language.Messages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside `git merge-tree --write-tree` of real git. `-Dhob.merges=N` makes N histories of each flavour
/// instead, `-Dhob.merges.seed=N` begins with another seed. In long runs git 2.39 ends a few in an
/// assertion of its own, which are told and not compared, and gives one in thousands an entry without a
/// mode.
class MergingTest {
    private static final int CASES = Integer.getInteger("hob.merges", 50);
    private static final long SEED = Long.getLong("hob.merges.seed", 1);

    /// Of merges with renames so many of a hundred are to be as git's; of all others, each.
    private static final int RENAMES_ALIKE_MIN = 98;

    @TempDir
    Path folder;

    /// The tree, and the paths in conflict.
    private record Told(String tree, List<String> paths) {
        Told {
            paths = paths.stream().sorted().toList();
        }
    }

    private static Optional<Told> byGit(Bench bench, MergeCases.Case it) throws Exception {
        var answer = bench.git(
                "merge-tree",
                "--write-tree",
                "--name-only",
                "--no-messages",
                "-z",
                bench.id(it.ours()).name(),
                bench.id(it.theirs()).name());
        if (answer.status() > 1) return Optional.empty();
        var words =
                Arrays.stream(answer.out().split("\0")).map(TreeEdit::readable).toList();
        return Optional.of(new Told(words.getFirst(), words.subList(1, words.size())));
    }

    private static Told byUs(Bench bench, Repository repository, MergeCases.Case it) {
        var ours = bench.id(it.ours());
        var theirs = bench.id(it.theirs());
        try (var drafts = DraftObjects.over(repository)) {
            var names = new Merging.Names(ours.name(), theirs.name());
            return switch (new Merging().merge(drafts, ours, theirs, names)) {
                case Merge.Clean(var tree) -> new Told(tree.name(), List.of());
                case Merge.Conflicting(var tree, var conflicts) -> new Told(tree.name(), namedByGit(conflicts));
                case Merge.Unrelated _ -> new Told("unrelated", List.of());
                case Merge.TooLarge(var told) -> new Told(told.text(), List.of());
            };
        }
    }

    /// Git says that something is in the way of a file whose folder moved, but does not count it among the
    /// conflicts.
    private static List<String> namedByGit(List<Conflict> conflicts) {
        return conflicts.stream()
                .filter(it -> it.kind() != Conflict.Kind.NO_LOCATION)
                .map(Conflict::path)
                .toList();
    }

    private static boolean hasRenames(Flavour flavour) {
        return flavour == Flavour.RENAMES || flavour == Flavour.CRISS_CROSS_RENAMES;
    }

    @Test
    void hundreds_of_merges_have_the_trees_and_the_conflicts_that_git_gives_them() throws Exception {
        var cases = new ArrayList<MergeCases.Case>();
        var bench = new Bench(folder);
        for (var flavour : Flavour.values())
            for (long seed = SEED; seed < SEED + CASES; seed++) cases.add(MergeCases.make(bench, seed, flavour));
        bench.load();
        var alike = new TreeMap<Flavour, Integer>();
        var conflicting = new TreeMap<Flavour, Integer>();
        var failed = new TreeMap<Flavour, Integer>();
        var differences = new ArrayList<String>();
        try (var repository = bench.open()) {
            for (var it : cases) {
                var git = byGit(bench, it);
                var us = byUs(bench, repository, it);
                if (git.isEmpty()) {
                    failed.merge(it.flavour(), 1, Integer::sum);
                    continue;
                }
                if (!git.get().paths().isEmpty()) conflicting.merge(it.flavour(), 1, Integer::sum);
                if (git.get().equals(us)) alike.merge(it.flavour(), 1, Integer::sum);
                else differences.add(it + "\n  git: " + git.get() + "\n  hob: " + us);
            }
        }
        String figures = Stream.of(Flavour.values())
                .map(it -> it + ": " + alike.getOrDefault(it, 0) + " of " + CASES + " alike, "
                        + conflicting.getOrDefault(it, 0) + " with conflicts, " + failed.getOrDefault(it, 0)
                        + " that git cannot merge")
                .collect(Collectors.joining("\n"));
        String story = "from seed " + SEED + " on\n" + figures + "\n" + String.join("\n", differences);
        System.out.println(story);
        int renames = 0;
        int compared = 0;
        for (var flavour : Flavour.values()) {
            assertThat(conflicting.getOrDefault(flavour, 0)).as(story).isBetween(CASES / 10, CASES * 9 / 10);
            int answered = CASES - failed.getOrDefault(flavour, 0);
            if (hasRenames(flavour)) {
                renames += alike.getOrDefault(flavour, 0);
                compared += answered;
            } else {
                assertThat(alike.getOrDefault(flavour, 0)).as(story).isEqualTo(answered);
            }
        }
        assertThat(renames * 100).as(story).isGreaterThanOrEqualTo(compared * RENAMES_ALIKE_MIN);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(it -> "line " + it + "\n").collect(Collectors.joining());
    }

    private static File file(String text) {
        return new File(Bench.FILE, text);
    }

    private Merge merge(Map<String, File> base, Map<String, File> ours, Map<String, File> theirs) throws Exception {
        return merge(new Merging(), base, ours, theirs);
    }

    private Merge merge(Merging merging, Map<String, File> base, Map<String, File> ours, Map<String, File> theirs)
            throws Exception {
        var bench = new Bench(folder);
        int root = bench.commit(base, "base");
        int one = bench.commit(ours, "ours", root);
        int other = bench.commit(theirs, "theirs", root);
        bench.load();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            return merging.merge(drafts, bench.id(one), bench.id(other), new Merging.Names("main", "topic"));
        }
    }

    private static Conflict only(Merge merge) {
        assertThat(merge).isInstanceOf(Merge.Conflicting.class);
        var conflicts = ((Merge.Conflicting) merge).conflicts();
        assertThat(conflicts).hasSize(1);
        return conflicts.getFirst();
    }

    @Test
    void a_conflict_tells_its_kind_and_what_each_side_has() throws Exception {
        var conflict = only(merge(
                Map.of("a", file(lines(0, 9))),
                Map.of("a", file(lines(0, 9) + "ours\n")),
                Map.of("b", file(lines(0, 9) + "theirs\n"))));
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.CONTENT);
        assertThat(conflict.path()).isEqualTo("b");
        assertThat(conflict.base().orElseThrow().path()).isEqualTo("a");
        assertThat(conflict.ours().orElseThrow().path()).isEqualTo("a");
        assertThat(conflict.theirs().orElseThrow().path()).isEqualTo("b");
    }

    @Test
    void kinds_are_told_apart() throws Exception {
        var a = Map.of("a", file(lines(0, 9)));
        var changed = Map.of("a", file(lines(0, 9) + "more\n"));
        var none = Map.of("other", file("x"));
        assertThat(only(merge(a, changed, none)).kind()).isEqualTo(Conflict.Kind.MODIFY_DELETE);
        assertThat(only(merge(a, none, Map.of("b", file(lines(0, 9))))).kind()).isEqualTo(Conflict.Kind.RENAME_DELETE);
        assertThat(only(merge(none, a, Map.of("a", file("else\n")))).kind()).isEqualTo(Conflict.Kind.ADD_ADD);
        assertThat(only(merge(Map.of("a", file("\0")), Map.of("a", file("\0ours")), Map.of("a", file("\0theirs"))))
                        .kind())
                .isEqualTo(Conflict.Kind.BINARY);
        assertThat(only(merge(none, a, Map.of("a", new File(Bench.PROGRAM, lines(0, 9)))))
                        .kind())
                .isEqualTo(Conflict.Kind.MODE);
        assertThat(only(merge(
                                Map.of("a", new File(Bench.MODULE, "1".repeat(40))),
                                Map.of("a", new File(Bench.MODULE, "2".repeat(40))),
                                Map.of("a", new File(Bench.MODULE, "3".repeat(40)))))
                        .kind())
                .isEqualTo(Conflict.Kind.SUBMODULE);
        assertThat(only(merge(
                                none,
                                Map.of("a", file("x\n"), "other", file("x")),
                                Map.of("a/b", file("y\n"), "other", file("x"))))
                        .kind())
                .isEqualTo(Conflict.Kind.FILE_DIRECTORY);
        var both = merge(a, Map.of("b", file(lines(0, 9))), Map.of("c", file(lines(0, 9))));
        assertThat(((Merge.Conflicting) both).conflicts())
                .extracting(Conflict::kind)
                .containsOnly(Conflict.Kind.RENAME_RENAME);
    }

    @Test
    void what_was_put_into_a_folder_that_moved_is_in_its_new_place_for_people_to_confirm() throws Exception {
        var base = Map.of("old/a", file(lines(0, 9)), "old/b", file(lines(20, 29)));
        var moved = Map.of("new/a", file(lines(0, 9)), "new/b", file(lines(20, 29)));
        var added = Map.of("old/a", file(lines(0, 9)), "old/b", file(lines(20, 29)), "old/c", file("c\n"));
        var conflict = only(merge(base, moved, added));
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.LOCATION);
        assertThat(conflict.path()).isEqualTo("new/c");
        assertThat(conflict.theirs().orElseThrow().path()).isEqualTo("old/c");
        var torn = Map.of("one/a", file(lines(0, 9)), "other/b", file(lines(20, 29)));
        var stays = only(merge(base, torn, added));
        assertThat(stays.kind()).isEqualTo(Conflict.Kind.NO_LOCATION);
        assertThat(stays.path()).isEqualTo("old/c");
    }

    /// Seed 590 of renames: the file was in neither place.
    @Test
    void a_file_that_comes_back_with_the_folder_that_it_was_moved_to_is_not_lost() throws Exception {
        var base = Map.of("a", file(lines(0, 9)), "b/f", file(lines(20, 29)));
        var ours = Map.of("b/a", file(lines(0, 9)), "b/f", file(lines(20, 29)));
        var theirs = Map.of("a", file(lines(0, 9)), "f", file(lines(20, 29)));
        var conflict = only(merge(base, ours, theirs));
        assertThat(conflict.path()).isEqualTo("a");
        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.LOCATION);
    }

    @Test
    void what_costs_too_much_is_an_answer() throws Exception {
        var base = new TreeMap<String, File>();
        var ours = new TreeMap<String, File>();
        var theirs = new TreeMap<String, File>();
        for (int i = 0; i < 20; i++) {
            base.put("f" + i, file(lines(0, 50)));
            ours.put("f" + i, file(lines(0, 50) + "ours " + i));
            theirs.put("f" + i, file("theirs " + i + lines(0, 50)));
        }
        var soon = Duration.ofSeconds(20);
        assertThat(merge(new Merging(new MergeBudget.Limits(19, 9_999, 9, 9, 9, soon)), base, ours, theirs))
                .isEqualTo(new Merge.TooLarge(Messages.later("code.merge-files-max", 19)));
        assertThat(merge(new Merging(new MergeBudget.Limits(99, 99, 9, 9, 9, soon)), base, ours, theirs))
                .isEqualTo(new Merge.TooLarge(Messages.later("code.merge-file-is-too-large")));
        assertThat(merge(new Merging(new MergeBudget.Limits(99, 9_999, 9, 9, 9, Duration.ZERO)), base, ours, theirs))
                .isEqualTo(new Merge.TooLarge(Messages.later("code.merge-takes-too-long")));
        assertThat(merge(new Merging(new MergeBudget.Limits(20, 9_999, 9, 9, 9, soon)), base, ours, theirs))
                .isInstanceOf(Merge.Clean.class);
    }

    @Test
    void what_has_no_common_history_is_not_merged() throws Exception {
        var bench = new Bench(folder);
        int one = bench.commit(Map.of("a", file("x")), "one");
        int other = bench.commit(Map.of("b", file("y")), "other");
        bench.load();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            assertThat(new Merging().merge(drafts, bench.id(one), bench.id(other), new Merging.Names("a", "b")))
                    .isEqualTo(new Merge.Unrelated());
        }
    }
}
