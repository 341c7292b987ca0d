package dev.hob.node.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.Bench.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside `git merge`, `git merge --squash` and `git rebase` of real git.
class MergeWaysTest {
    private static final int CASES = Integer.getInteger("hob.rebases", 40);
    private static final long SEED = Long.getLong("hob.rebases.seed", 1);

    private static final PersonIdent CAROL =
            new PersonIdent("Carol", "carol@example.org", Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);
    private static final MergeWays.Wording WORDING = new MergeWays.Wording(CAROL, CAROL, "Merge it");
    private static final List<String> AUTHORS =
            List.of("Alice <alice@example.org>", "Bob <bob@example.org>", "Carol <carol@example.org>");

    @TempDir
    Path folder;

    private final MergeWays ways = new MergeWays();
    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder.resolve("bare"));
    }

    /// Two branches from one root; the topic has several commits, now and then a merge or one that main has too.
    private record Case(long seed, int onto, int head) {}

    private Case make(long seed) {
        var random = new Random(seed);
        var base = new TreeMap<String, String>();
        for (int i = 0; i < 4; i++) base.put("f" + i, text(random));
        int root = commit(base, random, "root");
        var topic = new TreeMap<>(base);
        var main = new TreeMap<>(base);
        int onto = root;
        int head = root;
        int mains = random.nextInt(4);
        int topics = 1 + random.nextInt(5);
        for (int i = 0; i < mains; i++) {
            change(main, random);
            onto = commit(main, random, "main " + i, onto);
        }
        for (int i = 0; i < topics; i++) {
            switch (random.nextInt(8)) {
                case 0 -> head = commit(topic, random, "nothing " + i, head);
                case 1 -> {
                    String line = "picked " + random.nextInt(1_000_000) + "\n";
                    topic.merge("f0", line, (before, it) -> it + before);
                    main.merge("f0", line, (before, it) -> it + before);
                    head = commit(topic, random, "picked " + i, head);
                    onto = commit(main, random, "picked too " + i, onto);
                }
                case 2 -> {
                    var side = new TreeMap<>(topic);
                    side.put("side" + i, text(random));
                    int aside = commit(side, random, "side " + i, head);
                    change(topic, random);
                    int ahead = commit(topic, random, "topic " + i, head);
                    topic.put("side" + i, String.valueOf(side.get("side" + i)));
                    head = commit(topic, random, "merge " + i, ahead, aside);
                }
                default -> {
                    change(topic, random);
                    head = commit(topic, random, "topic " + i + "\n\nWhy: because.\n", head);
                }
            }
        }
        return new Case(seed, onto, head);
    }

    private int commit(Map<String, String> files, Random random, String message, Integer... parents) {
        var tree = new TreeMap<String, File>();
        files.forEach((path, text) -> tree.put(path, new File(Bench.FILE, text)));
        return bench.commit(tree, AUTHORS.get(random.nextInt(AUTHORS.size())), message + "\n", parents);
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = 0; i < 30; i++)
            text.append("line ")
                    .append(i)
                    .append(' ')
                    .append(random.nextInt(1000))
                    .append('\n');
        return text.toString();
    }

    private static void change(TreeMap<String, String> files, Random random) {
        var paths = List.copyOf(files.keySet());
        String path = paths.get(random.nextInt(paths.size()));
        var lines = new ArrayList<>(String.valueOf(files.get(path)).lines().toList());
        lines.set(random.nextInt(lines.size()), "changed " + random.nextInt(1_000_000));
        if (random.nextInt(6) == 0) {
            files.remove(path);
            files.put(path + "-moved", String.join("\n", lines) + "\n");
        } else {
            files.put(path, String.join("\n", lines) + "\n");
        }
    }

    private ObjectId kept(Repository repository, MergeWays.Outcome outcome, DraftObjects drafts) throws Exception {
        assertThat(outcome).isInstanceOf(MergeWays.Outcome.Merged.class);
        var commit = ((MergeWays.Outcome.Merged) outcome).commit();
        drafts.keep(commit);
        assertThat(repository.getObjectDatabase().has(commit)).isTrue();
        return commit;
    }

    /// Tree, author, author's date and message of each commit, newest first.
    private String story(String onto, String tip) throws Exception {
        return bench.ok("log", "--topo-order", "--format=%T %an <%ae> %ad %B", "--date=raw", onto + ".." + tip);
    }

    @Test
    void rebases_are_those_of_git() throws Exception {
        var cases = new ArrayList<Case>();
        for (long seed = SEED; seed < SEED + CASES; seed++) cases.add(make(seed));
        bench.load();
        var work = folder.resolve("work").toString();
        Bench.run(
                "",
                "git",
                "clone",
                "-q",
                "--no-checkout",
                folder.resolve("bare").toString(),
                work);
        Bench.run("", "git", "-C", work, "config", "user.email", "carol@example.org");
        var differences = new ArrayList<String>();
        int conflicts = 0;
        try (var repository = bench.open()) {
            for (var it : cases) {
                var onto = bench.id(it.onto());
                var head = bench.id(it.head());
                Bench.run("", "git", "-C", work, "checkout", "-q", "-f", "--detach", head.name());
                var answer = Bench.run("", "git", "-C", work, "rebase", "-q", onto.name());
                try (var drafts = DraftObjects.over(repository)) {
                    var outcome = ways.rebase(drafts, onto, head, CAROL);
                    switch (outcome) {
                        case MergeWays.Outcome.Conflicts stopped -> {
                            conflicts++;
                            String git = Bench.run("", "git", "-C", work, "diff", "--name-only", "--diff-filter=U")
                                    .out();
                            String us = String.join(
                                            "\n",
                                            stopped.conflicts().stream()
                                                    .map(Conflict::path)
                                                    .sorted()
                                                    .toList())
                                    + "\n";
                            if (!git.equals(us)) differences.add(it + "\n  git: " + git + "\n  hob: " + us);
                            Bench.run("", "git", "-C", work, "rebase", "--abort");
                        }
                        case MergeWays.Outcome.Merged _ -> {
                            var tip = kept(repository, outcome, drafts);
                            bench.ok("fetch", "-q", work, "+HEAD:refs/rebased");
                            String git = story(onto.name(), "refs/rebased");
                            String us = story(onto.name(), tip.name());
                            if (answer.status() != 0 || !git.equals(us))
                                differences.add(it + "\n  git: " + git + answer.error() + "\n  hob: " + us);
                        }
                        case MergeWays.Outcome.NothingToMerge _ -> {
                            String git = Bench.run("", "git", "-C", work, "rev-parse", "HEAD")
                                    .out()
                                    .strip();
                            if (!git.equals(onto.name())) differences.add(it + ": git rebased something");
                        }
                        case MergeWays.Outcome other -> differences.add(it + ": " + other);
                    }
                }
            }
        }
        System.out.println((CASES - differences.size()) + " of " + CASES + " rebases alike, " + conflicts
                + " with conflicts\n" + String.join("\n", differences));
        assertThat(differences).isEmpty();
        assertThat(conflicts).isBetween(1, CASES / 2);
        assertThat(bench.ok("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void merges_and_squashes_are_those_of_git() throws Exception {
        var cases = new ArrayList<Case>();
        for (long seed = SEED; seed < SEED + CASES; seed++) cases.add(make(seed));
        bench.load();
        var work = folder.resolve("work").toString();
        Bench.run(
                "",
                "git",
                "clone",
                "-q",
                "--no-checkout",
                folder.resolve("bare").toString(),
                work);
        try (var repository = bench.open()) {
            for (var it : cases) {
                var onto = bench.id(it.onto());
                var head = bench.id(it.head());
                Bench.run("", "git", "-C", work, "checkout", "-q", "-f", "--detach", onto.name());
                var answer = Bench.run("", "git", "-C", work, "merge", "-q", "--squash", head.name());
                String tree =
                        Bench.run("", "git", "-C", work, "write-tree").out().strip();
                try (var drafts = DraftObjects.over(repository)) {
                    var squashed = ways.squash(drafts, onto, head, WORDING);
                    var merged = ways.merge(drafts, onto, head, WORDING);
                    if (answer.status() != 0) {
                        assertThat(squashed).as(it.toString()).isInstanceOf(MergeWays.Outcome.Conflicts.class);
                        assertThat(merged).as(it.toString()).isInstanceOf(MergeWays.Outcome.Conflicts.class);
                        continue;
                    }
                    var merge = kept(repository, merged, drafts);
                    assertThat(bench.ok("log", "-1", "--format=%T %P", merge.name())
                                    .strip())
                            .as(it.toString())
                            .isEqualTo(tree + " " + onto.name() + " " + head.name());
                    if (squashed instanceof MergeWays.Outcome.NothingToMerge) {
                        assertThat(bench.ok("rev-parse", onto.name() + "^{tree}")
                                        .strip())
                                .isEqualTo(tree);
                        continue;
                    }
                    var squash = kept(repository, squashed, drafts);
                    assertThat(bench.ok("log", "-1", "--format=%T %P", squash.name())
                                    .strip())
                            .as(it.toString())
                            .isEqualTo(tree + " " + onto.name());
                    var named =
                            bench.ok("log", "-1", "--format=%(trailers:key=Co-authored-by,valueonly)", squash.name());
                    var wrote = bench.ok("log", "--no-merges", "--format=%an <%ae>", onto.name() + ".." + head.name());
                    assertThat(named.lines().filter(line -> !line.isBlank()))
                            .containsExactlyInAnyOrderElementsOf(wrote.lines()
                                    .filter(line -> !line.startsWith("Carol"))
                                    .distinct()
                                    .toList());
                }
            }
        }
        assertThat(bench.ok("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    private static File file(String text) {
        return new File(Bench.FILE, text);
    }

    @Test
    void a_fast_forward_is_the_head_or_nothing() throws Exception {
        int root = bench.commit(Map.of("a", file("a")), "root");
        int one = bench.commit(Map.of("a", file("b")), "one", root);
        int other = bench.commit(Map.of("a", file("c")), "other", root);
        bench.load();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            assertThat(ways.fastForward(drafts, bench.id(root), bench.id(one)))
                    .isEqualTo(new MergeWays.Outcome.Merged(bench.id(one)));
            assertThat(ways.fastForward(drafts, bench.id(other), bench.id(one)))
                    .isEqualTo(new MergeWays.Outcome.NotFastForward());
            assertThat(ways.fastForward(drafts, bench.id(one), bench.id(root)))
                    .isEqualTo(new MergeWays.Outcome.NothingToMerge());
            assertThat(ways.merge(drafts, bench.id(one), bench.id(one), WORDING))
                    .isEqualTo(new MergeWays.Outcome.NothingToMerge());
        }
    }

    @Test
    void a_rebase_with_a_merge_commit_holds_what_was_replayed_together() throws Exception {
        int root = bench.commit(Map.of("a", file("a\n")), "root");
        int onto = bench.commit(Map.of("a", file("a\n"), "b", file("b\n")), "onto", root);
        int one = bench.commit(Map.of("a", file("a\n"), "c", file("c\n")), "one", root);
        int two = bench.commit(Map.of("a", file("a\n"), "c", file("c\n"), "d", file("d\n")), "two", one);
        bench.load();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            var top = kept(repository, ways.rebaseAndMerge(drafts, bench.id(onto), bench.id(two), WORDING), drafts);
            assertThat(bench.ok("log", "--first-parent", "--format=%s", top.name()))
                    .isEqualTo("Merge it\nonto\nroot\n");
            assertThat(bench.ok("log", "--format=%s", top.name() + "^2")).isEqualTo("two\none\nonto\nroot\n");
            assertThat(bench.ok("ls-tree", "--name-only", top.name())).isEqualTo("a\nb\nc\nd\n");
        }
    }

    @Test
    void a_rebase_tells_at_which_commit_it_stops_and_keeps_nothing() throws Exception {
        int root = bench.commit(Map.of("a", file("a\n")), "root");
        int onto = bench.commit(Map.of("a", file("onto\n")), "onto", root);
        int one = bench.commit(Map.of("a", file("a\n"), "c", file("c\n")), "one", root);
        int two = bench.commit(Map.of("a", file("two\n"), "c", file("c\n")), "two", one);
        bench.load();
        String before = bench.ok("count-objects", "-v");
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            var outcome = ways.rebase(drafts, bench.id(onto), bench.id(two), CAROL);
            assertThat(outcome).isInstanceOf(MergeWays.Outcome.Conflicts.class);
            var conflicts = (MergeWays.Outcome.Conflicts) outcome;
            assertThat(conflicts.at()).contains(bench.id(two));
            assertThat(conflicts.conflicts()).extracting(Conflict::path).containsExactly("a");
        }
        assertThat(bench.ok("count-objects", "-v")).isEqualTo(before);
    }

    @Test
    void of_histories_that_cross_only_the_merge_is_kept_and_no_step_on_the_way() throws Exception {
        int root = bench.commit(Map.of("a", file("a\n"), "b", file("b\n")), "root");
        int left = bench.commit(Map.of("a", file("left\n"), "b", file("b\n")), "left", root);
        int right = bench.commit(Map.of("a", file("a\n"), "b", file("right\n")), "right", root);
        int one = bench.commit(Map.of("a", file("left\n"), "b", file("right\n"), "c", file("c\n")), "one", left, right);
        int other =
                bench.commit(Map.of("a", file("left\n"), "b", file("right\n"), "d", file("d\n")), "other", right, left);
        bench.load();
        int before = objects();
        try (var repository = bench.open();
                var drafts = DraftObjects.over(repository)) {
            var merge = kept(repository, ways.merge(drafts, bench.id(one), bench.id(other), WORDING), drafts);
            assertThat(bench.ok("ls-tree", "--name-only", merge.name())).isEqualTo("a\nb\nc\nd\n");
        }
        assertThat(objects()).as("the commit and its tree").isEqualTo(before + 2);
    }

    private int objects() throws Exception {
        return (int) bench.ok("cat-file", "--batch-all-objects", "--batch-check")
                .lines()
                .count();
    }

    @Test
    void trailers_join_those_that_are_there() {
        assertThat(Trailers.append("Subject", List.of("A: b"))).isEqualTo("Subject\n\nA: b\n");
        assertThat(Trailers.append("Subject\n\nBody.\n", List.of("A: b"))).isEqualTo("Subject\n\nBody.\n\nA: b\n");
        assertThat(Trailers.append("Subject\n\nBody.\n\nSigned-off-by: C <c@d>\n", List.of("A: b")))
                .isEqualTo("Subject\n\nBody.\n\nSigned-off-by: C <c@d>\nA: b\n");
    }
}
