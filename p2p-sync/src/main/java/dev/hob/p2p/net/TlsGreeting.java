package dev.hob.p2p.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;

/// Waits behind TLS until it has shown who is there.
final class TlsGreeting extends ChannelInboundHandlerAdapter {
    private final Meeting meeting;
    private final SslHandler tls;

    TlsGreeting(Meeting meeting, SslHandler tls) {
        this.meeting = meeting;
        this.tls = tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completion)) {
            context.fireUserEventTriggered(event);
            return;
        }
        if (!completion.isSuccess()) {
            failed(completion.cause());
            return;
        }
        TlsKeys.peer(tls.engine())
                .ifPresentOrElse(
                        peer -> meeting.met(peer, Manner.TLS, context),
                        () -> meeting.failed("inside TLS it does not speak as Hobs do", false));
    }

    /// A real node does not know TLS: it leaves, or answers with something else.
    private void failed(Throwable cause) {
        boolean noTls = cause instanceof NotSslRecordException || cause instanceof ClosedChannelException;
        meeting.failed("TLS failed: " + cause, noTls);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        meeting.failed("the peer ended the connection during the handshake", true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean noTls = cause.getCause() instanceof NotSslRecordException || cause instanceof java.io.IOException;
        meeting.failed(String.valueOf(cause), noTls);
    }
}
