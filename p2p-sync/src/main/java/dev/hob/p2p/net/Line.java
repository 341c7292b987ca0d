package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Frame;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.StreamId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection on which both sides have said who they are: messages, and git streams beside them.
///
/// All of it shares one TCP connection, which has one brake: what is not read stays in the socket, messages too. So it
/// is pulled only when much waits, and a stream that nobody reads for as long as a silence may last loses its turn.
final class Line extends ChannelInboundHandlerAdapter {
    private static final int BATCH_BYTES = 16 * 1024;

    private final Connection connection;
    private final DidKey peer;
    private final Address address;
    private final Link link;
    private final Manner manner;
    private final Limits limits;
    private final Duration silenceMax;
    private final Channel channel;
    private final LineEvents events;
    private final Throttle throttle;

    // Of the event loop.
    private final Map<StreamId, Pipe> pipes = new HashMap<>();
    private long newestThere;
    private int messagesWaiting;
    private long strayBytes;
    private boolean watching;
    private boolean over;

    // Of everybody.
    private long newestHere;
    private final AtomicInteger gitBytes = new AtomicInteger();
    private final Unsent unsent;
    private final AtomicBoolean leaving = new AtomicBoolean();

    Line(
            Connection connection,
            DidKey peer,
            Address address,
            Link link,
            Manner manner,
            Limits limits,
            Duration silenceMax,
            Channel channel,
            Throttle throttle,
            Unsent unsent,
            LineEvents events) {
        this.connection = connection;
        this.peer = peer;
        this.address = address;
        this.link = link;
        this.manner = manner;
        this.limits = limits;
        this.silenceMax = silenceMax;
        this.channel = channel;
        this.throttle = throttle;
        this.unsent = unsent;
        this.events = events;
    }

    /// Begins: from now on there are events.
    void begin() {
        events.connected(connection, peer, address, link, manner);
    }

    // From the peer, on the event loop.

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        if (over) return;
        switch (read) {
            case Frame.Gossip gossip -> said(gossip.message());
            case Frame.Control control -> turned(control);
            case Frame.Git git -> carried(git);
            case FrameReader.Rubbish(var why) -> end(Because.MALFORMED, why.toString());
            default -> throw new AssertionError("no frame: " + read);
        }
    }

    private void said(Message message) {
        messagesWaiting++;
        if (messagesWaiting >= limits.messagesMax()) throttle.on(Throttle.Reason.MESSAGES);
        events.received(connection, message, () -> later(this::thoughtAbout));
    }

    private void thoughtAbout() {
        messagesWaiting--;
        if (messagesWaiting <= limits.messagesMax() / 2) throttle.off(Throttle.Reason.MESSAGES);
    }

    private void turned(Frame.Control control) {
        var target = control.target();
        switch (control.turn()) {
            case OPEN -> opened(target);
            case EOF -> pipe(target).ifPresent(Pipe::saidAll);
            case CLOSE -> pipe(target).ifPresent(Pipe::closedThere);
        }
    }

    private Optional<Pipe> pipe(StreamId id) {
        return Optional.ofNullable(pipes.get(id));
    }

    private void opened(StreamId id) {
        boolean theirs = id.kind() == StreamId.Kind.GIT && id.opener() == link.reverse();
        if (!theirs || id.value() <= newestThere) {
            end(Because.MALFORMED, "opened stream " + id.value() + " out of turn");
            return;
        }
        newestThere = id.value();
        long open = pipes.keySet().stream()
                .filter(other -> other.opener() == link.reverse())
                .count();
        if (open >= limits.streamsMax()) {
            turn(Frame.Turn.CLOSE, id);
            return;
        }
        var pipe = new Pipe(this, id, silenceMax);
        pipes.put(id, pipe);
        events.opened(connection, peer, manner, pipe);
    }

    private void carried(Frame.Git git) {
        int length = git.data().length;
        var pipe = pipes.get(git.stream());
        if (pipe == null || !pipe.arrived(git.data())) {
            strayBytes += length; // A stream that ended here while these were on their way.
            if (strayBytes > limits.strayBytesMax()) end(Because.MALFORMED, "git data that nobody asked for");
            return;
        }
        if (gitBytes.addAndGet(length) < limits.gitBytesMax() || throttle.isOn(Throttle.Reason.GIT)) return;
        throttle.on(Throttle.Reason.GIT);
        releaseIfRead(); // It may have been read in between.
        dropUnreadLater();
    }

    private void dropUnreadLater() {
        if (watching) return;
        watching = true;
        var _ = channel.eventLoop().schedule(this::dropUnread, silenceMax.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void dropUnread() {
        watching = false;
        if (over || !throttle.isOn(Throttle.Reason.GIT)) return;
        for (var pipe : List.copyOf(pipes.values()))
            if (pipe.isLeftUnread(silenceMax)) {
                read(pipe.broken("the peer sent more than waits here, and nobody read it"));
                pipes.remove(pipe.id());
                turn(Frame.Turn.CLOSE, pipe.id());
            }
        dropUnreadLater();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            pipes.values().forEach(Pipe::writable);
            leave();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        // The real node does not notice an end of the stream; we do at once.
        end(Because.BROKEN, "the peer ended the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(Because.BROKEN, String.valueOf(cause));
    }

    // From here, on any thread.

    void send(Said said) {
        if (unsent.bytes() > limits.unsentBytesMax()) {
            giveUp();
            return;
        }
        unsent.add(said.frame(link));
        if (leaving.compareAndSet(false, true)) later(this::leave);
    }

    /// What waits to leave, in bytes.
    long unsentBytes() {
        return unsent.bytes();
    }

    /// Ends it, since too much waits to leave.
    void giveUp() {
        later(() -> end(Because.BROKEN, "the peer does not take what it is told"));
    }

    /// Sends what waits, many messages at once: each for itself would be a packet, and in TLS a record.
    private void leave() {
        leaving.set(false);
        if (over) unsent.drop();
        while (!unsent.isEmpty() && channel.isWritable()) {
            var batch = channel.alloc().buffer();
            long cost = 0;
            var next = unsent.next();
            while (next.isPresent()) {
                batch.writeBytes(next.get());
                cost += Unsent.cost(next.get());
                next = batch.readableBytes() < BATCH_BYTES ? unsent.next() : Optional.empty();
            }
            long gone = cost;
            var _ = channel.writeAndFlush(batch).addListener(_ -> unsent.left(gone));
        }
    }

    /// Opens a git stream; empty when the connection is over.
    synchronized Optional<GitStream> open() { // they are opened in the order of their numbers
        if (!channel.isActive()) return Optional.empty();
        newestHere++;
        var id = StreamId.git(link, newestHere);
        var pipe = new Pipe(this, id, silenceMax);
        later(() -> {
            if (over) {
                pipe.broken("the connection is over");
                return;
            }
            pipes.put(id, pipe);
            turn(Frame.Turn.OPEN, id);
        });
        return Optional.of(pipe);
    }

    void write(Frame.Git frame) {
        var _ = Sockets.send(channel, frame.bytes());
    }

    void turn(Frame.Turn turn, StreamId stream) {
        var frame = new Frame.Control(StreamId.control(link), turn, stream);
        var _ = Sockets.send(channel, frame.bytes());
    }

    /// Some bytes of git streams are no longer here.
    void read(int bytes) {
        int before = gitBytes.getAndAdd(-bytes);
        int low = limits.gitBytesMax() / 2;
        if (before > low && before - bytes <= low) later(this::releaseIfRead);
    }

    private void releaseIfRead() {
        if (gitBytes.get() <= limits.gitBytesMax() / 2) throttle.off(Throttle.Reason.GIT);
    }

    /// A stream was closed here.
    void closed(Pipe pipe, int unread) {
        read(unread);
        later(() -> {
            if (over) return;
            pipes.remove(pipe.id());
            turn(Frame.Turn.CLOSE, pipe.id());
        });
    }

    /// How much must leave before there is room for more; 0 when there is.
    long bytesUntilRoom() {
        return channel.isWritable() || !channel.isActive() ? 0 : channel.bytesBeforeWritable();
    }

    /// Ends it without a word to the peer, and none to whoever asked.
    void hangUp() {
        later(() -> over("this node ended the connection"));
    }

    private void later(Runnable what) {
        try {
            channel.eventLoop().execute(what);
        } catch (RejectedExecutionException _) {
            // The node stops, and every connection with it.
        }
    }

    private void end(Because because, String why) {
        if (over("the connection broke: " + why)) events.disconnected(connection, because, why);
    }

    private boolean over(String why) {
        if (over) return false;
        over = true;
        for (var pipe : pipes.values()) pipe.broken(why);
        pipes.clear();
        unsent.drop();
        Sockets.reset(channel);
        return true;
    }
}
