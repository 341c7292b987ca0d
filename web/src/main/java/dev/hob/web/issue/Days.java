package dev.hob.web.issue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Days as forms have them, and what is meant: until that day is over, by UTC.
public final class Days {
    private Days() {}

    /// The end of a day that was typed; none when nothing was.
    static Optional<Instant> end(String typed) {
        if (typed.isBlank()) return Optional.empty();
        return Optional.of(LocalDate.parse(typed.strip())
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .minusSeconds(1)
                .toInstant());
    }

    /// The day of a time, as forms have it.
    public static String typed(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
