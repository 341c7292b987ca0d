package dev.hob.p2p.net;

import dev.hob.p2p.noise.Handshake;
import dev.hob.p2p.noise.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// The three acts of a plain connection.
final class PlainGreeting extends ByteToMessageDecoder {
    private final Meeting meeting;
    private final Handshake handshake;

    PlainGreeting(Meeting meeting, Handshake handshake) {
        this.meeting = meeting;
        this.handshake = handshake;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        take(context, handshake.begin());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var bytes = in.nioBuffer();
        var step = handshake.receive(bytes);
        in.skipBytes(bytes.position());
        take(context, step);
    }

    private void take(ChannelHandlerContext context, Step step) {
        switch (step) {
            case Step.Wait _ -> {}
            case Step.Say(var act) -> say(context, act);
            case Step.Done(var peer, var act) -> {
                if (act.length > 0) say(context, act);
                meeting.met(peer, Manner.PLAIN, context);
            }
            case Step.Refused(var reason) -> meeting.failed("the handshake failed: " + reason, false);
        }
    }

    private static void say(ChannelHandlerContext context, byte[] act) {
        var _ = Sockets.send(context.channel(), act);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        meeting.failed("the peer ended the connection during the handshake", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        meeting.failed(String.valueOf(cause), false);
    }
}
