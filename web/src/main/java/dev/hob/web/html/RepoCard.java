package dev.hob.web.html;

import dev.hob.node.repo.Repo;
import java.time.Instant;

/// A repository in a list.
public record RepoCard(String owner, String name, String description, boolean isPrivate, Instant updated) {
    /// The card of a repository.
    public static RepoCard of(Repo repo) {
        return new RepoCard(repo.owner(), repo.name(), repo.description(), repo.isPrivate(), repo.updated());
    }

    /// Where its page is.
    public String url() {
        return "/" + Urls.path(owner + "/" + name);
    }
}
