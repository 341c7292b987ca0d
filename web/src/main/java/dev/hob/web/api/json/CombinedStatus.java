package dev.hob.web.api.json;

import java.util.List;

/// What all checks of a commit come to.
public record CombinedStatus(
        @OneOf({"", "pending", "success", "error", "failure", "warning"})
        @Says("The worst; empty when nothing is reported")
        String state,

        String sha,
        int totalCount,
        @Says("The newest report of each check") List<CommitStatus> statuses,
        Repository repository,
        String commitUrl,
        String url) {}
