package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node on a file system of 24 MB, which only root can make: elsewhere than in CI this is skipped, and says so.
class FullDiskTest {
    private static final int MEGA = 1 << 20;
    private static final int STEPS = 32;
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final int LOOKS_MAX = 50;
    private static final int FILLS_MAX = 10;
    private static final byte[] NO_TREE = new byte[0];

    @TempDir
    Path folder;

    private Path disk;
    private Served node;
    private String token;
    private Git git;

    @BeforeEach
    void start() throws IOException {
        disk = Files.createDirectory(folder.resolve("small"));
        var mounted = Git.run(
                folder,
                Map.of(),
                "",
                List.of("mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "hob-test", disk.toString()));
        if (mounted.status() != 0 && !"true".equals(System.getenv("CI"))) {
            System.out.println("FullDiskTest is skipped: no small file system can be mounted here: " + mounted.err());
            assumeTrue(false, "no small file system can be mounted here");
        }
        mounted.ok();
        node = Served.start(disk);
        node.account("alice", "--admin");
        token = node.token("alice", "write:repository,write:user");
        git = Git.init(folder.resolve("tea"), 2);
        git.commit("a.txt", "a");
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/tea"));
        git.ok("push", "-q", "origin", "main");
    }

    @AfterEach
    void unmount() {
        if (node == null) return;
        node.close();
        Git.run(folder, Map.of(), "", List.of("umount", disk.toString())).ok();
    }

    private void noise(int megabytes) throws IOException {
        byte[] noise = new byte[megabytes * MEGA];
        new SplittableRandom(megabytes).nextBytes(noise);
        Files.write(git.folder().resolve("noise"), noise);
        git.commit("b.txt", "b");
    }

    /// Leaves so many bytes on the disk. The node may still write beneath: then the disk is full too early, and it is
    /// measured and filled again.
    private void fill(long left) throws IOException {
        for (int attempts = 0; !filled(left); attempts++) {
            assertThat(attempts).as("the node goes on writing").isLessThan(FILLS_MAX);
        }
    }

    private boolean filled(long left) throws IOException {
        Files.deleteIfExists(disk.resolve("filler"));
        long free = calm();
        try (var out = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] page = new byte[4096];
            for (long size = free - left; size > 0; size -= page.length) out.write(page);
            return true;
        } catch (IOException e) {
            if (Files.getFileStore(disk).getUsableSpace() > 0) throw e;
            return false;
        }
    }

    /// What is free once the node has done what it does after a push.
    private long calm() throws IOException {
        long before;
        long now = Files.getFileStore(disk).getUsableSpace();
        int looks = 0;
        do {
            assertThat(looks++).as("the node goes on writing").isLessThan(LOOKS_MAX);
            before = now;
            LockSupport.parkNanos(LOOK.toNanos());
            now = Files.getFileStore(disk).getUsableSpace();
        } while (now != before);
        return now;
    }

    private void free() throws IOException {
        Files.delete(disk.resolve("filler"));
    }

    @Test
    void a_push_that_does_not_fit_is_refused_whole_and_fits_when_there_is_room() throws IOException {
        String before = git.ok("ls-remote", "origin");
        fill(14 * MEGA);
        noise(15);

        assertThat(git.call("push", "origin", "main", "main:refs/heads/side").failed())
                .contains("no space left on this node");

        assertThat(git.ok("ls-remote", "origin")).isEqualTo(before);
        Wholeness.check(node);
        free();
        git.ok("push", "-q", "origin", "main", "main:refs/heads/side");
        Wholeness.check(node);
    }

    @Test
    void a_full_disk_stops_writing_with_a_503_and_not_reading() throws IOException {
        fill(0);
        git.commit("c.txt", "c");

        assertThat(git.call("push", "origin", "main").failed()).contains("There is no space left on this node");
        assertThat(git.call("push", node.remote("alice", token, "alice/fresh"), "main")
                        .failed())
                .contains("There is no space left on this node");
        Git.clone(folder.resolve("back"), 2, node.remote("alice", token, "alice/tea"));
        String json = "Content-Type: application/json";
        String who = Wire.basic("alice", token);
        var made = Wire.post(node.url, "/api/v1/user/repos", "{\"name\":\"pot\"}".getBytes(UTF_8), who, json);
        assertThat(made.status()).as(made.body()).isEqualTo(503);
        assertThat(made.body()).contains("no space left on this node");
        assertThat(made.header("Retry-After")).isNotEmpty();
        assertThat(Wire.ask(node.url, "GET", "/api/v1/repos/alice/tea", who).status())
                .isEqualTo(200);
        assertThat(Wire.ask(node.url, "GET", "/").status()).isEqualTo(200);

        free();
        git.ok("push", "-q", "origin", "main");
        assertThat(Wire.post(node.url, "/api/v1/user/repos", "{\"name\":\"pot\"}".getBytes(UTF_8), who, json)
                        .status())
                .isEqualTo(201);
        Wholeness.check(node);
    }

    /// With a little more room each time, the disk is full at each step of a push once: aside, objects, intent, refs,
    /// signed list, log.
    @Test
    void whatever_step_finds_the_disk_full_nothing_is_half_done_and_nothing_acknowledged_is_lost() throws Exception {
        String tip = git.ok("rev-parse", "main");
        var acknowledged = new ArrayList<String>();
        var told = new ArrayList<String>();
        for (int pages = 0; pages < STEPS; pages++) {
            fill(pages * 4096L);
            byte[] tree = Pack.entry("40000", "step" + pages, Pack.id(Pack.TREE, NO_TREE));
            byte[] commit = Pack.commit(Pack.id(Pack.TREE, tree), tip);
            String id = Pack.id(Pack.COMMIT, commit);
            byte[] pack = new Pack()
                    .object(Pack.COMMIT, commit)
                    .object(Pack.TREE, tree)
                    .object(Pack.TREE, NO_TREE)
                    .bytes();
            String now = git.ok("ls-remote", "origin", "refs/heads/step").split("\t")[0];
            var answer = Wire.post(
                    node.url,
                    "/alice/tea.git/git-receive-pack",
                    Pack.join(
                            Wire.line((now.isEmpty() ? "0".repeat(40) : now) + " " + id
                                    + " refs/heads/step\0report-status\n"),
                            Wire.line("0".repeat(40) + " " + id + " refs/heads/twin" + pages + "\n"),
                            Wire.flush(),
                            pack),
                    Wire.basic("alice", token),
                    "Content-Type: application/x-git-receive-pack-request");
            told.add(pages + " " + answer.status() + " " + answer.body().replace('\n', '|'));
            boolean done = answer.body().contains("ok refs/heads/step");
            if (done) acknowledged.add(id + "\trefs/heads/twin" + pages);
            else assertThat(answer.body()).contains("no space left on this node");
            String refs = git.ok("ls-remote", "origin");
            assertThat(refs.contains(id + "\trefs/heads/step"))
                    .as("both or none: " + told + refs)
                    .isEqualTo(refs.contains(id + "\trefs/heads/twin" + pages));
            if (done) {
                assertThat(refs).contains(id);
                tip = id;
            } else if (refs.contains(id)) tip = id;
        }
        assertThat(acknowledged).isNotEmpty();
        free();
        String refs = git.ok("ls-remote", "origin");
        assertThat(refs).contains(acknowledged);
        Wholeness.check(node);
        node.kill();
        node = Served.start(disk);
        assertThat(git.ok("ls-remote", node.remote("alice", token, "alice/tea")))
                .isEqualTo(refs);
        Wholeness.check(node);
    }
}
