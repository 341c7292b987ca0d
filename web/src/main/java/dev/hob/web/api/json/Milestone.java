package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A goal that issues are gathered under.
public record Milestone(
        long id,
        String title,
        String description,
        @OneOf({"open", "closed"}) String state,
        int openIssues,
        int closedIssues,
        Instant createdAt,
        @OrNull Optional<Instant> updatedAt,
        @OrNull Optional<Instant> closedAt,
        @OrNull Optional<Instant> dueOn) {}
