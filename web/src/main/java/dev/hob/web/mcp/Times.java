package dev.hob.web.mcp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as answers have them.
final class Times {
    private Times() {}

    /// To the second, such as `2026-01-31T12:00:00Z`.
    static String of(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
