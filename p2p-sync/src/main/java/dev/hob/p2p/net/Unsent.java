package dev.hob.p2p.net;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Messages for one peer that wait to leave. What many are told is kept once, whoever has not taken it yet; the bytes
/// are counted for each. One thread takes, any puts.
final class Unsent {
    /// What a place in the queue takes besides.
    private static final long PLACE_BYTES = 32;

    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong ofAll;

    /// @param ofAll the bytes of all peers together
    Unsent(AtomicLong ofAll) {
        this.ofAll = ofAll;
    }

    void add(byte[] frame) {
        count(cost(frame));
        waiting.add(frame);
    }

    /// The next to be sent; it is counted until [#left(long)].
    Optional<byte[]> next() {
        return Optional.ofNullable(waiting.poll());
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// What so much has cost is in the socket now, or will never be.
    void left(long cost) {
        count(-cost);
    }

    static long cost(byte[] frame) {
        return frame.length + PLACE_BYTES;
    }

    long bytes() {
        return bytes.get();
    }

    /// Nobody will take them.
    void drop() {
        for (var frame = next(); frame.isPresent(); frame = next()) left(cost(frame.get()));
    }

    private void count(long more) {
        bytes.addAndGet(more);
        ofAll.addAndGet(more);
    }
}
