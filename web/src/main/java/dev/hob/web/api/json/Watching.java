package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// What the caller hears of a repository, or of an issue.
public record Watching(
        boolean subscribed,

        @Says("Nothing at all is told; of an issue, the contrary of subscribed")
        boolean ignored,

        @OrNull @Says("Why, for an issue; null for a repository")
        Optional<String> reason,

        Instant createdAt,
        String url,
        String repositoryUrl) {}
