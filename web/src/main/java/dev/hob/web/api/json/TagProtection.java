package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// A rule for tags: who may make, move and delete them. Nobody when nobody is named.
public record TagProtection(
        long id,
        @Says("The pattern of the names that it is for") String namePattern,
        List<String> whitelistUsernames,
        List<String> whitelistTeams,
        @Says("Whether all who write may") boolean allowWriters,
        Instant createdAt,
        Instant updatedAt) {}
