package dev.hob.web.notification;

import dev.hob.node.log.Change;
import dev.hob.node.notification.Reason;

/// Says what happened to an issue, and why somebody hears of it.
final class NotificationWords {
    private NotificationWords() {}

    static String did(Change change, Reason reason) {
        return switch (change) {
            case Change.IssueOpened _ -> "opened it";
            case Change.IssueCommented _ -> "commented";
            case Change.IssueChanged it ->
                switch (it.what()) {
                    case "closed" -> "closed it";
                    case "reopened" -> "opened it again";
                    case "edit" -> "named you in it";
                    case "review" -> "reviewed it";
                    case "revision" -> "changed its commits";
                    case "approved" -> "approved it";
                    case "rejected" -> "asked for changes";
                    case "merge", "automerge" -> "merged it";
                    case "ready" -> "said that it is ready";
                    case "reviewer" -> "asked you for a review";
                    default -> reason == Reason.ASSIGNED ? "made it your task" : "changed it";
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
            case MENTIONED -> "you are called";
            case ASSIGNED -> "your task";
            case REVIEW_REQUESTED -> "your review is wanted";
            case AUTHOR -> "you opened it";
            case COMMENTED -> "you spoke there";
            case SUBSCRIBED -> "you subscribed";
            case WATCHING -> "you watch it";
        };
    }
}
