package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Announcement;
import java.util.HashSet;
import java.util.Set;

/// An announcement that is kept: who has it already, and whether what it offers was fetched. Owned by [Gossip].
final class Heard {
    private final Announcement announcement;
    private final int knownByMax;
    private final Set<DidKey> knownBy = new HashSet<>();
    private boolean settled;
    private boolean missed;

    /// @param knownByMax how many peers are remembered to have it: all that can be connected
    Heard(Announcement announcement, int knownByMax) {
        this.announcement = announcement;
        this.knownByMax = knownByMax;
    }

    Announcement announcement() {
        return announcement;
    }

    boolean isKnownBy(DidKey peer) {
        return knownBy.contains(peer) || announcement.node().equals(peer);
    }

    void toldBy(DidKey peer) {
        if (knownBy.size() < knownByMax) knownBy.add(peer);
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
