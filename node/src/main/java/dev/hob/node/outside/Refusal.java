package dev.hob.node.outside;

import java.time.Duration;

/// Why there is no answer from outside.
public sealed interface Refusal {
    /// A sentence that may be shown to whoever named the address. Says nothing of this node's own network.
    String told();

    /// Whether it may be otherwise later.
    default boolean mayPass() {
        return switch (this) {
            case Forbidden _, Astray _, TooLarge _, Unreadable _ -> false;
            case Unreachable _, TooSlow _, Resting _, Busy _ -> true;
        };
    }

    /// Requests do not go there: its scheme, host, port or address.
    record Forbidden(String told) implements Refusal {}

    /// Not found by its name, not connected, not believed in TLS, or broken off.
    record Unreachable(String told) implements Refusal {}

    /// It did not answer, or not to the end, within the time.
    record TooSlow(String told) implements Refusal {}

    /// More than was asked for.
    record TooLarge(String told) implements Refusal {}

    /// It came in a packing that is not taken here.
    record Unreadable(String told) implements Refusal {}

    /// It led elsewhere too often, or to nowhere.
    record Astray(String told) implements Refusal {}

    /// It failed so often that it is left alone for a while.
    record Resting(String told, Duration left) implements Refusal {}

    /// It is asked so much at this moment that one more will not wait.
    record Busy(String told) implements Refusal {}
}
