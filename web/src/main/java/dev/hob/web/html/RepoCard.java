package dev.hob.web.html;

import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Stars;
import java.time.Instant;
import java.util.List;

/// A repository in a list.
public record RepoCard(String owner, String name, String description, boolean isPrivate, Instant updated, int stars) {
    /// The cards of some repositories.
    public static List<RepoCard> of(List<Repo> repos, Stars stars) {
        var counts = stars.counts(repos);
        return repos.stream()
                .map(repo -> new RepoCard(
                        repo.owner(),
                        repo.name(),
                        repo.description(),
                        repo.isPrivate(),
                        repo.updated(),
                        counts.getOrDefault(repo.id(), 0)))
                .toList();
    }

    /// The owner as a line shows them.
    public String ownerShown() {
        return Who.owner(owner);
    }

    /// Where its page is.
    public String url() {
        return "/" + Urls.path(owner + "/" + name);
    }
}
