package dev.hob.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that stop half way or drip, while others go on working. The node's patience is short here.
class SlowClientTest {
    private static final int PATIENCE_SECONDS = 3;
    /// Patience, the second between two looks, and what a busy machine adds.
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(PATIENCE_SECONDS + 12);

    private static final int BIG_BYTES = 24 << 20;

    @TempDir
    static Path folder;

    private static Served node;
    private static String token;
    private static Git git;

    @BeforeAll
    static void start() throws IOException {
        node = Served.start(
                folder.resolve("data"), Map.of("HOB_HTTP_PATIENCE_SECONDS", String.valueOf(PATIENCE_SECONDS)));
        node.account("alice", "--admin");
        token = node.token("alice", "write:repository");
        git = Git.init(folder.resolve("tea"), 2);
        byte[] noise = new byte[BIG_BYTES];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(git.folder().resolve("noise"), noise);
        git.commit("a.txt", "a");
        git.ok("remote", "add", "origin", node.remote("alice", token, "alice/tea"));
        git.ok("push", "-q", "origin", "main");
    }

    @AfterAll
    static void all_is_well_after_it() throws IOException {
        try (var served = node) {
            Wholeness.check(served);
        }
    }

    private static byte[] request(String service, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add(Wire.basic("alice", token));
        all.add("Content-Type: application/x-git-" + service + "-request");
        return Wire.head("POST", "/alice/tea.git/git-" + service, all.toArray(String[]::new));
    }

    /// Sends a byte a second until the other side has had enough; gives what it said.
    private static Wire.Answer drip(Wire wire) throws IOException, InterruptedException {
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        try {
            while (System.nanoTime() < end) {
                wire.send(new byte[] {'x'});
                if (wire.in().available() > 0) break;
                Thread.sleep(1000);
            }
        } catch (SocketException e) {
            return new Wire.Answer(0, List.of(), "it hung up");
        }
        assertThat(System.nanoTime()).as("still listening").isLessThan(end);
        return wire.answer();
    }

    private interface Client {
        Wire.Answer talk(Wire wire) throws Exception;
    }

    private static Callable<Wire.Answer> client(Client client) {
        return () -> {
            try (var wire = Wire.open(node.url)) {
                return client.talk(wire);
            }
        };
    }

    private static void begin(Wire wire, String ref) throws IOException {
        wire.send(request("receive-pack", "Content-Length: 100000"));
        wire.send(Wire.command("0".repeat(40), "1".repeat(40), ref));
        wire.send("PACK\0\0\0\2\0\0\0\3".getBytes(UTF_8));
    }

    @Test
    void whoever_drips_or_falls_silent_is_ended_and_others_push_meanwhile() throws Exception {
        var headers = client(wire -> {
            wire.send("GET /alice HTTP/1.1\r\nX-Long: ".getBytes(UTF_8));
            return drip(wire);
        });
        var form = client(wire -> {
            wire.send(Wire.head(
                    "POST", "/login", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 100000"));
            return drip(wire);
        });
        var pack = client(wire -> {
            begin(wire, "refs/heads/dripping");
            return drip(wire);
        });
        var silent = client(wire -> {
            begin(wire, "refs/heads/silent");
            return wire.answer();
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            var dripping = Stream.of(headers, form, pack).map(threads::submit).toList();
            var stopped = threads.submit(silent);
            git.commit("meanwhile.txt", "meanwhile");
            git.ok("push", "-q", "origin", "main");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(ENDED_WITHIN);

            for (var one : dripping) {
                assertThat(one.get().status()).isEqualTo(408);
                assertThat(one.get().body()).contains("too slow");
            }
            assertThat(stopped.get().body()).contains("unpack error").contains("went silent");
            assertThat(running()).isEqualTo(1);
        }
    }

    @Test
    void whoever_hangs_up_in_the_middle_of_a_pack_holds_nothing() throws Exception {
        for (int i = 0; i < 10; i++)
            try (var wire = Wire.open(node.url)) {
                begin(wire, "refs/heads/gone" + i);
            }

        awaitQuiet();
        git.commit("after.txt", "after");
        git.ok("push", "-q", "origin", "main");
    }

    @Test
    void a_clone_that_stops_reading_is_ended() throws Exception {
        byte[] want =
                Pack.join(Wire.line("want " + git.ok("rev-parse", "main") + "\n"), Wire.flush(), Wire.line("done\n"));
        var wires = new ArrayList<Wire>();
        for (int i = 0; i < 3; i++) {
            var wire = Wire.open(node.url);
            wires.add(wire);
            wire.send(request("upload-pack", "Content-Length: " + want.length));
            wire.send(want);
            assertThat(wire.in().read()).isEqualTo('H');
        }
        assertThat(running()).isGreaterThan(1);
        // One reads nothing any more, one a little, one hangs up.
        wires.get(2).close();
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        while (running() > 1 && System.nanoTime() < end) {
            wires.get(1).in().readNBytes(100);
            Thread.sleep(500);
        }

        assertThat(running()).isEqualTo(1);
        for (var wire : wires) wire.close();
        Git.clone(folder.resolve("back"), 2, node.remote("alice", token, "alice/tea"))
                .ok("fsck", "--strict");
    }

    /// How many requests the node is answering, this one among them.
    private static int running() throws IOException {
        String line = Wire.ask(node.url, "GET", "/metrics")
                .body()
                .lines()
                .filter(it -> it.startsWith("hob_http_running "))
                .findFirst()
                .orElseThrow();
        return (int) Double.parseDouble(line.split(" ")[1]);
    }

    /// Several times in a row: what was sent last may not have been taken up yet.
    private static void awaitQuiet() throws Exception {
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        int quiet = 0;
        while (quiet < 3 && System.nanoTime() < end) {
            quiet = running() == 1 ? quiet + 1 : 0;
            Thread.sleep(200);
        }
        assertThat(quiet).isEqualTo(3);
    }
}
