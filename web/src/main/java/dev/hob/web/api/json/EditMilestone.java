package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// What to change of a milestone; what is left out stays.
public record EditMilestone(
        @Most(100) Optional<String> title,
        @Most(10_000) Optional<String> description,
        Optional<Instant> dueOn,
        @OneOf({"open", "closed"}) Optional<String> state) {}
