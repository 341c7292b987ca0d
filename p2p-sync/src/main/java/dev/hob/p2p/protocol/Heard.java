package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Announcement;
import java.util.HashSet;
import java.util.Set;

/// An announcement that is kept: who has it already, and whether what it offers was fetched. Owned by [Gossip].
final class Heard {
    /// How many peers are remembered to have it: all that can be connected.
    private static final int KNOWN_BY_MAX = Sessions.INBOUND_MAX + Sessions.OUTBOUND_MAX;

    private final Announcement announcement;
    private final Set<DidKey> knownBy = new HashSet<>();
    private boolean settled;

    Heard(Announcement announcement) {
        this.announcement = announcement;
    }

    Announcement announcement() {
        return announcement;
    }

    boolean isKnownBy(DidKey peer) {
        return knownBy.contains(peer) || announcement.node().equals(peer);
    }

    void toldBy(DidKey peer) {
        if (knownBy.size() < KNOWN_BY_MAX) knownBy.add(peer);
    }

    /// What it offers is here.
    void settle() {
        settled = true;
    }

    /// What it offers may be wanted now.
    void reopen() {
        settled = false;
    }

    boolean isSettled() {
        return settled;
    }
}
