package dev.hob.web.issue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.Node;
import dev.hob.node.issue.Issue;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.search.Search;
import dev.hob.search.index.IndexException;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Patience;
import dev.hob.search.query.Similar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which issues and pull requests of a project are about the like as one that is there. Looked for once in a while:
/// nothing of it is urgent. Shared between threads.
public final class Alike {
    private static final Logger LOG = LoggerFactory.getLogger(Alike.class);
    private static final int LOOKED_AT_MAX = 10;
    /// Below it, what is alike is alike by chance.
    private static final double SCORE_MIN = 0.35;

    private static final int KEPT_MAX = 5_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Node node;
    private final Optional<Search> search;
    private final Cache<String, List<Similar>> known =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

    /// @param search without one nothing is like anything
    public Alike(Node node, Optional<Search> search) {
        this.node = node;
        this.search = search;
    }

    /// The likest first.
    ///
    /// @param viewer somebody who sees the project's issues: what is found is kept for all who do
    List<Similar> to(Viewer viewer, Repo repo, Issue issue) {
        if (search.isEmpty()) return List.of();
        String key = repo.rid().value() + "/" + issue.id().name();
        var kept = known.getIfPresent(key);
        if (kept != null) return kept;
        var patience = new Patience(Search.BESIDE);
        try {
            var found = search.get().similar(viewer, repo, issue.id(), LOOKED_AT_MAX, patience);
            if (!patience.isOver()) known.put(key, found); // Else there may be more: whoever comes next looks again.
            return found;
        } catch (IndexException e) {
            LOG.warn("nothing is found that is like an issue", e);
            return List.of(); // What it stands beside is shown without.
        }
    }

    /// Pull requests that are, the likest first.
    ///
    /// @param viewer somebody who sees the project's pull requests
    public List<Issue> pulls(Viewer viewer, Repo repo, Issue issue) {
        return to(viewer, repo, issue).stream()
                .filter(each -> each.kind() == Kind.PULL && each.score() >= SCORE_MIN)
                .flatMap(each -> Finding.named(node, repo.rid(), each.path()).stream())
                .toList();
    }
}
