package dev.hob.federation.remote;

import java.time.Duration;
import java.util.Optional;

/// What came of delivering to an inbox.
public sealed interface Posted {
    /// The host has it.
    record Taken() implements Posted {}

    /// Not now.
    ///
    /// @param after how long the host asks to be left alone, cut to what is reasonable
    /// @param host whether it is the host that fails, not this delivery
    record Later(Optional<Duration> after, String why, boolean host) implements Posted {}

    /// The host does not want it, and will not.
    record Never(String why) implements Posted {}

    /// The inbox does not exist any more (410): its owner follows nobody now.
    record Gone() implements Posted {}
}
