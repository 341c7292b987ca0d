package dev.hob.node.protection;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/// How many checks of a commit stand how; at least one.
public record Tally(Map<StatusState, Integer> counts) {
    public Tally {
        if (counts.isEmpty()) throw new IllegalArgumentException("no check");
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    public int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int of(StatusState state) {
        return counts.getOrDefault(state, 0);
    }

    /// What they come to: the worst of them.
    public StatusState worst() {
        return counts.keySet().stream().min(Comparator.naturalOrder()).orElseThrow();
    }
}
