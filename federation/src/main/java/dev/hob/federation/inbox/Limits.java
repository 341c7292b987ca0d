package dev.hob.federation.inbox;

import java.time.Duration;

/// How much strangers may send. Immutable.
///
/// @param requests of one address, and of one host's keys, within [#WINDOW]
/// @param failures of signatures of one address within it, after which nothing of it is looked at
/// @param waiting activities of one host that wait to be done
/// @param waitingAll activities that wait to be done
/// @param operations of one actor within a day
public record Limits(int requests, int failures, int waiting, int waitingAll, int operations) {
    /// The time in which requests and failures are counted.
    public static final Duration WINDOW = Duration.ofMinutes(5);

    /// What is usual.
    public static final Limits USUAL = new Limits(300, 30, 10_000, 200_000, 200);

    /// The same, with other numbers of requests.
    public Limits withRequests(int other) {
        return new Limits(other, failures, waiting, waitingAll, operations);
    }
}
