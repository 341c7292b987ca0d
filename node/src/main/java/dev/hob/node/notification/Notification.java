package dev.hob.node.notification;

import dev.hob.node.issue.IssueState;
import dev.hob.node.log.Change;
import dev.hob.node.log.Origin;
import dev.hob.node.repo.Repo;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// Something that somebody hears of: an issue, and what happened to it last. What it is called and how it stands is as
/// it is now, whatever it was then.
///
/// @param isPatch whether it is a pull request
/// @param id rises with time, for one person
/// @param repo through which it is seen
/// @param reason why they hear of it
/// @param by who did what happened last
/// @param comment what was said last, when that is what happened
/// @param unseen what was said first that they have not read, when that is where to read on
public record Notification(
        long id,
        Repo repo,
        ObjectId issue,
        boolean isPatch,
        long number,
        String title,
        IssueState state,
        Reason reason,
        Instant at,
        long position,
        Origin by,
        Change change,
        Optional<ObjectId> comment,
        Optional<ObjectId> unseen,
        Mark mark) {
    /// Whether it was read.
    public enum Mark {
        UNREAD,
        READ,
        /// Kept in sight although it was read.
        PINNED
    }
}
