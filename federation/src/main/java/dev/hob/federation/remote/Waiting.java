package dev.hob.federation.remote;

import dev.hob.federation.vocab.Id;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many deliveries wait for each host, as a number at hand. Shared between threads.
final class Waiting {
    private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();

    void add(Collection<Id> inboxes) {
        for (var inbox : inboxes) counts.merge(inbox.authority(), 1L, Long::sum);
    }

    void add(String host, long number) {
        counts.merge(host, number, Long::sum);
    }

    void take(String host, long number) {
        counts.computeIfPresent(host, (_, before) -> before > number ? before - number : null);
    }

    long of(String host) {
        return counts.getOrDefault(host, 0L);
    }

    long all() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> byHost() {
        return new HashMap<>(counts);
    }
}
