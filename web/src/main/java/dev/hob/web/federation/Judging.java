package dev.hob.web.federation;

import static dev.hob.web.text.Messages.text;

import dev.hob.federation.Moderation;
import dev.hob.federation.inbox.Queue;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Optional;
import java.util.function.Predicate;

/// Deciding about something that waits for somebody's leave. Stateless.
final class Judging {
    private Judging() {}

    /// A position or a number as a form brings it.
    static Optional<Long> number(String text) {
        return text.matches("[1-9]\\d{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// Does what a form says with one that is held.
    ///
    /// @param theirs whether who asks may decide about it
    static void judge(Moderation moderation, Visit visit, Predicate<Queue.Line> theirs) {
        var line = number(visit.field("position"))
                .flatMap(position -> moderation.reception().held(position))
                .filter(theirs)
                .orElseThrow(Stop::notFound);
        boolean done =
                switch (visit.field("verdict")) {
                    case "approve" -> moderation.reception().approve(line);
                    case "refuse" -> moderation.reception().refuse(line);
                    default -> throw new Stop(422, text("federation.let-in-or-refused"));
                };
        if (!done) throw Stop.notFound(); // Somebody else was quicker.
    }
}
