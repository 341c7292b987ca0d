package dev.hob.p2p.net;

import dev.hob.p2p.wire.Decoded;
import dev.hob.p2p.wire.Frame;
import dev.hob.p2p.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes to frames. Holds what belongs to no more than one frame, as everything is asked for again when more is there:
/// looking at an unfinished frame costs nothing, since its length comes first.
final class FrameReader extends ByteToMessageDecoder {
    /// What is no frame; goes up the pipeline once, and after it nothing.
    record Rubbish(Malformed why) {}

    private @Nullable ChannelHandlerContext context;
    private boolean paused;
    private boolean broken;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        this.context = added;
    }

    @Override
    protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> out) {
        if (broken) in.skipBytes(in.readableBytes());
        if (paused || !in.isReadable()) return;
        var bytes = in.nioBuffer();
        switch (Frame.read(bytes)) {
            case Decoded.Whole<Frame>(var frame) -> {
                in.skipBytes(bytes.position());
                out.add(frame);
            }
            case Decoded.Partial<Frame>() -> {}
            case Decoded.Broken<Frame>(var why) -> {
                broken = true;
                out.add(new Rubbish(why));
            }
        }
    }

    void pause() {
        paused = true;
    }

    /// Goes on with what has arrived already.
    void goOn() {
        paused = false;
        var there = context;
        if (there != null && !there.isRemoved()) there.executor().execute(() -> again(there));
    }

    private void again(ChannelHandlerContext there) {
        try {
            if (!paused && !there.isRemoved()) channelRead(there, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            there.fireExceptionCaught(e);
        }
    }
}
