package dev.hob.federation.remote;

import dev.hob.federation.vocab.Id;
import dev.hob.node.outside.Answer;
import dev.hob.node.outside.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What an inbox's answer means for a delivery. Stateless.
final class Answers {
    /// Longer than this nobody lets us wait.
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(6);

    private Answers() {}

    static Posted to(Answer answer, Id inbox, Instant now) {
        return switch (answer) {
            case Answer.Refused(Refusal.Resting(var told, var left)) -> new Posted.Later(Optional.of(left), told, true);
            case Answer.Refused(var why) when why.mayPass() -> new Posted.Later(Optional.empty(), why.told(), true);
            // What it says beside its status is of no use here, and what it says too much of is no refusal.
            case Answer.Refused(Refusal.TooLarge(var told)) -> new Posted.Later(Optional.empty(), told, false);
            case Answer.Refused(var why) -> new Posted.Never(why.told());
            case Answer.Answered answered -> to(answered, inbox, now);
        };
    }

    private static Posted to(Answer.Answered answered, Id inbox, Instant now) {
        int status = answered.status();
        String why = inbox.authority() + " answered " + status + ".";
        return switch (status) {
            case 410 -> new Posted.Gone();
            // Its key server may be down, or its clock wrong: that passes.
            case 401, 408 -> new Posted.Later(after(answered, now), why, false);
            case 429, 502, 503, 504 -> new Posted.Later(after(answered, now), why, true);
            case 501 -> new Posted.Never(why);
            default -> {
                if (status >= 200 && status < 300) yield new Posted.Taken();
                if (status >= 400 && status < 500) yield new Posted.Never(why);
                yield new Posted.Later(after(answered, now), why, false);
            }
        };
    }

    /// Seconds, or a date (RFC 9110 §10.2.3).
    private static Optional<Duration> after(Answer.Answered answered, Instant now) {
        return answered.field("Retry-After")
                .flatMap(text -> duration(text.strip(), now))
                .filter(Duration::isPositive)
                .map(after -> after.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : after);
    }

    private static Optional<Duration> duration(String text, Instant now) {
        try {
            if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9'))
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            return Optional.of(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty(); // Then it is as if nothing had been said.
        }
    }
}
