package dev.hob.node.issue;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// A goal that issues are gathered under.
///
/// @param id the entry that made it
/// @param openIssues how many of its issues are open
public record Milestone(
        ObjectId id,
        String title,
        String description,
        boolean open,
        Optional<Instant> due,
        Instant created,
        Instant updated,
        Optional<Instant> closed,
        int openIssues,
        int closedIssues) {
    /// A number for clients that know milestones by number.
    public long number() {
        return Handles.of(id);
    }
}
