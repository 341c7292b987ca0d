package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills a delivering process at random moments: what it said arrives at each inbox, in order; what was on its way when
/// it died may arrive once more. `-Dhob.kills=100` for longer runs, `-Dhob.seed=N` for one again.
@Timeout(3_600)
class DeliveriesKillTest {
    private static final int KILLS = Integer.getInteger("hob.kills", 4);
    private static final int NUMBERS_BETWEEN_KILLS = 60;

    @TempDir
    Path folder;

    @Test
    void what_was_said_arrives_in_order_although_the_process_is_killed_again_and_again() throws Exception {
        long seed = Long.getLong("hob.seed", System.nanoTime());
        var random = new Random(seed);
        int numbers = (KILLS + 1) * NUMBERS_BETWEEN_KILLS;
        var arrived = new ConcurrentHashMap<String, List<Integer>>();
        var peers = new ArrayList<Peer>();
        var inboxes = new ArrayList<String>();
        for (String address : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
            var peer = new Peer(address);
            peers.add(peer);
            inboxes.add(peer.id("/inbox").value());
            arrived.put(address, new CopyOnWriteArrayList<>());
            peer.at("/inbox", request -> {
                Thread.sleep(1);
                arrived.get(address).add(Integer.parseInt(new String(request.body(), UTF_8)));
                return Peer.Reply.of(202);
            });
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int before = total(arrived);
            var process = sender(numbers, inboxes);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (process.isAlive() && total(arrived) == before && System.nanoTime() < end) Thread.sleep(2);
            Thread.sleep(random.nextInt(150));
            process.destroyForcibly().waitFor();
        }
        var last = sender(numbers, inboxes);
        try {
            assertThat(last.waitFor(300 + 10L * KILLS, TimeUnit.SECONDS))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(last.exitValue()).as("seed %d", seed).isZero();
        } finally {
            last.destroyForcibly();
        }
        for (var one : arrived.entrySet()) {
            var first = List.copyOf(new LinkedHashSet<>(one.getValue()));
            assertThat(first)
                    .as("%s, seed %d", one.getKey(), seed)
                    .isEqualTo(IntStream.rangeClosed(1, numbers).boxed().toList());
            assertThat(one.getValue().size() - numbers)
                    .as("what was on its way when it died, %s, seed %d", one.getKey(), seed)
                    .isLessThanOrEqualTo(KILLS);
        }
        peers.forEach(Peer::close);
    }

    private static int total(Map<String, List<Integer>> arrived) {
        return arrived.values().stream().mapToInt(List::size).sum();
    }

    private Process sender(int numbers, List<String> inboxes) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Sender.class.getName(),
                folder.toString(),
                Integer.toString(numbers)));
        command.addAll(inboxes);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sender.log").toFile())
                .start();
    }
}
