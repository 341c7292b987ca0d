package dev.hob.web.notification;

import dev.hob.node.issue.IssueState;
import dev.hob.node.log.Change;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.node.notification.Reason;
import dev.hob.web.html.Who;
import gg.jte.Content;
import java.time.Instant;
import java.util.Optional;

/// Something that the reader hears of: *title*, and *who* did *what*, *why* they hear of it.
///
/// @param url where to read on
/// @param who did what happened last; nobody of this node when it is empty
/// @param excerpt of what was said last, as it reads now
public record NotificationLine(
        long id,
        String title,
        String path,
        String handle,
        String url,
        IssueState state,
        Optional<Who> who,
        Change what,
        Reason reason,
        String excerpt,
        Instant at,
        Mark mark) {
    /// What happened last, as a sentence.
    ///
    /// @param by who did it
    /// @param when they did
    public Content did(Content by, Content when) {
        return NotificationWords.did(what, reason, by, when);
    }

    /// Why they hear of it.
    public String why() {
        return NotificationWords.why(reason);
    }

    /// Whether it is still to be read, or kept in sight.
    public boolean fresh() {
        return mark != Mark.READ;
    }
}
