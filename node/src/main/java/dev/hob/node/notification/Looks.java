package dev.hob.node.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.log.RepoId;
import java.time.Duration;
import org.eclipse.jgit.lib.ObjectId;

/// What people looked at lately, for the moment between what happens and their being told of it: a page that is open
/// shows it sooner. Forgotten with the process, since then it is only told once too often. Shared between threads.
final class Looks {
    private static final int KEPT_MAX = 10_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private record Which(String person, RepoId rid, ObjectId issue) {}

    private final Cache<Which, Long> looked =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

    void put(String person, RepoId rid, ObjectId issue, long position) {
        looked.asMap().merge(new Which(person, rid, issue.copy()), position, Math::max);
    }

    /// Up to which position of the log somebody has seen an issue; 0 when they have not lately.
    long of(String person, RepoId rid, ObjectId issue) {
        var found = looked.getIfPresent(new Which(person, rid, issue));
        return found == null ? 0 : found;
    }
}
