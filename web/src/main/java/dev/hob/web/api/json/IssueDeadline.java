package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Until when an issue should be done.
public record IssueDeadline(@OrNull Optional<Instant> dueDate) {}
