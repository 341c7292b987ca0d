package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/// When a repository is asked for again from a peer that could not give it: each time later.
final class Patience {
    /// How many failures are remembered; of more, the oldest is forgotten, and tried again too early.
    static final int FAILURES_MAX = 4_096;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int DOUBLINGS_MAX = 7;

    private record Pair(RepoId repository, DidKey from) {}

    private record Failure(int times, Instant retryAt) {}

    private final LinkedHashMap<Pair, Failure> failures = new LinkedHashMap<>();

    void failed(RepoId repository, DidKey from, Instant now) {
        var pair = new Pair(repository, from);
        var before = failures.remove(pair);
        int times = before == null ? 0 : before.times;
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, DOUBLINGS_MAX));
        failures.put(pair, new Failure(times + 1, now.plus(pause)));
        if (failures.size() > FAILURES_MAX) failures.pollFirstEntry();
    }

    /// Failures of before count no more.
    void forget(RepoId repository, DidKey from) {
        failures.remove(new Pair(repository, from));
    }

    boolean mayTry(RepoId repository, DidKey from, Instant now) {
        var failure = failures.get(new Pair(repository, from));
        return failure == null || !now.isBefore(failure.retryAt);
    }

    int size() {
        return failures.size();
    }
}
