package dev.hob.p2p.protocol;

import dev.hob.p2p.wire.Announcement;
import java.util.BitSet;

/// An announcement that is kept: who has it already, and whether what it offers was fetched. Owned by [Gossip].
final class Heard {
    private final Announcement announcement;
    private final BitSet knownBy = new BitSet();
    private boolean settled;
    private boolean missed;

    Heard(Announcement announcement) {
        this.announcement = announcement;
    }

    Announcement announcement() {
        return announcement;
    }

    boolean isKnownBy(Session peer) {
        return knownBy.get(peer.seat()) || announcement.node().equals(peer.peer());
    }

    /// A peer has it: it has said so, or was told.
    void knows(Session peer) {
        knownBy.set(peer.seat());
    }

    /// Of a newcomer nobody knows what it has.
    void forget(Session newcomer) {
        knownBy.clear(newcomer.seat());
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

    /// One that it replaces offered what was not fetched, and it does not offer that itself.
    void miss() {
        missed = true;
    }

    boolean hasMissed() {
        return missed;
    }
}
