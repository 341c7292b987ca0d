package dev.hob.web.notification;

import static dev.hob.web.text.Messages.html;
import static dev.hob.web.text.Messages.text;

import dev.hob.node.log.Change;
import dev.hob.node.notification.Reason;
import gg.jte.Content;

/// Says what happened to an issue, and why somebody hears of it.
final class NotificationWords {
    private NotificationWords() {}

    /// As a sentence.
    ///
    /// @param who did it
    /// @param when they did
    static Content did(Change change, Reason reason, Content who, Content when) {
        return switch (change) {
            case Change.IssueOpened _ -> html("notifications.opened.html", who, when);
            case Change.IssueCommented _ -> html("notifications.commented.html", who, when);
            case Change.IssueChanged it ->
                switch (it.what()) {
                    case "closed" -> html("notifications.closed.html", who, when);
                    case "reopened" -> html("notifications.reopened.html", who, when);
                    case "edit" -> html("notifications.named-you.html", who, when);
                    case "review" -> html("notifications.reviewed.html", who, when);
                    case "revision" -> html("notifications.changed-its-commits.html", who, when);
                    case "approved" -> html("notifications.approved.html", who, when);
                    case "rejected" -> html("notifications.asked-for-changes.html", who, when);
                    case "merge", "automerge" -> html("notifications.merged.html", who, when);
                    case "ready" -> html("notifications.is-ready.html", who, when);
                    case "reviewer" -> html("notifications.asked-you-for-a-review.html", who, when);
                    default ->
                        reason == Reason.ASSIGNED
                                ? html("notifications.made-it-your-task.html", who, when)
                                : html("notifications.changed.html", who, when);
                };
            case Change.RepositoryCreated _,
                    Change.RepositoryForked _,
                    Change.RepositoryDetached _,
                    Change.NamespaceCleared _,
                    Change.RefsMoved _,
                    Change.RepositoryRenamed _,
                    Change.RepositoryDescribed _,
                    Change.RepositoryMoved _,
                    Change.VisibilityChanged _,
                    Change.RepositoryTransferred _,
                    Change.RepositoryDeleted _,
                    Change.RepositoryStarred _,
                    Change.RepositoryUnstarred _,
                    Change.StatusReported _,
                    Change.ReleasePublished _,
                    Change.ReleaseChanged _,
                    Change.PersonCreated _,
                    Change.PersonDescribed _,
                    Change.PersonMoved _,
                    Change.PersonDeleted _ -> throw new AssertionError("nobody is told of this: " + change);
        };
    }

    static String why(Reason reason) {
        return switch (reason) {
            case MENTIONED -> text("notifications.why-mentioned");
            case ASSIGNED -> text("notifications.why-assigned");
            case REVIEW_REQUESTED -> text("notifications.why-review-requested");
            case AUTHOR -> text("notifications.why-author");
            case COMMENTED -> text("notifications.why-commented");
            case SUBSCRIBED -> text("notifications.why-subscribed");
            case WATCHING -> text("notifications.why-watching");
        };
    }
}
