package dev.hob.web.api.json;

import java.util.Optional;

/// A branch that a pull request goes to or comes from.
public record PullRequestSide(
        @Says("Its name, or what the offer is about") String label,

        @Says("Its name; refs/pull/<number>/head when it is no branch here, or gone")
        String ref,

        String sha,

        @Says("-1 when the caller may not see it, or it is gone")
        long repoId,

        @OrNull Optional<Repository> repo) {}
