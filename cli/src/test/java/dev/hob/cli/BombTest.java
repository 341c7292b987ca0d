package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Little that becomes much: zip bombs, delta bombs and floods, against a node with a heap of 384 MB.
class BombTest {
    private static final String ZERO = "0".repeat(40);
    private static final int MEGA = 1 << 20;
    private static final long OBJECT_BYTES_MAX = 400L * MEGA;
    private static final long PACK_BYTES_MAX = 64L * MEGA;
    private static final int FLOOD_LINES = 10_000_000;

    @TempDir
    static Path folder;

    private static Served node;
    private static String token;
    private static Git git;
    private static String refs;

    @BeforeAll
    static void start() throws IOException {
        // Little patience: work that takes longer shows that only clients need to hurry.
        node = Served.start(
                folder.resolve("data"),
                Map.of(
                        "HOB_HTTP_PATIENCE_SECONDS", "3",
                        "HOB_PUSH_OBJECT_BYTES_MAX", String.valueOf(OBJECT_BYTES_MAX),
                        "HOB_PUSH_PACK_BYTES_MAX", String.valueOf(PACK_BYTES_MAX)));
        node.account("alice", "--admin");
        token = node.token("alice", "write:repository");
        git = Git.init(folder.resolve("tea"), 2);
        git.commit("a.txt", "a");
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/tea"));
        git.ok("push", "-q", "origin", "main");
        refs = git.ok("ls-remote", "origin");
    }

    @AfterAll
    static void the_node_still_works_and_all_is_well() throws IOException {
        try (var served = node) {
            assertThat(git.ok("ls-remote", "origin")).startsWith(refs);
            git.commit("b.txt", "b");
            git.ok("push", "-q", "origin", "main");
            Wholeness.check(served);
        }
    }

    private static Wire.Answer post(String service, byte[] body, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        all.add(Wire.basic("alice", token));
        all.add("Content-Type: application/x-git-" + service + "-request");
        return Wire.post(node.url, "/alice/tea.git/git-" + service, body, all.toArray(String[]::new));
    }

    private static String push(byte[] pack) throws IOException {
        var answer = post("receive-pack", Pack.join(Wire.command(ZERO, "1".repeat(40), "refs/heads/bomb"), pack));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static byte[] zeros(long count, int level) throws IOException {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater(level);
        try (var deflating = new DeflaterOutputStream(out, deflater)) {
            byte[] mega = new byte[MEGA];
            for (long left = count; left > 0; left -= MEGA) deflating.write(mega, 0, (int) Math.min(left, MEGA));
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /// So many megabytes of zeros as a stream that never ends: each is deflated to the same bytes as the one before.
    private static byte[] zerosWithoutEnd(int megabytes) {
        var out = new ByteArrayOutputStream();
        var deflater = new Deflater();
        byte[] mega = new byte[MEGA];
        byte[] deflated = new byte[MEGA];
        int length = 0;
        for (int i = 0; i < 3; i++) {
            deflater.setInput(mega);
            length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
            out.write(deflated, 0, length);
        }
        for (int i = 3; i < megabytes; i++) out.write(deflated, 0, length);
        deflater.end();
        return out.toByteArray();
    }

    @Test
    void five_gigabytes_of_nothing_are_refused_whatever_the_pack_says_of_them() throws IOException {
        byte[] bomb = zerosWithoutEnd(5 * 1024);
        assertThat(push(new Pack().raw(Pack.BLOB, 5L << 30, bomb).bytes()))
                .contains(
                        "unpack error an object in this pack is too large: this node takes up to " + OBJECT_BYTES_MAX);
        for (long said : new long[] {100, 30 * MEGA, OBJECT_BYTES_MAX})
            assertThat(push(new Pack().raw(Pack.BLOB, said, bomb).bytes())).contains("wrong decompressed length");
    }

    @Test
    void the_git_client_shows_why_a_large_file_was_refused() throws IOException {
        var large = Git.init(folder.resolve("large"), 2);
        try (var file = new RandomAccessFile(large.folder().resolve("nothing").toFile(), "rw")) {
            file.setLength(OBJECT_BYTES_MAX + 1);
        }
        large.commit("a.txt", "a");

        assertThat(large.call("push", node.remote("alice", token, "alice/large"), "main")
                        .failed())
                .contains("an object in this pack is too large");
    }

    @Test
    void what_is_large_but_allowed_comes_in_although_it_takes_longer_than_the_patience() throws IOException {
        var large = Git.init(folder.resolve("allowed"), 2);
        try (var file = new RandomAccessFile(large.folder().resolve("nothing").toFile(), "rw")) {
            file.setLength(OBJECT_BYTES_MAX);
        }
        large.commit("a.txt", "a");

        large.ok("push", "-q", node.remote("alice", token, "alice/allowed"), "main");
    }

    @Test
    void a_commit_that_says_it_is_huge_costs_nothing() throws IOException {
        assertThat(push(new Pack()
                        .raw(Pack.COMMIT, OBJECT_BYTES_MAX, Pack.deflated(new byte[10]))
                        .bytes()))
                .contains("unpack error this pack needs more memory than this node has");
    }

    @Test
    void deltas_that_double_end_where_memory_does() throws IOException {
        var pack = new Pack();
        int before = pack.position();
        pack.raw(Pack.BLOB, 8 * MEGA, zeros(8 * MEGA, Deflater.DEFAULT_COMPRESSION));
        for (int size = 8 * MEGA; size < 256 * MEGA; size *= 2) {
            int here = pack.position();
            pack.delta(here - before, Pack.delta(size, 2L * size, copied(size), copied(size)));
            before = here;
        }

        assertThat(push(pack.bytes())).contains("unpack error an object in this pack is too large");
    }

    @Test
    void a_long_chain_of_deltas_that_must_all_be_remembered_ends_where_memory_does() throws IOException {
        int size = 40 * MEGA;
        var pack = new Pack();
        int before = pack.position();
        pack.raw(Pack.BLOB, size, zeros(size, Deflater.DEFAULT_COMPRESSION));
        for (int i = 0; i < 60; i++) {
            int here = pack.position();
            for (String twin : List.of("a", "b"))
                pack.delta(
                        pack.position() - before,
                        Pack.delta(size, size, copied(size - 3), Pack.insert(twin + (char) ('A' + i) + ".")));
            before = here;
        }

        assertThat(push(pack.bytes())).contains("unpack error this pack needs more memory than this node has");
    }

    /// Copies so much from the beginning of the base, in steps as large as there are.
    private static byte[] copied(int size) {
        var steps = new ByteArrayOutputStream();
        for (int at = 0; at < size; at += 0xffffff) steps.writeBytes(Pack.copy(at, Math.min(0xffffff, size - at)));
        return steps.toByteArray();
    }

    @Test
    void a_pack_that_a_gzip_body_makes_small_is_measured_unpacked() throws IOException {
        var body = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(body)) {
            gzip.write(Wire.command(ZERO, "1".repeat(40), "refs/heads/gzip"));
            long size = PACK_BYTES_MAX + MEGA;
            gzip.write(new Pack()
                    .raw(Pack.BLOB, size, zeros(size, Deflater.NO_COMPRESSION))
                    .bytes());
        }
        assertThat(body.size()).isLessThan(MEGA);

        assertThat(post("receive-pack", body.toByteArray(), "Content-Encoding: gzip")
                        .body())
                .contains("this pack is larger than the " + PACK_BYTES_MAX + " bytes");
    }

    private static byte[] flood(int count, byte[] first, byte[] line) throws IOException {
        var body = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(body)) {
            gzip.write(first);
            for (int i = 0; i < count; i++) gzip.write(line);
        }
        return body.toByteArray();
    }

    @Test
    void a_flood_of_lines_is_cut_off() throws IOException {
        byte[] want = Wire.line("want " + git.ok("rev-parse", "main") + "\n");
        byte[] have = Wire.line("have " + "1".repeat(40) + "\n");
        byte[] fetch = Pack.join(Wire.line("command=fetch"), "0001".getBytes(UTF_8));
        byte[] command = Wire.line(ZERO + " " + "1".repeat(40) + " refs/heads/x\n");
        byte[] wants = flood(FLOOD_LINES, new byte[0], want);

        assertThat(post("upload-pack", wants, "Content-Encoding: gzip").status())
                .isEqualTo(413);
        assertThat(post(
                                "upload-pack",
                                flood(FLOOD_LINES / 10, fetch, have),
                                "Content-Encoding: gzip",
                                "Git-Protocol: version=2")
                        .status())
                .isEqualTo(413);
        var answer = post("receive-pack", flood(FLOOD_LINES / 10, new byte[0], command), "Content-Encoding: gzip");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("more refs at once than the 50000");
    }

    @Test
    void what_is_no_line_of_gits_is_a_bad_request() throws IOException {
        for (String nonsense : List.of("zzzz", "0003", "<!doctype html>"))
            for (String service : List.of("receive-pack", "upload-pack"))
                assertThat(post(service, nonsense.getBytes(UTF_8)).status())
                        .as(service + " " + nonsense)
                        .isEqualTo(400);
        byte[] text = "not compressed at all".getBytes(UTF_8);
        assertThat(post("receive-pack", text, "Content-Encoding: gzip").status())
                .isEqualTo(400);
        assertThat(post("receive-pack", text, "Content-Encoding: br").status()).isEqualTo(415);
    }
}
