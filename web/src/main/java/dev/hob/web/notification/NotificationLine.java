package dev.hob.web.notification;

import dev.hob.node.issue.IssueState;
import dev.hob.node.notification.Notification.Mark;
import dev.hob.web.html.Who;
import java.time.Instant;
import java.util.Optional;

/// Something that the reader hears of: *title*, and *who* *did* what, *why* they hear of it.
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
        String did,
        String why,
        String excerpt,
        Instant at,
        Mark mark) {
    /// Whether it is still to be read, or kept in sight.
    public boolean fresh() {
        return mark != Mark.READ;
    }
}
