package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Until when an issue should be done; null takes it away.
public record EditDeadline(Optional<Instant> dueDate) {}
