package dev.hob.p2p.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BiConsumer;

/// Tells by its first bytes in which [Manner] a dialler speaks. TLS begins with the head of a record and of the one
/// message that can come first (RFC 8446 §5.1, §4); the other act is a point on a curve, which looks like chance and
/// like this head once in a thousand million times.
final class FirstBytes extends ByteToMessageDecoder {
    private static final int HEAD_BYTES = 6;
    private static final int HANDSHAKE = 22;
    private static final int VERSION_MAJOR = 3;
    private static final int VERSION_MINOR_MAX = 4;
    private static final int CLIENT_HELLO = 1;

    private final Meeting meeting;
    private final BiConsumer<ChannelHandlerContext, Manner> told;

    /// @param told puts the handlers of a manner behind this one
    FirstBytes(Meeting meeting, BiConsumer<ChannelHandlerContext, Manner> told) {
        this.meeting = meeting;
        this.told = told;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) == HANDSHAKE && in.readableBytes() < HEAD_BYTES) return;
        told.accept(context, isTls(in, start) ? Manner.TLS : Manner.PLAIN);
        context.pipeline().remove(this);
    }

    private static boolean isTls(ByteBuf in, int start) {
        return in.getUnsignedByte(start) == HANDSHAKE
                && in.getUnsignedByte(start + 1) == VERSION_MAJOR
                && in.getUnsignedByte(start + 2) <= VERSION_MINOR_MAX
                && in.getUnsignedByte(start + HEAD_BYTES - 1) == CLIENT_HELLO;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        meeting.failed("the peer left before it spoke", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        meeting.failed(String.valueOf(cause), false);
    }
}
