package dev.hob.federation.remote;

import dev.hob.federation.remote.DeliveryRows.Failing;
import dev.hob.federation.remote.DeliveryRows.Row;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What stands in line for one host, and how the host has fared. Owned by the dispatcher's thread.
final class Line {
    /// How many go to a host at once.
    static final int AT_ONCE_MAX = 2;

    final String host;
    /// What may go; all of it is on its way or in here only once.
    final Deque<Row> ready = new ArrayDeque<>();

    /// What comes after that, all of one actor and in its order: each waits for those before it.
    final Deque<Row> behind = new ArrayDeque<>();

    final Set<Row> running = new HashSet<>();
    /// The first moment at which it is looked at by itself.
    Instant wakesAt = Instant.MAX;

    /// Whether it stands in the queue of hosts.
    boolean queued;

    /// Whether it answered last time.
    boolean proven;

    private Optional<Failing> failing = Optional.empty();
    private Instant failedAt = Instant.EPOCH;

    Line(String host) {
        this.host = host;
    }

    Line(Failing failing) {
        this.host = failing.host();
        this.failing = Optional.of(failing);
    }

    /// A host that was not reached yet is asked by one alone: it may be dead, and then each waits for a long time.
    int places() {
        return proven ? AT_ONCE_MAX : 1;
    }

    Optional<Failing> failing() {
        return failing;
    }

    boolean isParked() {
        return failing.filter(Failing::parked).isPresent();
    }

    boolean waitsAt(Instant now) {
        return failing.filter(host -> host.due().isAfter(now)).isPresent();
    }

    /// Whether it failed at a moment or after it.
    boolean failedSince(Instant moment) {
        return !failedAt.isBefore(moment);
    }

    void fails(Failing now, Instant at) {
        failing = Optional.of(now);
        failedAt = at;
        proven = false;
        forget(); // What waits longer than this may have been dropped meanwhile.
    }

    /// What may go, and what comes after it, is looked up again.
    void forget() {
        ready.clear();
        behind.clear();
    }

    /// Once all before it has arrived, what is said next may go, to whichever inboxes of the host.
    void advance() {
        if (!ready.isEmpty() || !running.isEmpty() || behind.isEmpty()) return;
        long position = behind.getFirst().position();
        while (!behind.isEmpty() && behind.getFirst().position() == position) ready.add(behind.removeFirst());
    }

    /// Whether it had failed before.
    boolean answers() {
        proven = true;
        return recovers();
    }

    boolean recovers() {
        boolean had = failing.isPresent();
        failing = Optional.empty();
        return had;
    }
}
