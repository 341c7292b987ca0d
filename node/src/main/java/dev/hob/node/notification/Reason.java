package dev.hob.node.notification;

import dev.hob.node.issue.Participants.Part;

/// Why somebody hears of an issue.
public enum Reason {
    /// They were called by name.
    MENTIONED,
    /// It is their task.
    ASSIGNED,
    /// They are asked to review it.
    REVIEW_REQUESTED,
    /// They opened it.
    AUTHOR,
    /// They spoke about it.
    COMMENTED,
    /// They asked to.
    SUBSCRIBED,
    /// They watch a repository that it is in.
    WATCHING;

    static Reason of(Part part) {
        return switch (part) {
            case AUTHOR -> AUTHOR;
            case ASSIGNED -> ASSIGNED;
            case MENTIONED -> MENTIONED;
            case COMMENTED -> COMMENTED;
        };
    }
}
