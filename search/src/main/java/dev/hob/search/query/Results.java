package dev.hob.search.query;

import dev.hob.search.index.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An answer, or a page of it. All that is in it, counts included, may be seen by who asked.
///
/// @param total how many were found
/// @param complete whether there are no more than those
/// @param kinds how many of each, the most first; so are those that follow
/// @param strange what of the question was not understood
public record Results(
        List<Hit> hits,
        int total,
        boolean complete,
        Map<String, Integer> kinds,
        Map<String, Integer> languages,
        Map<String, Integer> repositories,
        List<String> strange,
        Duration waited) {
    public Results {
        hits = List.copyOf(hits);
        strange = List.copyOf(strange);
    }

    /// For who waited for nothing.
    public static Results none(Patience patience) {
        return new Results(List.of(), 0, false, Map.of(), Map.of(), Map.of(), List.of(), patience.waited());
    }
}
