package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Holdings;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Protocol;
import dev.hob.p2p.protocol.Settings;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.PeerTarget;
import dev.hob.p2p.wire.RefsAt;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Many nodes that have nothing and want nothing, all connected with one: each has a key, a protocol and a socket of
/// its own. `IdlePeers NID@HOST:PORT COUNT plain|tls` says `connected COUNT` when all stand, and how many connections
/// were lost since when its input ends.
final class IdlePeers {
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int AT_ONCE = 4;
    /// A node that weighs each newcomer's proof of work on the thread that greets them lets the others wait.
    private static final Limits LIMITS = new Limits(
            2, 2, Duration.ofMinutes(1), Duration.ofSeconds(10), 64, 1 << 20, 1, 1 << 20, 1 << 20, 1 << 20);


    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final AtomicInteger standing = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final PeerTarget hub;
    private final Manner manner;

    private IdlePeers(PeerTarget hub, Manner manner) {
        this.hub = hub;
        this.manner = manner;
    }

    /// What has nothing.
    private static final class Nothing implements Holdings {
        @Override
        public Collection<RepoId> repositories() {
            return List.of();
        }

        @Override
        public Optional<Held> held(RepoId repository) {
            return Optional.empty();
        }

        @Override
        public List<RefsAt> heads(RepoId repository) {
            return List.of();
        }

        @Override
        public Optional<Oid> head(RepoId repository, DidKey remote) {
            return Optional.empty();
        }
    }

    /// One of them; its protocol is spoken with on the one thread of all.
    private final class Peer implements LineEvents {
        private final Protocol protocol;
        private final Network network;

        Peer(int number) {
            var key = SigningKey.ofSeed(ByteBuffer.allocate(32).putInt(number).array());
            var settings = new Settings(
                    new Alias("idle" + number),
                    new Agent("/idle:1/"),
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    true,
                    0,
                    Settings.INBOUND_USUAL);
            protocol = new Protocol(key, settings, new Nothing(), new Random(number));
            network = new Network(key, LIMITS, Duration.ofSeconds(60), true, this);
            take(Input.Started.NEW);
        }

        void take(Input input) {
            for (var effect : protocol.on(Instant.now(), input)) {
                switch (effect) {
                    case Effect.Send(var to, var message) -> network.send(to, message);
                    case Effect.HangUp(var connection, var because) -> {
                        lost.incrementAndGet();
                        System.err.println("hung up on the node: " + because);
                        network.hangUp(connection);
                    }
                    case Effect.Dial _, Effect.Fetch _, Effect.Keep _, Effect.Tell _ -> {}
                }
            }
        }

        void dial() {
            var target = new InetSocketAddress(hub.address().host().inet(), hub.address().port());
            network.dial(hub.peer(), hub.address(), List.of(new Network.Way(target, manner)));
        }

        @Override
        public CompletionStage<Boolean> admits(Host host) {
            return CompletableFuture.completedFuture(false);
        }

        @Override
        public void connected(Connection connection, DidKey peer, Address address, Link link, Manner how) {
            standing.incrementAndGet();
            work.add(() -> take(new Input.Connected(connection, peer, address, link, how == Manner.TLS)));
        }

        @Override
        public void dialFailed(DidKey peer, Address address, String why) {
            System.err.println("dials again: " + why);
            work.add(this::dial);
        }

        @Override
        public void received(Connection from, Message message, Runnable done) {
            work.add(() -> {
                take(new Input.Received(from, message));
                done.run();
            });
        }

        @Override
        public void opened(Connection connection, DidKey peer, Manner how, GitStream stream) {
            stream.close();
        }

        @Override
        public void disconnected(Connection connection, Because because, String why) {
            lost.incrementAndGet();
            System.err.println("disconnected: " + why);
            work.add(() -> take(new Input.Disconnected(connection, because)));
        }
    }

    private void run(int count) throws InterruptedException {
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < count; i++) peers.add(new Peer(i));
        int dialled = 0;
        boolean told = false;
        long next = System.nanoTime();
        while (true) {
            while (dialled < count && dialled < standing.get() + AT_ONCE) peers.get(dialled++).dial();
            if (!told && standing.get() == count) {
                told = true;
                System.out.println("connected " + count);
            }
            var one = work.poll(told ? 100 : 5, TimeUnit.MILLISECONDS);
            if (one != null) one.run();
            if (System.nanoTime() < next) continue;
            next = System.nanoTime() + TICK_NANOS;
            for (var peer : peers) peer.take(new Input.Ticked());
        }
    }

    public static void main(String... words) {
        var hub = PeerTarget.parse(words[0]).orElseThrow();
        var idle = new IdlePeers(hub, Manner.valueOf(words[2].toUpperCase(Locale.ROOT)));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                idle.run(Integer.parseInt(words[1]));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        while (true) {
            try {
                if (System.in.read() < 0) break;
            } catch (IOException e) {
                break;
            }
        }
        System.out.println("lost " + idle.lost.get());
        System.exit(0);
    }
}
