package dev.hob.federation.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// When a signed request counts. Stateless.
final class Times {
    /// How far clocks may differ.
    static final Duration SKEW = Duration.ofHours(1);

    /// How old a `Date` may be: what Mastodon documents, for deliveries wait in queues.
    static final Duration DATE_AGE_MAX = Duration.ofHours(12);

    private static final long SECONDS_MAX = 253_402_300_799L; // The end of the year 9999.

    // IMF-fixdate (RFC 9110 §5.6.7): two digits for the day, which Java's own RFC_1123 does not write.
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String date(Instant instant) {
        return DATE.format(instant);
    }

    static Instant date(String text) {
        try {
            return DATE.parse(text, Instant::from);
        } catch (DateTimeException _) {
            throw new SignatureException(Cause.MALFORMED_SIGNATURE, "a Date that is none");
        }
    }

    static Instant seconds(long seconds) {
        // Beyond these years, adding an hour may leave what an Instant holds.
        if (seconds < 0 || seconds > SECONDS_MAX)
            throw new SignatureException(Cause.MALFORMED_SIGNATURE, "a time that is none");
        return Instant.ofEpochSecond(seconds);
    }

    /// Checks the window; says when it ends.
    static Instant until(Instant since, Duration ageMax, Optional<Instant> expires, Instant now) {
        if (since.minus(SKEW).isAfter(now)) throw outside("signed in the future");
        var until = since.plus(ageMax);
        if (expires.isPresent() && expires.get().plus(SKEW).isBefore(until))
            until = expires.get().plus(SKEW);
        if (until.isBefore(now)) throw outside("signed too long ago");
        return until;
    }

    private static SignatureException outside(String told) {
        return new SignatureException(Cause.OUTSIDE_TIME_WINDOW, told);
    }
}
