package dev.hob.p2p.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hob.keys.SigningKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.net.Ear.Event;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Frame;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two networks on this machine, over real sockets; and strangers who speak as they like.
@Timeout(60)
class NetworkTest {
    private static final Duration SHORT = Duration.ofMillis(3_000);
    private static final Limits LIMITS = new Limits(
            16, 4, SHORT, Duration.ofSeconds(2), 16, 256 * 1024, 2, 1024 * 1024, 768L * 1024, 16L * 1024 * 1024);

    private final SigningKey aliceKey = key(1);
    private final SigningKey bobKey = key(2);
    private final Ear alice = new Ear();
    private final Ear bob = new Ear();
    private final Network alices = new Network(aliceKey, LIMITS, Duration.ofSeconds(2), true, alice);
    private final Network bobs = new Network(bobKey, LIMITS, Duration.ofSeconds(2), true, bob);
    private Address address = new Address(dev.hob.p2p.wire.Host.of(InetAddress.getLoopbackAddress()), 1);

    private static SigningKey key(int number) {
        return SigningKey.ofSeed(ByteBuffer.allocate(32).putInt(number).array());
    }

    @BeforeEach
    void bobListens() throws IOException {
        address = bobs.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void end() {
        alices.close();
        bobs.close();
    }

    private InetSocketAddress target() {
        return new InetSocketAddress(address.host().inet(), address.port());
    }

    private Connection dial(Manner manner) throws InterruptedException {
        alices.dial(bobKey.publicKey(), address, List.of(new Network.Way(target(), manner)));
        return alice.next(Event.Connected.class).connection();
    }

    private Socket stranger() throws IOException {
        var socket = new Socket();
        socket.connect(target());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void each_learns_who_the_other_is(Manner manner) throws Exception {
        alices.dial(bobKey.publicKey(), address, List.of(new Network.Way(target(), manner)));

        var there = bob.next(Event.Connected.class);
        assertThat(there.peer()).isEqualTo(aliceKey.publicKey());
        assertThat(there.link()).isEqualTo(Link.INBOUND);
        assertThat(there.manner()).isEqualTo(manner);
        var here = alice.next(Event.Connected.class);
        assertThat(here.peer()).isEqualTo(bobKey.publicKey());
        assertThat(here.link()).isEqualTo(Link.OUTBOUND);
        assertThat(here.address()).isEqualTo(address);
    }

    @Test
    void in_tls_nobody_answers_for_another() throws Exception {
        alices.dial(key(3).publicKey(), address, List.of(new Network.Way(target(), Manner.TLS)));

        assertThat(alice.next(Event.DialFailed.class).why())
                .contains(bobKey.publicKey().nid());
    }

    @Test
    void who_knows_no_tls_is_spoken_with_in_clear_and_only_then() throws Exception {
        var plain = new Network.Way(target(), Manner.PLAIN);
        var tls = new Network.Way(target(), Manner.TLS);
        alices.dial(bobKey.publicKey(), address, List.of(tls, plain));
        assertThat(alice.next(Event.Connected.class).manner()).isEqualTo(Manner.TLS);

        try (var old = new java.net.ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            var served = Thread.ofVirtual().start(() -> answersAsBobWithoutTls(old));
            var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), old.getLocalPort());
            alices.dial(
                    bobKey.publicKey(),
                    address,
                    List.of(new Network.Way(there, Manner.TLS), new Network.Way(there, Manner.PLAIN)));
            assertThat(alice.next(Event.Connected.class).manner()).isEqualTo(Manner.PLAIN);
            served.interrupt();
        }
    }

    /// A node of the other kind: it takes whatever comes for the first act.
    private void answersAsBobWithoutTls(java.net.ServerSocket server) {
        var held = new ArrayList<Socket>(); // as long as the test runs
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                held.add(socket);
                var handshake = dev.hob.p2p.noise.Handshake.accepting(dev.hob.p2p.noise.Pattern.XL, bobKey, key(9));
                var first = handshake.receive(
                        ByteBuffer.wrap(socket.getInputStream().readNBytes(32)));
                if (first instanceof dev.hob.p2p.noise.Step.Say(var act))
                    socket.getOutputStream().write(act);
                else socket.close();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void where_the_operator_wants_no_clear_talk_nobody_gets_in_with_it() throws Exception {
        try (var strict = new Network(key(4), LIMITS, SHORT, false, bob)) {
            var at = strict.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var there = new InetSocketAddress(at.host().inet(), at.port());
            alices.dial(key(4).publicKey(), at, List.of(new Network.Way(there, Manner.PLAIN)));
            alice.next(Event.DialFailed.class);
            alices.dial(key(4).publicKey(), at, List.of(new Network.Way(there, Manner.TLS)));
            alice.next(Event.Connected.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void what_is_said_arrives_in_order(Manner manner) throws Exception {
        var connection = dial(manner);
        bob.next(Event.Connected.class);
        for (int i = 0; i < 3_000; i++) alices.send(connection, new Message.Ping(i, i % 200));

        for (int i = 0; i < 3_000; i++) {
            var heard = bob.next(Event.Received.class);
            assertThat(heard.message()).isEqualTo(new Message.Ping(i, i % 200));
            heard.done().run();
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void several_git_streams_carry_much_at_once(Manner manner) throws Exception {
        var connection = dial(manner);
        bob.next(Event.Connected.class);
        byte[] pack = new byte[3_000_000];
        new Random(7).nextBytes(pack);
        var checks = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < 2; i++) {
            var ours = alices.open(connection).orElseThrow();
            var theirs = bob.next(Event.Opened.class);
            assertThat(theirs.peer()).isEqualTo(aliceKey.publicKey());
            assertThat(theirs.manner()).isEqualTo(manner);
            start(() -> echo(theirs.stream()));
            start(() -> say(ours, pack));
            checks.add(later(() -> Arrays.equals(heard(ours), pack)));
        }
        for (var check : checks) assertThat(check.get()).isTrue();
        alices.send(connection, new Message.Pong(5));
        assertThat(bob.next(Event.Received.class).message()).isEqualTo(new Message.Pong(5));
    }

    private static <T> CompletableFuture<T> later(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, NetworkTest::start);
    }

    private static void start(Runnable work) {
        Thread.ofVirtual().start(work);
    }

    private static void say(GitStream stream, byte[] data) {
        try {
            stream.out().write(data);
            stream.out().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] heard(GitStream stream) {
        try {
            return stream.in().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(GitStream stream) {
        try (stream) {
            stream.in().transferTo(stream.out());
            stream.out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_stream_that_nobody_reads_waits_in_the_sender_and_then_loses_its_turn() throws Exception {
        var connection = dial(Manner.PLAIN);
        bob.next(Event.Connected.class);
        var unread = alices.open(connection).orElseThrow();
        var there = bob.next(Event.Opened.class).stream();
        // More than all buffers on the way hold; a writer that never waited would be done with it.
        byte[] much = new byte[64 * 1024 * 1024];
        assertThatThrownBy(() -> unread.out().write(much)).isInstanceOf(IOException.class);
        Thread.sleep(1_000); // its turn is over a moment later
        assertThatThrownBy(() -> there.in().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody read");

        // The others go on.
        alices.send(connection, new Message.Pong(5));
        assertThat(bob.next(Event.Received.class).message()).isEqualTo(new Message.Pong(5));
        var other = alices.open(connection).orElseThrow();
        start(() -> {
            try {
                echo(bob.next(Event.Opened.class).stream());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        say(other, new byte[] {1, 2, 3});
        assertThat(heard(other)).containsExactly(1, 2, 3);
    }

    @Test
    void a_stream_on_which_nothing_comes_is_silent() throws Exception {
        var connection = dial(Manner.PLAIN);
        var stream = alices.open(connection).orElseThrow();

        assertThatThrownBy(() -> stream.in().read()).isInstanceOf(GitStream.Silent.class);
    }

    @Test
    void what_was_said_before_the_end_can_still_be_read() throws Exception {
        var connection = dial(Manner.PLAIN);
        bob.next(Event.Connected.class);
        var ours = alices.open(connection).orElseThrow();
        var theirs = bob.next(Event.Opened.class).stream();
        theirs.out().write(new byte[] {4, 5});
        theirs.out().flush();
        theirs.close();

        assertThat(ours.in().readAllBytes()).containsExactly(4, 5);
        assertThatThrownBy(() -> {
                    ours.out().write(1);
                    ours.out().flush();
                })
                .hasMessageContaining("closed");
        ours.close();
        ours.close();
    }

    @Test
    void a_broken_connection_breaks_its_streams_at_once() throws Exception {
        var connection = dial(Manner.PLAIN);
        var there = bob.next(Event.Connected.class).connection();
        var ours = alices.open(connection).orElseThrow();
        var theirs = bob.next(Event.Opened.class).stream();
        var reading = later(() -> {
            try {
                return "read " + theirs.in().read();
            } catch (IOException e) {
                return e.getMessage();
            }
        });
        long began = System.nanoTime();
        alices.hangUp(connection);

        assertThat(bob.next(Event.Disconnected.class)).satisfies(gone -> {
            assertThat(gone.connection()).isEqualTo(there);
            assertThat(gone.because()).isEqualTo(Because.BROKEN);
        });
        assertThat(reading.get()).contains("broke");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThatThrownBy(() -> ours.in().read()).isInstanceOf(IOException.class);
        assertThat(alices.open(connection)).isEmpty();
        alice.hearsNothing();
    }

    @Test
    void too_many_streams_are_closed_unheard() throws Exception {
        var connection = dial(Manner.PLAIN);
        bob.next(Event.Connected.class);
        alices.open(connection);
        alices.open(connection);
        var third = alices.open(connection).orElseThrow();
        bob.next(Event.Opened.class);
        bob.next(Event.Opened.class);

        assertThat(third.in().read()).isEqualTo(-1);
        bob.hearsNothing();
    }

    // Strangers.

    @Test
    void garbage_is_hung_up_on() throws Exception {
        for (byte[] garbage : List.of(
                "GET / HTTP/1.1\r\nHost: hob\r\n\r\n padded to be long enough for an act"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                new byte[] {22, 3, 1, 0, 4, 1, 9, 9, 9, 9},
                new byte[32])) {
            try (var socket = stranger()) {
                socket.getOutputStream().write(garbage);
                assertThat(isEnded(socket)).isTrue();
            }
        }
        bob.hearsNothing();
        assertThat(bobs.sockets()).isZero();
    }

    @Test
    void who_takes_his_time_with_the_handshake_is_hung_up_on() throws Exception {
        for (byte[] beginning : List.of(new byte[0], new byte[] {22}, new byte[] {22, 3, 1}, new byte[] {1, 2, 3})) {
            long began = System.nanoTime();
            try (var socket = stranger()) {
                socket.getOutputStream().write(beginning);
                assertThat(isEnded(socket)).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(SHORT.minusMillis(100), SHORT.multipliedBy(6));
        }
        bob.hearsNothing();
    }

    @Test
    void who_may_not_come_is_sent_away_unheard() throws Exception {
        bob.admitting = _ -> false;
        try (var socket = stranger()) {
            assertThat(isEnded(socket)).isTrue();
        }
        bob.hearsNothing();
    }

    @Test
    void there_are_only_so_many_sockets() throws Exception {
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < LIMITS.connectionsMax(); i++) sockets.add(stranger());
        try (var oneMore = stranger()) {
            long began = System.nanoTime();
            assertThat(isEnded(oneMore)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT);
        }
        for (var socket : sockets) socket.close();
    }

    /// A stranger who has got through the handshake.
    private Socket mallory() throws Exception {
        var socket = stranger();
        var handshake =
                dev.hob.p2p.noise.Handshake.dialling(dev.hob.p2p.noise.Pattern.XL, key(8), bobKey.publicKey(), key(9));
        socket.getOutputStream().write(((dev.hob.p2p.noise.Step.Say) handshake.begin()).act());
        var answer = ByteBuffer.wrap(socket.getInputStream().readNBytes(32));
        socket.getOutputStream().write(((dev.hob.p2p.noise.Step.Done) handshake.receive(answer)).act());
        bob.next(Event.Connected.class);
        return socket;
    }

    @Test
    void a_frame_that_is_none_ends_the_connection_with_a_reason() throws Exception {
        byte[] tooLong = {'r', 'a', 'd', 1, 12, (byte) 0x9F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
        byte[] unknownMessage = {'r', 'a', 'd', 1, 2, 2, 0, 99};
        byte[] unknownStream = {'r', 'a', 'd', 1, 6, 0};
        byte[] unknownVersion = {'r', 'a', 'd', 2, 2, 0};
        var twice = new Frame.Control(StreamId.control(Link.OUTBOUND), Frame.Turn.OPEN, StreamId.git(Link.INBOUND, 1))
                .bytes();
        for (byte[] frame : List.of(tooLong, unknownMessage, unknownStream, unknownVersion, twice)) {
            try (var socket = mallory()) {
                socket.getOutputStream().write(frame);
                assertThat(bob.next(Event.Disconnected.class).because()).isEqualTo(Because.MALFORMED);
                assertThat(isEnded(socket)).isTrue();
            }
        }
    }

    @Test
    void a_flood_waits_in_the_sender() throws Exception {
        try (var socket = mallory()) {
            byte[] ping = new Frame.Gossip(StreamId.gossip(Link.OUTBOUND), new Message.Ping(0, 60_000)).bytes();
            var flood = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < 2_000; i++) socket.getOutputStream().write(ping);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Thread.sleep(500);
            assertThat(bob.events).hasSize(LIMITS.messagesMax());
            assertThat(flood.isAlive()).as("the sender waits").isTrue();

            for (int i = 0; i < 2_000; i++)
                bob.next(Event.Received.class).done().run();
            flood.join(5_000);
            assertThat(flood.isAlive()).isFalse();
        }
    }

    @Test
    void data_for_streams_that_are_none_is_dropped_up_to_a_bound() throws Exception {
        try (var socket = mallory()) {
            byte[] stray = new Frame.Git(StreamId.git(Link.OUTBOUND, 5), new byte[64 * 1024]).bytes();
            for (int i = 0; i < 4; i++) socket.getOutputStream().write(stray);
            bob.hearsNothing();
            for (int i = 0; i < 300; i++) {
                try {
                    socket.getOutputStream().write(stray);
                } catch (IOException ended) {
                    break;
                }
            }
            assertThat(bob.next(Event.Disconnected.class).because()).isEqualTo(Because.MALFORMED);
        }
    }

    @Test
    void who_does_not_take_what_it_is_told_is_hung_up_on() throws Exception {
        try (var socket = mallory()) {
            assertThat(socket.isConnected()).isTrue();
            // Its socket is never read; the kernel's buffers fill first.
            for (int i = 0; i < 1_000 && bob.events.isEmpty(); i++) {
                bobs.send(new Connection(1), new Message.Ping(0, 60_000));
                Thread.sleep(1);
            }
            assertThat(bob.next(Event.Disconnected.class).why()).contains("does not take");
        }
    }

    @Test
    void many_who_take_nothing_together_do_not_take_all_room_and_the_one_who_has_most_goes_first() throws Exception {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 4; i++) sockets.add(mallory());
            // Each for itself is below what one may leave; the kernel's buffers fill first.
            for (int round = 0; round < 1_000 && bob.events.isEmpty(); round++) {
                for (int i = 1; i <= 4; i++)
                    if (i == 1 || round % 2 == 0) bobs.send(new Connection(i), new Message.Ping(0, 12_000));
                bobs.makeRoom();
            }
            var gone = bob.next(Event.Disconnected.class);
            assertThat(gone.connection()).isEqualTo(new Connection(1));
            assertThat(gone.why()).contains("does not take");
        } finally {
            for (var socket : sockets) socket.close();
        }
    }
}
