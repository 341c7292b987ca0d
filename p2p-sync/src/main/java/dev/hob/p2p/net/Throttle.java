package dev.hob.p2p.net;

import io.netty.channel.Channel;
import java.util.EnumSet;
import java.util.Set;

/// Leaves bytes in the socket while there is a reason to. Owned by the connection's event loop.
final class Throttle {
    enum Reason {
        /// Enough messages wait to be thought about.
        MESSAGES,
        /// Enough bytes wait to be read from git streams.
        GIT
    }

    private final Channel channel;
    private final FrameReader frames;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    Throttle(Channel channel, FrameReader frames) {
        this.channel = channel;
        this.frames = frames;
    }

    void on(Reason reason) {
        if (!reasons.add(reason) || reasons.size() > 1) return;
        frames.pause();
        channel.config().setAutoRead(false);
    }

    void off(Reason reason) {
        if (!reasons.remove(reason) || !reasons.isEmpty()) return;
        frames.goOn();
        if (reasons.isEmpty()) channel.config().setAutoRead(true);
    }

    boolean isOn(Reason reason) {
        return reasons.contains(reason);
    }
}
