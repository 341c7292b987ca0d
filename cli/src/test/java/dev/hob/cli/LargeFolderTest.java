package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of a thousand entries after fifty thousand commits: each shows its last commit, as `git log -1 -- path`
/// has it, also right after a restart, and after the cache was deleted.
class LargeFolderTest {
    private static final int COMMITS = 50_000;
    private static final int ENTRIES = 1_000;
    private static final int SAMPLE = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String FOLDER = "/alice/large/src/branch/main/stones";
    private static final Pattern ENTRY = Pattern.compile(
            "<a href=\"/alice/large/src/branch/main/stones/([^\"]+)\">.*?</td>\\s*<td class=\"said\"><a href=\"/alice/large/commit/([0-9a-f]{40})\"",
            Pattern.DOTALL);

    @TempDir
    Path folder;

    private String cookie = "";

    @Test
    void every_entry_shows_its_last_commit_also_after_a_restart() throws Exception {
        var git = Git.init(folder.resolve("large"), 2);
        git.grow(LargeFolderTest::grow);
        var data = folder.resolve("data");
        Map<String, String> shown;
        try (var node = Served.start(data)) {
            node.account("alice");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "all"), "alice/large"), "main");
            shown = waitFor(node);
            assertAsGit(git, shown);
            assertThat(commits(node)).contains("50,000 commits");
            assertHistoryAsGit(git, node, "stone-0003");
        }
        try (var node = Served.start(data)) {
            assertThat(entries(look(node)))
                    .as("the very first look after a start")
                    .isEqualTo(shown);
            assertThat(commits(node)).contains("50,000 commits");
        }
        dev.hob.node.repo.Storage.remove(data.resolve("cache"));
        try (var node = Served.start(data)) {
            assertThat(entries(look(node))).as("no page walks").isEmpty();
            assertThat(waitFor(node)).as("after the cache was deleted").isEqualTo(shown);
            // One more push is worked out from what is known.
            git.ok("reset", "-q", "--hard");
            git.commit("stones/stone-0007", "moved");
            git.ok("push", "-q", node.remote("alice", node.token("alice", "write:repository"), "alice/large"), "main");
            var after = waitFor(node);
            assertThat(after.get("stone-0007")).isEqualTo(git.ok("rev-parse", "HEAD"));
            after.put("stone-0007", shown.get("stone-0007"));
            assertThat(after).isEqualTo(shown);
        }
    }

    private Wire.Answer look(Served node) throws IOException {
        return ask(node, FOLDER);
    }

    private String commits(Served node) throws IOException {
        return ask(node, "/alice/large").body();
    }

    private Wire.Answer ask(Served node, String path) throws IOException {
        // What a push made is private.
        if (cookie.isEmpty()) cookie = "Cookie: hob_session=" + node.session("alice");
        return Wire.ask(node.url, "GET", path, cookie);
    }

    private static Map<String, String> entries(Wire.Answer page) {
        var found = new HashMap<String, String>();
        var matcher = ENTRY.matcher(page.body());
        while (matcher.find()) found.put(matcher.group(1), matcher.group(2));
        return found;
    }

    /// Looks until all are there. Until then a page says so: it does not wait for the walk.
    private Map<String, String> waitFor(Served node) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var page = look(node);
            assertThat(page.status()).isEqualTo(200);
            var entries = entries(page);
            if (entries.size() == ENTRIES) return entries;
            assertThat(entries).as("all of them, or none").isEmpty();
            assertThat(page.body()).contains("still being worked out");
            assertThat(page.header("ETag")).isNotEmpty();
            Thread.sleep(500);
        }
        throw new AssertionError("the last commits were never worked out");
    }

    /// A page does not wait for the walk through fifty thousand commits; once it is done, it has them all.
    private void assertHistoryAsGit(Git git, Served node, String name) throws IOException, InterruptedException {
        var expected = git.ok("log", "--format=%H", "main", "--", "stones/" + name)
                .lines()
                .toList();
        assertThat(expected).hasSizeGreaterThan(50);
        String path = "/alice/large/commits/branch/main/stones/" + name;
        long end = System.nanoTime() + PATIENCE.toNanos();
        String page;
        do {
            long began = System.nanoTime();
            page = ask(node, path).body();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        } while (page.contains("still being walked") && System.nanoTime() < end);
        for (String id : expected.subList(0, 50)) assertThat(page).contains("/alice/large/commit/" + id);
        assertThat(page)
                .doesNotContain("/alice/large/commit/" + expected.get(50))
                .contains("after=" + expected.get(49));
    }

    private static void assertAsGit(Git git, Map<String, String> shown) {
        var dice = new SplittableRandom(11);
        for (int i = 0; i < SAMPLE; i++) {
            String name = "stone-%04d".formatted(dice.nextInt(ENTRIES));
            assertThat(shown.get(name))
                    .as(name)
                    .isEqualTo(git.ok("log", "-1", "--format=%H", "main", "--", "stones/" + name));
        }
    }

    /// A main line with a merge now and then; each commit moves one stone, the older ones more often.
    private static void grow(Git.Story story) throws IOException {
        var dice = new SplittableRandom(5);
        for (int i = 1; i <= COMMITS; i++) {
            int stone = i <= ENTRIES ? i - 1 : (int) (ENTRIES * dice.nextDouble() * dice.nextDouble());
            story.say("commit refs/heads/main\nmark :" + i + "\ncommitter Alice <alice@example.org> "
                    + (1_600_000_000L + i * 60L) + " +0000\ndata 4\nmove\n");
            // A commit beside the line moves a stone of its own, and is merged by the next.
            boolean side = i > ENTRIES && i % 500 == 499;
            boolean merge = i > ENTRIES && i % 500 == 0;
            if (i > 1) story.say("from :" + (merge ? i - 2 : i - 1) + "\n");
            if (merge) story.say("merge :" + (i - 1) + "\n");
            String text = side || merge ? "side " + (side ? i + 1 : i) : "at " + i;
            if (side || merge) stone = (side ? i + 1 : i) / 500 % ENTRIES;
            story.say("M 100644 inline stones/stone-%04d\ndata %d\n%s\n".formatted(stone, text.length(), text));
        }
    }
}
