package dev.hob.p2p.net;

import dev.hob.p2p.wire.Link;
import java.util.concurrent.atomic.LongAdder;

/// What happened among peers since the start, for who measures. Shared between threads.
public final class Tally {
    private final LongAdder inbound = new LongAdder();
    private final LongAdder outbound = new LongAdder();
    private final LongAdder plain = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder fetches = new LongAdder();
    private final LongAdder fetchFailures = new LongAdder();
    private final LongAdder namespaces = new LongAdder();

    void connects(Link link, Manner manner) {
        (link == Link.INBOUND ? inbound : outbound).increment();
        if (manner == Manner.PLAIN) plain.increment();
    }

    void hears() {
        messages.increment();
    }

    void serves() {
        served.increment();
    }

    void brought(int updated) {
        fetches.increment();
        namespaces.add(updated);
    }

    void fetchFailed() {
        fetchFailures.increment();
    }

    /// Connections that others opened.
    public long inbound() {
        return inbound.sum();
    }

    /// Connections that this node opened.
    public long outbound() {
        return outbound.sum();
    }

    /// Connections of either kind that were in clear.
    public long plain() {
        return plain.sum();
    }

    /// Messages that came.
    public long messages() {
        return messages.sum();
    }

    /// Git streams that others opened.
    public long served() {
        return served.sum();
    }

    /// Fetches that went well.
    public long fetches() {
        return fetches.sum();
    }

    /// Fetches that did not.
    public long fetchFailures() {
        return fetchFailures.sum();
    }

    /// Namespaces that became newer by them.
    public long namespaces() {
        return namespaces.sum();
    }
}
