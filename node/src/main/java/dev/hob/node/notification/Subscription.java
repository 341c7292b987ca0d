package dev.hob.node.notification;

import java.time.Instant;
import java.util.Optional;

/// How somebody stands with what happens to one issue.
public sealed interface Subscription {
    /// They hear of all that happens.
    ///
    /// @param since when they asked to, if they did
    record Hears(Reason reason, Optional<Instant> since) implements Subscription {}

    /// They have no part in it: they hear of what calls them by name, or makes it their task.
    record Apart() implements Subscription {}

    /// They asked to hear no more; what calls them by name, or makes it their task, reaches them still.
    record Ended(Instant since) implements Subscription {}

    /// They ignore the repository: they hear of nothing.
    record Ignores() implements Subscription {}

    /// Whether they hear of all that happens.
    default boolean hears() {
        return this instanceof Hears;
    }
}
