package dev.hob.node.outside;

import java.time.InstantSource;

/// Asks others by HTTP. Shared between threads.
public final class Outside implements AutoCloseable {
    public Outside(Policy policy, InstantSource clock) {}

    /// Asks, and waits for the whole answer.
    public Answer ask(Ask ask) {
        throw new UnsupportedOperationException(ask.method());
    }

    @Override
    public void close() {}
}
