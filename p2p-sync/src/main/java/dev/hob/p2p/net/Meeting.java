package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Link;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A connection until both sides have said who they are, or the time for it is over. Owned by its event loop.
final class Meeting {
    /// What comes of it.
    interface Outcome {
        void met(Meeting meeting, Channel channel, DidKey peer, Manner manner, ChannelHandlerContext last);

        void failed(Meeting meeting, Failure failure);
    }

    /// Why it came to nothing.
    ///
    /// @param otherManner whether the other side may understand another manner
    record Failure(String why, boolean otherManner) {}

    private final Channel channel;
    private final Address address;
    private final Link link;
    private final Optional<DidKey> dialled;
    private final Outcome outcome;
    private final Future<?> deadline;
    private boolean over;

    Meeting(
            Channel channel,
            Address address,
            Link link,
            Optional<DidKey> dialled,
            Duration handshakeMax,
            Outcome outcome) {
        this.channel = channel;
        this.address = address;
        this.link = link;
        this.dialled = dialled;
        this.outcome = outcome;
        this.deadline = channel.eventLoop()
                .schedule(
                        () -> failed("the handshake took too long", true),
                        handshakeMax.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    Address address() {
        return address;
    }

    Link link() {
        return link;
    }

    /// Whom we expect there, when it was us who dialled.
    Optional<DidKey> dialled() {
        return dialled;
    }

    /// Both sides have spoken.
    ///
    /// @param last the handler that is not needed any more
    void met(DidKey peer, Manner manner, ChannelHandlerContext last) {
        if (dialled.isPresent() && !dialled.get().equals(peer)) {
            failed("it is " + peer.nid(), false);
            return;
        }
        if (over) return;
        over = true;
        deadline.cancel(false);
        outcome.met(this, channel, peer, manner, last);
    }

    void failed(String why, boolean otherManner) {
        if (over) return;
        over = true;
        deadline.cancel(false);
        Sockets.reset(channel);
        outcome.failed(this, new Failure(why, otherManner));
    }
}
