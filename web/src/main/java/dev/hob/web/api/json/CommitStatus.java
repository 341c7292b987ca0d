package dev.hob.web.api.json;

import java.time.Instant;

/// What a check reports of a commit.
public record CommitStatus(
        long id,

        @OneOf({"pending", "success", "error", "failure", "warning"})
        String status,

        String targetUrl,
        String description,
        String url,
        String context,
        User creator,
        Instant createdAt,
        Instant updatedAt) {}
