package dev.hob.web.edit;

import static dev.hob.web.text.Messages.text;

import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import java.util.Map;

/// Gives a text back to whoever wrote it, when there is no place for it any more.
final class Kept {
    private Kept() {}

    /// Answers with what was written.
    ///
    /// @param texts by the paths that they were for
    static void show(Visit visit, Stop why, Map<String, String> texts) {
        visit.show(
                why.status(), "edit/kept.jte", text("edit.not-committed"), Map.of("told", why.told(), "texts", texts));
    }
}
