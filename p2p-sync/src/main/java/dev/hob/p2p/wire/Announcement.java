package dev.hob.p2p.wire;

import dev.hob.keys.DidKey;

/// A notice with the name and signature of its author; relayed from peer to peer as it is. Not to be believed
/// before [#isGenuine()].
public record Announcement(DidKey node, Signature signature, Notice notice) implements Message {
    /// Whether the named author signed this notice.
    public boolean isGenuine() {
        return node.verify(notice.bytes(), signature.bytes());
    }

    /// When it was made.
    public Timestamp timestamp() {
        return notice.timestamp();
    }
}
