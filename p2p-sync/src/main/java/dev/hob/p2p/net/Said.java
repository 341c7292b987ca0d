package dev.hob.p2p.net;

import dev.hob.p2p.wire.Frame;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.StreamId;
import java.util.EnumMap;
import java.util.Map;

/// A message as it goes to the wire, put into bytes once however many hear it. Used by one thread.
final class Said {
    private final Message message;
    private final Map<Link, byte[]> frames = new EnumMap<>(Link.class);

    Said(Message message) {
        this.message = message;
    }

    @SuppressWarnings("ReferenceEquality") // Equal ones may be said again, at the price of their bytes.
    boolean is(Message other) {
        return message == other;
    }

    /// Its frame on connections that were opened by this side or that; not to be changed.
    byte[] frame(Link link) {
        return frames.computeIfAbsent(link, _ -> new Frame.Gossip(StreamId.gossip(link), message).bytes());
    }
}
