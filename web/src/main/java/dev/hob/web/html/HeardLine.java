package dev.hob.web.html;

import static dev.hob.web.text.Messages.html;

import gg.jte.Content;
import java.time.Instant;

/// Something that came from another server, in one line.
///
/// @param who said it or passed it on
/// @param title of what was said, or of what it answers
/// @param url where all of it is read
/// @param said how it begins
public record HeardLine(String who, String whoUrl, Did did, String title, String url, String said, Instant at) {
    /// What somebody did.
    public enum Did {
        TOLD_OF,
        RELEASED,
        ANSWERED,
        WROTE,
        PASSED_ON
    }

    /// Who did what, as HTML.
    ///
    /// @param by who it was, as the page shows them
    /// @param what the title, as the page shows it
    public Content sentence(Content by, Content what) {
        return switch (did) {
            case TOLD_OF -> html("layout.heard-told-of.html", by, what);
            case RELEASED -> html("layout.heard-released.html", by, what);
            case ANSWERED -> html("layout.heard-answered.html", by, what);
            case WROTE -> html("layout.heard-wrote.html", by, what);
            case PASSED_ON -> html("layout.heard-passed-on.html", by, what);
        };
    }
}
