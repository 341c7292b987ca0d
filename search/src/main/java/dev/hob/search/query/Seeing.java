package dev.hob.search.query;

import dev.hob.node.Node;
import dev.hob.node.log.RepositoryId;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.index.Globs;
import dev.hob.search.index.Visible;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Whose repositories somebody may see, as [dev.hob.node.repo.Access] answers it. Shared between threads.
final class Seeing {
    private final Node node;
    /// What is public changes only with the log; so it is read again only when that has grown.
    private volatile Known known = new Known(-1, Map.of(), List.of());

    private record Known(long position, Map<RepositoryId, Repo> all, List<Repo> open) {
        Known {
            all = Map.copyOf(all);
            open = List.copyOf(open);
        }
    }

    Seeing(Node node) {
        this.node = node;
    }

    /// What somebody may see, and what it is called.
    record Seen(Visible visible, Map<RepositoryId, Repo> repos) {
        Seen {
            repos = Map.copyOf(repos);
        }
    }

    Seen of(Viewer viewer) {
        var now = known();
        var repos = new HashMap<RepositoryId, Repo>();
        var code = new HashSet<RepositoryId>();
        var talk = new HashSet<RepositoryId>();
        Predicate<Repo> mayRead = repo -> node.access().may(viewer, Right.READ, repo);
        Predicate<Repo> mayReadTalk = repo -> node.access().may(viewer, Right.READ, repo, Scope.READ_ISSUE);
        for (var repo : now.open()) put(repo, mayRead, mayReadTalk, repos, code, talk);
        viewer.person().ifPresent(person -> {
            for (var repo : node.repos().ownedBy(person)) put(repo, mayRead, mayReadTalk, repos, code, talk);
            for (var repo : node.repos().sharedWith(person)) put(repo, mayRead, mayReadTalk, repos, code, talk);
        });
        return new Seen(new Visible(code, talk), repos);
    }

    private static void put(
            Repo repo,
            Predicate<Repo> mayRead,
            Predicate<Repo> mayReadTalk,
            Map<RepositoryId, Repo> repos,
            Set<RepositoryId> code,
            Set<RepositoryId> talk) {
        if (mayRead.test(repo)) code.add(repo.id());
        if (mayReadTalk.test(repo)) talk.add(repo.id());
        if (code.contains(repo.id()) || talk.contains(repo.id())) repos.put(repo.id(), repo);
    }

    private Known known() {
        // Asked first: what comes in between is read twice, and never missed.
        long position = node.log().head();
        var last = known;
        if (last.position() == position) return last;
        var all = new HashMap<RepositoryId, Repo>();
        for (var repo : node.repos().all()) all.put(repo.id(), repo);
        var open = all.values().stream().filter(repo -> !repo.isPrivate()).toList();
        var next = new Known(position, all, open);
        known = next;
        return next;
    }

    /// Those that a question names, among what may be seen.
    static Set<RepositoryId> named(Seen seen, List<String> patterns) {
        var ids = new HashSet<RepositoryId>();
        for (var repo : seen.repos().values())
            if (patterns.stream().anyMatch(pattern -> isNamed(repo, pattern))) ids.add(repo.id());
        return ids;
    }

    private static boolean isNamed(Repo repo, String pattern) {
        String path = repo.path().toLowerCase(java.util.Locale.ROOT);
        if (pattern.contains("/")) return Globs.fits(path, pattern);
        return Globs.fits(path.substring(path.indexOf('/') + 1), pattern)
                || Globs.fits(path.substring(0, path.indexOf('/')), pattern);
    }

    static Optional<Repo> repo(Seen seen, RepositoryId id) {
        return Optional.ofNullable(seen.repos().get(id));
    }
}
