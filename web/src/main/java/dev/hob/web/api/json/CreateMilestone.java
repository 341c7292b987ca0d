package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A milestone that is asked for.
public record CreateMilestone(
        @Most(100) String title,
        @Most(10_000) Optional<String> description,
        Optional<Instant> dueOn,
        @OneOf({"open", "closed"}) Optional<String> state) {}
