package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.RefsAt;
import dev.hob.p2p.wire.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which fetches run and which wait: one for each repository, one from each peer, and a few in all (`radicle.md`
/// §8.7).
final class FetchQueue {
    /// How many run at the same time.
    static final int RUNNING_MAX = 8;

    /// How many run from one peer at the same time.
    static final int RUNNING_PER_PEER_MAX = 1;

    /// How many wait for one peer.
    static final int WAITING_PER_PEER_MAX = 128;

    /// A fetch.
    ///
    /// @param wanted which signed refs; none means everything in scope
    /// @param answers the time of the newest announcement it answers
    record Job(RepoId repository, DidKey from, List<RefsAt> wanted, Timestamp answers) {
        /// One fetch for both.
        Job and(Job later) {
            var newest = later.answers.isAfter(answers) ? later.answers : answers;
            if (wanted.isEmpty() || later.wanted.isEmpty()) return new Job(repository, from, List.of(), newest);
            Map<DidKey, RefsAt> both = new LinkedHashMap<>();
            wanted.forEach(one -> both.put(one.remote(), one));
            later.wanted.forEach(one -> both.put(one.remote(), one));
            return new Job(repository, from, List.copyOf(both.values()), newest);
        }
    }

    private final Map<RepoId, Job> running = new HashMap<>();
    private final Map<DidKey, ArrayDeque<Job>> waiting = new LinkedHashMap<>();

    /// Takes a job in; false when too many wait for this peer already.
    boolean add(Job job) {
        var active = running.get(job.repository);
        if (active != null && active.from.equals(job.from) && active.wanted.equals(job.wanted)) return true;
        var queue = waiting.computeIfAbsent(job.from, _ -> new ArrayDeque<>());
        for (var other : queue) {
            if (!other.repository.equals(job.repository)) continue;
            var merged = new ArrayDeque<Job>();
            queue.forEach(one -> merged.add(one.repository.equals(job.repository) ? one.and(job) : one));
            waiting.put(job.from, merged);
            return true;
        }
        if (queue.size() >= WAITING_PER_PEER_MAX) return false;
        queue.add(job);
        return true;
    }

    /// Those that can begin now; from now on they run.
    List<Job> start() {
        var started = new ArrayList<Job>();
        for (var entry : List.copyOf(waiting.entrySet())) {
            var peer = entry.getKey();
            var queue = entry.getValue();
            if (running.size() >= RUNNING_MAX) break;
            if (runningFrom(peer) >= RUNNING_PER_PEER_MAX) continue;
            var free = queue.stream()
                    .filter(job -> !running.containsKey(job.repository))
                    .findFirst();
            if (free.isEmpty()) continue;
            queue.remove(free.get());
            waiting.remove(peer); // and to the end: the others come first next time
            if (!queue.isEmpty()) waiting.put(peer, queue);
            running.put(free.get().repository, free.get());
            started.add(free.get());
        }
        return started;
    }

    /// A fetch has ended; empty when it was not running any more.
    Optional<Job> ended(RepoId repository, DidKey from) {
        var job = running.get(repository);
        if (job == null || !job.from.equals(from)) return Optional.empty();
        running.remove(repository);
        return Optional.of(job);
    }

    /// A peer is gone: nothing waits for it any more. What runs will end by itself.
    void gone(DidKey peer) {
        waiting.remove(peer);
    }

    boolean isBusyWith(DidKey peer) {
        return waiting.containsKey(peer) || runningFrom(peer) > 0;
    }

    /// Whether a repository is being fetched, or will be, from somebody.
    boolean isFetching(RepoId repository) {
        return running.containsKey(repository)
                || waiting.values().stream()
                        .anyMatch(queue -> queue.stream().anyMatch(job -> job.repository.equals(repository)));
    }

    int running() {
        return running.size();
    }

    int waitingMost() {
        return waiting.values().stream().mapToInt(ArrayDeque::size).max().orElse(0);
    }

    private long runningFrom(DidKey peer) {
        return running.values().stream().filter(job -> job.from.equals(peer)).count();
    }
}
