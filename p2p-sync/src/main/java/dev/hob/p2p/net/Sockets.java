package dev.hob.p2p.net;

import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Host;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// What is done to sockets.
final class Sockets {
    private Sockets() {}

    /// Ends a connection at once: what was not sent is dropped, and the other side's kernel is told with a reset. The
    /// real node does not notice an orderly close, and is busy with it for a minute (`radicle.md` §7.2).
    static void reset(Channel channel) {
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException _) {
            // It is closed already, and there is nothing to linger.
        }
        // Past whoever would say goodbye first, as TLS does.
        var first = channel.pipeline().firstContext();
        var _ = first == null ? channel.close() : first.close();
    }

    /// Sends some bytes soon; whether they leave is seen by who waits for room, or by the end of the connection.
    static ChannelFuture send(Channel channel, byte[] bytes) {
        return channel.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    static Address address(SocketAddress socket) {
        if (!(socket instanceof InetSocketAddress inet)) throw new AssertionError("no TCP address: " + socket);
        return new Address(Host.of(inet.getAddress()), inet.getPort());
    }
}
