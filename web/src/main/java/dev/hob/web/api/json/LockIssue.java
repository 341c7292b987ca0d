package dev.hob.web.api.json;

import java.util.Optional;

/// Why an issue is locked.
public record LockIssue(@Most(100) Optional<String> lockReason) {}
