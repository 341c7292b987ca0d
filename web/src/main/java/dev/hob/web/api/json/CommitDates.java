package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// When a commit is to say it was written; now, when left out.
public record CommitDates(Optional<Instant> author, Optional<Instant> committer) {}
