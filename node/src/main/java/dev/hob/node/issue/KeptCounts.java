package dev.hob.node.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.issue.IssueReading.Counts;
import dev.hob.node.log.RepoId;
import dev.hob.node.refs.FoldVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// How many issues queries found when they were last asked. Counting looks at every issue, so it is not done again
/// for each page of a list while nothing has happened: a count holds until a row of its projects is written. Shared.
final class KeptCounts {
    private static final int KEPT_MAX = 1_000;
    /// Of more projects at once, a question is too long to be kept.
    private static final int PROJECTS_MAX = 50;
    /// Not everything that a query names is a project's, such as a key that somebody links.
    private static final Duration HELD_MAX = Duration.ofSeconds(60);

    private record Asked(List<RepoId> rids, IssueQuery query, Narrow narrow) {}

    private record Kept(long version, Counts counts) {}

    private final Cache<Asked, Kept> kept = Caffeine.newBuilder()
            .maximumSize(KEPT_MAX)
            .expireAfterWrite(HELD_MAX)
            .build();

    Counts get(Handle handle, List<RepoId> rids, IssueQuery query, Narrow narrow) {
        var asked = new Asked(List.copyOf(rids), query, narrow);
        if (rids.size() > PROJECTS_MAX) return count(handle, asked);
        // Before the rows: what comes in between is counted, and counted again.
        long version = FoldVersion.of(handle, asked.rids());
        var known = kept.getIfPresent(asked);
        if (known != null && known.version() == version) return known.counts();
        var counts = count(handle, asked);
        kept.put(asked, new Kept(version, counts));
        return counts;
    }

    private static Counts count(Handle handle, Asked asked) {
        var filter = new IssueFilter(asked.query(), asked.narrow());
        var counted = new HashMap<Boolean, Integer>();
        handle.createQuery("select i.is_open, count(*) as many from issue i where i.rid in (<rids>)" + filter.sql()
                        + " group by i.is_open")
                .bindList("rids", asked.rids().stream().map(RepoId::value).toList())
                .bindMap(filter.bindings())
                .map((row, _) -> Map.entry(row.getBoolean("is_open"), row.getInt("many")))
                .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
        return new Counts(counted.getOrDefault(true, 0), counted.getOrDefault(false, 0));
    }
}
