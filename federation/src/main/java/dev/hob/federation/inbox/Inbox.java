package dev.hob.federation.inbox;

import dev.hob.federation.signature.Request;
import java.time.Duration;
import java.util.Optional;

/// The door for what other servers send: every check that can be made at once, and then it is kept. What it means is
/// decided behind the door. Shared between threads.
public final class Inbox {
    /// What the sender is told.
    ///
    /// @param sentence may be shown to anybody
    /// @param retryAfter when it may be worth trying again
    public record Answer(int status, String sentence, Optional<Duration> retryAfter) {
        static Answer of(int status, String sentence) {
            return new Answer(status, sentence, Optional.empty());
        }
    }

    /// Takes a POST to an inbox, whichever.
    ///
    /// @param request with the public address as its target and the body as it came, at most one byte more than
    ///     [dev.hob.federation.vocab.Json#BYTES_MAX]
    /// @param address that it came from, for counting
    public Answer take(Request request, String address) {
        throw new UnsupportedOperationException("the door is being built");
    }
}
