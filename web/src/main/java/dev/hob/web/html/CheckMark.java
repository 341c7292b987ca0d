package dev.hob.web.html;

import dev.hob.node.protection.StatusState;
import dev.hob.node.protection.Tally;

/// How the checks of a commit stand, as a sign beside it that says so in words too.
///
/// @param look `good`, `bad` or `waits`: how the sign is coloured
/// @param sign that differs by more than its colour
public record CheckMark(String look, String sign, String told) {
    /// The sign for some checks.
    public static CheckMark of(Tally tally) {
        int all = tally.all();
        int bad = tally.of(StatusState.ERROR) + tally.of(StatusState.FAILURE);
        return switch (tally.worst()) {
            case ERROR, FAILURE -> new CheckMark("bad", "✗", some(bad, all, "failed", "failed"));
            case WARNING -> new CheckMark("waits", "!", some(tally.of(StatusState.WARNING), all, "warns", "warn"));
            case PENDING ->
                new CheckMark(
                        "waits", "●", some(tally.of(StatusState.PENDING), all, "is not done yet", "are not done yet"));
            case SUCCESS -> new CheckMark("good", "✓", some(all, all, "went well", "went well"));
        };
    }

    private static String some(int some, int all, String one, String many) {
        if (all == 1) return "The check " + one;
        if (some == all) return "All " + all + " checks " + many;
        return some + " of " + all + " checks " + (some == 1 ? one : many);
    }
}
