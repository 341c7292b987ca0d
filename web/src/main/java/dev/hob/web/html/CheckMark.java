package dev.hob.web.html;

import static dev.hob.web.text.Messages.text;

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
        int warning = tally.of(StatusState.WARNING);
        int pending = tally.of(StatusState.PENDING);
        return switch (tally.worst()) {
            case ERROR, FAILURE ->
                new CheckMark(
                        "bad", "✗", bad == all ? text("checks.all-failed", all) : text("checks.some-failed", bad, all));
            case WARNING ->
                new CheckMark(
                        "waits",
                        "!",
                        warning == all ? text("checks.all-warn", all) : text("checks.some-warn", warning, all));
            case PENDING ->
                new CheckMark(
                        "waits",
                        "●",
                        pending == all ? text("checks.all-pending", all) : text("checks.some-pending", pending, all));
            case SUCCESS -> new CheckMark("good", "✓", text("checks.all-went-well", all));
        };
    }
}
