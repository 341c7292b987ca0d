package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hob.federation.vocab.Id;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A release of somebody whom many follow, on many hosts of which a tenth is dead: each on a loopback address of its
/// own, all served by one server. Half of the dead refuse at once, half take the connection and never answer.
/// `-Dhob.followers=10000 -Dhob.hosts=500` for the size that a forge may meet.
@Timeout(600)
class ManyFollowersTest {
    private static final int FOLLOWERS = Integer.getInteger("hob.followers", 1_000);
    private static final int HOSTS = Integer.getInteger("hob.hosts", 50);

    @TempDir
    Path folder;

    @Test
    void who_lives_gets_it_soon_and_once_whatever_the_dead_do() throws Exception {
        var arrived = new ConcurrentHashMap<String, AtomicInteger>();
        var server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 1_000);
        int port = server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            count(arrived, exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        var alive = new ArrayList<Id>();
        var dead = new ArrayList<Id>();
        // Its backlog takes connections, and nobody ever reads from them.
        try (var silent = new ServerSocket(0, 1_000, InetAddress.getByName("0.0.0.0"));
                var met = new Met(folder);
                var deliveries =
                        new Deliveries(met.database, met.remote, met.rules, _ -> Met.INSTANCE, _ -> {}, met.clock)) {
            int refusing = closed();
            for (int i = 0; i < FOLLOWERS; i++) {
                int host = i % HOSTS;
                String address = "127.1." + host / 250 + "." + (1 + host % 250);
                boolean isDead = host % 10 == 9;
                int at = isDead ? (host % 20 == 9 ? silent.getLocalPort() : refusing) : port;
                (isDead ? dead : alive).add(new Id("http://" + address + ":" + at + "/u/" + i + "/inbox"));
            }
            var everybody = new ArrayList<>(dead);
            everybody.addAll(alive);
            byte[] body = ("{\"type\":\"Create\",\"content\":\"" + "x".repeat(4_000) + "\"}").getBytes(UTF_8);
            deliveries.start();
            long started = System.nanoTime();
            met.database.writing(
                    tx -> deliveries.enqueue(tx, "repository:1", new Id("http://127.0.0.9/a/1"), body, everybody));
            long end = started + Duration.ofSeconds(300).toNanos();
            while (arrived.size() < alive.size() && System.nanoTime() < end) Thread.sleep(10);
            var took = Duration.ofNanos(System.nanoTime() - started);
            System.out.println(arrived.size() + " of " + FOLLOWERS + " followers on " + HOSTS + " hosts reached in "
                    + took.toMillis() + " ms");
            assertThat(arrived).hasSize(alive.size()).allSatisfy((_, times) -> assertThat(times)
                    .hasValue(1));

            // The dead are known as such soon after, and wait with all that is theirs.
            int hostsDead = HOSTS / 10;
            while (deliveries.counts().failing() < hostsDead && System.nanoTime() < end) Thread.sleep(10);
            assertThat(deliveries.counts()).isEqualTo(new Deliveries.Counts(dead.size(), 0, hostsDead, 0));
            assertThat(bodies(met)).isEqualTo(1);

            // And are parked after a week in which nothing was heard of them, with nothing left.
            for (int day = 0; day < 9; day++) {
                met.later(Duration.ofDays(1));
                deliveries.wake();
                long tries = System.nanoTime() + Duration.ofMillis(500).toNanos();
                while (System.nanoTime() < tries || deliveries.counts().running() > 0) Thread.sleep(10);
            }
            assertThat(deliveries.counts().waiting()).isZero();
            assertThat(bodies(met)).isZero();
        } finally {
            server.stop(0);
        }
    }

    private static int closed() throws Exception {
        try (var nobody = new ServerSocket(0)) {
            return nobody.getLocalPort();
        }
    }

    private static void count(ConcurrentMap<String, AtomicInteger> arrived, String inbox) {
        arrived.computeIfAbsent(inbox, _ -> new AtomicInteger()).incrementAndGet();
    }

    private static long bodies(Met met) {
        return met.database.read(handle -> handle.createQuery("select count(*) from delivery_body")
                .mapTo(Long.class)
                .one());
    }
}
