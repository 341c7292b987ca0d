package dev.hob.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A history of more than 50,000 objects and 50 MB, as real git makes, pushes, clones and checks it: before maintenance
/// has seen it, after, and after one more push.
class LargeHistoryTest {
    private static final int COMMITS = 11_000;
    private static final int BLOB_BYTES = 5_000;
    private static final int REFS = 200;

    @TempDir
    Path folder;

    @Test
    void a_large_history_is_pushed_and_comes_back_whole() throws Exception {
        var git = Git.init(folder.resolve("large"), 2);
        git.grow(LargeHistoryTest::grow);
        var count = git.ok("count-objects", "-v");
        assertThat(number(count, "in-pack")).isGreaterThan(50_000);
        assertThat(number(count, "size-pack")).isGreaterThan(50_000);
        try (var node = Served.start(folder.resolve("data"))) {
            node.account("alice");
            String remote = node.remote("alice", node.token("alice", "write:repository"), "alice/large");
            git.ok("push", "-q", remote, "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*");

            assertComesBack(git, remote, "at-once");
            waitForBase(node);
            assertComesBack(git, remote, "packed");
            git.ok("reset", "-q", "--hard");
            git.commit("one-more.txt", "one more");
            git.ok("push", "-q", remote, "main");
            assertComesBack(git, remote, "after-a-push");

            var partial = Git.clone(folder.resolve("partial"), 2, "--filter=blob:none", remote);
            assertThat(partial.ok("status", "--porcelain")).isEmpty();
            partial.ok("fsck", "--full");
            Wholeness.check(node);
        }
    }

    private void assertComesBack(Git git, String remote, String name) {
        var back = Git.clone(folder.resolve(name), 2, "--mirror", remote);
        back.ok("fsck", "--full", "--strict");
        String format = "--format=%(objectname) %(refname)";
        assertThat(back.ok("for-each-ref", format))
                .isEqualTo(git.ok("for-each-ref", format, "refs/heads", "refs/tags"));
    }

    private static void waitForBase(Served node) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            try (var files = Files.walk(node.data.resolve("storage"), 3)) {
                if (files.anyMatch(file -> file.endsWith("hob/base-pack.json"))) return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("maintenance wrote no base pack");
    }

    private static long number(String count, String key) {
        return count.lines()
                .filter(line -> line.startsWith(key + ": "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 2)))
                .findFirst()
                .orElseThrow();
    }

    /// Commits that each write one file of bytes that do not compress, on branches that part and meet.
    private static void grow(Git.Story story) throws IOException {
        var random = new SplittableRandom(3);
        byte[] blob = new byte[BLOB_BYTES];
        for (int i = 1; i <= COMMITS; i++) {
            story.say("commit refs/heads/main\nmark :" + i + "\ncommitter Alice <alice@example.org> "
                    + (1_600_000_000L + i * 600L) + " +0000\ndata 4\nmore\n");
            if (i > 1) story.say("from :" + (i - 1) + "\n");
            if (i > 100 && i % 50 == 0) story.say("merge :" + (i - 40) + "\n");
            random.nextBytes(blob);
            int file = random.nextInt(3_000);
            story.say("M 100644 inline d%d/e%d/f%d\ndata %d\n".formatted(file % 10, file % 100, file, BLOB_BYTES));
            story.say(blob);
            story.say("\n");
            if (i % (COMMITS / REFS) == 0) story.say("reset refs/heads/topic/" + i + "\nfrom :" + i + "\n\n");
            if (i % (COMMITS / REFS) == 1)
                story.say("tag v" + i + "\nfrom :" + i
                        + "\ntagger Alice <alice@example.org> 1700000000 +0000\ndata 3\ntag\n");
        }
    }
}
