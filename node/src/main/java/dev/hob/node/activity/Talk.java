package dev.hob.node.activity;

import dev.hob.node.log.Change;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What an event is about: an issue or a pull request as it is now, and what was done to it.
///
/// @param title empty when it is gone
/// @param said what the entry says now: a comment, a review; empty when it says nothing or was taken back
/// @param comment the entry, when it is a comment
public record Talk(
        ObjectId id, long number, boolean isPull, String title, Deed deed, String said, Optional<String> comment) {
    /// What people hear of. Of what happens to an issue and is none of these, its own history tells.
    public enum Deed {
        OPENED,
        COMMENTED,
        CLOSED,
        REOPENED,
        REVIEWED,
        APPROVED,
        REJECTED,
        DISMISSED,
        READY,
        MERGED,
        MERGED_BY_ITSELF
    }

    /// What a kind of change is; empty when nobody is told of it.
    static Optional<Deed> deed(Change.IssueChanged change) {
        return Optional.ofNullable(
                switch (change.what()) {
                    case "closed" -> Deed.CLOSED;
                    case "reopened" -> Deed.REOPENED;
                    case "review" -> Deed.REVIEWED;
                    case "approved" -> Deed.APPROVED;
                    case "rejected" -> Deed.REJECTED;
                    case "dismiss" -> Deed.DISMISSED;
                    case "ready" -> Deed.READY;
                    case "merge" -> Deed.MERGED;
                    case "automerge" -> Deed.MERGED_BY_ITSELF;
                    default -> null; // The issue's own history tells the rest.
                });
    }
}
