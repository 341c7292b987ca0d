package dev.hob.p2p.wire;

/// Which side dialled a connection, as seen from here.
public enum Link {
    /// We dialled.
    OUTBOUND,
    /// They did.
    INBOUND;

    /// The same connection as seen from the other side.
    public Link reverse() {
        return this == OUTBOUND ? INBOUND : OUTBOUND;
    }
}
