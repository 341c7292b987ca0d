package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// What the caller wants to hear of a repository.
public record Watching(
        boolean subscribed,
        @Says("Nothing at all is told") boolean ignored,
        @OrNull @Says("Always null") Optional<String> reason,
        Instant createdAt,
        String url,
        String repositoryUrl) {}
