package dev.hob.web.patch;

import dev.hob.node.code.Diffs;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.util.Optional;

/// How a reader likes to see changes; their browser remembers it.
///
/// @param split whether what was stands beside what is
/// @param spaces whether spaces make a difference
public record Habit(boolean split, Diffs.Spaces spaces) {
    private static final String COOKIE = "hob_changes";
    private static final Duration KEPT = Duration.ofDays(365);

    /// As a reader asks for it, or has asked before.
    public static Habit of(Visit visit) {
        String kept = Optional.ofNullable(visit.context().cookie(COOKIE)).orElse("");
        boolean split = visit.query("view").map("split"::equals).orElse(kept.contains("split"));
        boolean ignored = visit.query("spaces").map("ignored"::equals).orElse(kept.contains("spaces"));
        var habit = new Habit(split, ignored ? Diffs.Spaces.IGNORED : Diffs.Spaces.COUNT);
        if (visit.query("view").isPresent() || visit.query("spaces").isPresent())
            visit.remember(COOKIE, (split ? "split" : "unified") + (ignored ? "-spaces" : ""), KEPT);
        return habit;
    }

    /// Whether spaces make no difference.
    public boolean ignoresSpaces() {
        return spaces == Diffs.Spaces.IGNORED;
    }
}
