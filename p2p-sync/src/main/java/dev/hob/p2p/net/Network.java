package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.noise.Handshake;
import dev.hob.p2p.noise.Pattern;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of this node: those that others dial, and those that it dials. Shared between threads.
final class Network implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);
    private static final int THREADS = 2;
    private static final int BACKLOG = 128;
    /// A writer waits when this much has not left, until half of it has.
    private static final int UNSENT_BYTES = 256 * 1024;
    private static final Duration ROOM_WAIT = Duration.ofSeconds(2);
    private static final Duration ROOM_LOOK = Duration.ofMillis(5);

    private final SigningKey key;
    private final Limits limits;
    private final Duration silenceMax;
    private final boolean plaintext;
    private final LineEvents events;
    private final TlsKeys tls;
    private final SecureRandom random = new SecureRandom();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("peer sockets", true), NioIoHandler.newFactory());

    private final List<Channel> listening = new CopyOnWriteArrayList<>();
    private final Map<Channel, Boolean> sockets = new ConcurrentHashMap<>();
    private final Map<Host, AtomicInteger> perHost = new ConcurrentHashMap<>();
    private final Map<Connection, Line> lines = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong unsentBytes = new AtomicLong();
    private Said last = new Said(new Message.Pong(0)); // of whoever sends
    private volatile boolean closed;

    /// @param plaintext whether peers that know no TLS are spoken with
    Network(SigningKey key, Limits limits, Duration silenceMax, boolean plaintext, LineEvents events) {
        this.key = key;
        this.limits = limits;
        this.silenceMax = silenceMax;
        this.plaintext = plaintext;
        this.events = events;
        this.tls = new TlsKeys(key);
    }

    /// Lets others dial us here, and says where that is.
    Address listen(InetSocketAddress where) throws IOException {
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        arrived(channel);
                    }
                })
                .bind(where)
                .awaitUninterruptibly();
        if (!bound.isSuccess())
            throw new IOException(
                    "cannot listen at " + where + ": " + bound.cause().getMessage());
        listening.add(bound.channel());
        return Sockets.address(bound.channel().localAddress());
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(UNSENT_BYTES / 2, UNSENT_BYTES);
    }

    private void arrived(Channel channel) {
        channel.pipeline().addLast(new Failing());
        if (channel.remoteAddress() == null || !counted(channel)) {
            Sockets.reset(channel);
            return;
        }
        var address = Sockets.address(channel.remoteAddress());
        var meeting =
                new Meeting(channel, address, Link.INBOUND, Optional.empty(), limits.handshake(), new Accepting());
        events.admits(address.host())
                .whenComplete((admitted, failure) -> channel.eventLoop().execute(() -> {
                    if (failure != null || !admitted) meeting.failed("it may not come in", false);
                    else {
                        channel.pipeline().addLast(new FirstBytes(meeting, (at, manner) -> speak(at, meeting, manner)));
                        channel.config().setAutoRead(true);
                    }
                }));
    }

    /// Counts a socket that was accepted until it is closed; false when there are as many as we keep.
    private boolean counted(Channel channel) {
        if (sockets.size() >= limits.connectionsMax()) return false;
        sockets.put(channel, true);
        channel.closeFuture().addListener(_ -> sockets.remove(channel));
        var host = Sockets.address(channel.remoteAddress()).host();
        if (host.isLoopback()) return true;
        var counter = perHost.compute(host.network(), (_, known) -> {
            var one = known == null ? new AtomicInteger() : known;
            one.incrementAndGet();
            return one;
        });
        channel.closeFuture()
                .addListener(_ -> perHost.compute(
                        host.network(), (_, known) -> known == null || known.decrementAndGet() == 0 ? null : known));
        return counter.get() <= limits.perHostMax();
    }

    private void speak(ChannelHandlerContext at, Meeting meeting, Manner manner) {
        switch (manner) {
            case PLAIN -> {
                if (plaintext) at.pipeline().addLast(new PlainGreeting(meeting, handshake(meeting)));
                else meeting.failed("it does not speak TLS, and this node speaks nothing else", false);
            }
            case TLS -> {
                var handler = meeting.link() == Link.OUTBOUND ? tls.dialling() : tls.accepting();
                handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
                at.pipeline().addLast(handler, new TlsGreeting(meeting, handler));
            }
        }
    }

    private Handshake handshake(Meeting meeting) {
        var ephemeral = SigningKey.generate(random);
        return meeting.dialled()
                .map(peer -> Handshake.dialling(Pattern.XL, key, peer, ephemeral))
                .orElseGet(() -> Handshake.accepting(Pattern.XL, key, ephemeral));
    }

    /// Dials a peer, one way after the other until one leads there; [LineEvents#connected] or
    /// [LineEvents#dialFailed] follows.
    void dial(DidKey peer, Address address, List<Way> ways) {
        if (closed || ways.isEmpty()) {
            events.dialFailed(peer, address, closed ? "this node stops" : "there is no way to it");
            return;
        }
        var way = ways.getFirst();
        var others = ways.subList(1, ways.size());
        var connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(limits.dial().toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(new Failing())
                .connect(way.target());
        connecting.addListener(_ -> {
            var channel = connecting.channel();
            if (!connecting.isSuccess()) {
                var elsewhere = others.stream()
                        .filter(other -> !other.target().equals(way.target()))
                        .toList();
                if (elsewhere.isEmpty())
                    events.dialFailed(
                            peer, address, String.valueOf(connecting.cause().getMessage()));
                else dial(peer, address, elsewhere);
                return;
            }
            sockets.put(channel, true);
            channel.closeFuture().addListener(_ -> sockets.remove(channel));
            var outcome = new Dialling(peer, others);
            var meeting = new Meeting(channel, address, Link.OUTBOUND, Optional.of(peer), limits.handshake(), outcome);
            speak(channel.pipeline().firstContext(), meeting, way.manner());
        });
    }

    /// One way to a peer.
    record Way(InetSocketAddress target, Manner manner) {}

    private void met(Meeting meeting, Channel channel, DidKey peer, Manner manner, ChannelHandlerContext last) {
        var connection = new Connection(connections.incrementAndGet());
        var frames = new FrameReader();
        var line = new Line(
                connection,
                peer,
                meeting.address(),
                meeting.link(),
                manner,
                limits,
                silenceMax,
                channel,
                new Throttle(channel, frames),
                new Unsent(unsentBytes),
                events);
        lines.put(connection, line);
        channel.closeFuture().addListener(_ -> lines.remove(connection));
        channel.pipeline().addLast(frames, line);
        line.begin();
        channel.pipeline().remove(last.handler()); // what it has read beyond its own goes to the frames
    }

    private final class Accepting implements Meeting.Outcome {
        @Override
        public void met(Meeting meeting, Channel channel, DidKey peer, Manner manner, ChannelHandlerContext last) {
            Network.this.met(meeting, channel, peer, manner, last);
        }

        @Override
        public void failed(Meeting meeting, Meeting.Failure failure) {
            LOG.debug("{} came and went: {}", meeting.address(), failure.why());
        }
    }

    private final class Dialling implements Meeting.Outcome {
        private final DidKey peer;
        private final List<Way> others;

        Dialling(DidKey peer, List<Way> others) {
            this.peer = peer;
            this.others = others;
        }

        @Override
        public void met(Meeting meeting, Channel channel, DidKey peer, Manner manner, ChannelHandlerContext last) {
            Network.this.met(meeting, channel, peer, manner, last);
        }

        @Override
        public void failed(Meeting meeting, Meeting.Failure failure) {
            if (failure.otherManner() && !others.isEmpty()) dial(peer, meeting.address(), others);
            else events.dialFailed(peer, meeting.address(), failure.why());
        }
    }

    /// Says something on a connection; nothing when it is gone. One thread at a time says things.
    void send(Connection to, Message message) {
        if (!last.is(message)) last = new Said(message);
        line(to).ifPresent(line -> line.send(last));
    }

    /// Waits until so much of what was said has left that more can be said. Who says things calls it in between: else
    /// what many say to many takes all memory there is. Nobody is waited for long.
    void makeRoom() throws InterruptedException {
        long end = System.nanoTime() + ROOM_WAIT.toNanos();
        while (unsentBytes.get() > limits.allUnsentBytesMax() && !closed) {
            if (System.nanoTime() > end)
                lines.values().stream()
                        .max(Comparator.comparingLong(Line::unsentBytes))
                        .ifPresent(Line::giveUp);
            Thread.sleep(ROOM_LOOK);
        }
    }

    /// Ends a connection, at once and with a reset.
    void hangUp(Connection connection) {
        line(connection).ifPresent(Line::hangUp);
    }

    /// Opens a git stream; empty when the connection is gone.
    Optional<GitStream> open(Connection connection) {
        return line(connection).flatMap(Line::open);
    }

    private Optional<Line> line(Connection connection) {
        return Optional.ofNullable(lines.get(connection));
    }

    /// How many sockets are open to peers, known or not yet.
    int sockets() {
        return sockets.size();
    }

    @Override
    public void close() {
        closed = true;
        // While their loop still runs: Java lets go of a socket when it is next waited for.
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        sockets.keySet().forEach(Sockets::reset);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// The first handler of every socket, and before others are there, the last: an error ends it.
    private static final class Failing extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (this.equals(context.pipeline().last())) Sockets.reset(context.channel());
            else context.fireExceptionCaught(cause);
        }
    }
}
