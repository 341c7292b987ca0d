package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// One line of an issue's history.
///
/// @param entry the operation that did it; for a comment its id
/// @param author who signed it
/// @param acting for whom, when that was somebody else
public record Event(ObjectId entry, DidKey author, Optional<DidKey> acting, Instant at, What what) {
    /// What happened.
    public sealed interface What {
        /// Something with a text, which [Folded#comment] gives.
        sealed interface Spoken extends What {}

        /// Somebody said something: the comment has the entry's id. The first one is the description.
        record Said() implements Spoken {}

        /// A pull request was changed: its commits are now those after the base up to the head.
        record Revised(ObjectId base, ObjectId head) implements Spoken {}

        /// Somebody has looked at a revision.
        record Reviewed(ObjectId revision, Optional<Verdict> verdict) implements Spoken {}

        record Retitled(String before, String after) implements What {}

        record Turned(IssueState state) implements What {}

        /// A pull request is so far now.
        record Entered(PatchState state) implements What {}

        /// A pull request is to be merged into another branch.
        ///
        /// @param before the branch by its short name; empty for the default branch
        record Targeted(String before, String after) implements What {}

        /// A revision of a pull request was merged by this commit.
        record Merged(ObjectId revision, ObjectId commit) implements What {}

        record Labelled(List<String> added, List<String> removed) implements What {
            public Labelled {
                added = List.copyOf(added);
                removed = List.copyOf(removed);
            }
        }

        /// @param added those who shall do it, as DIDs
        record Assigned(List<String> added, List<String> removed) implements What {
            public Assigned {
                added = List.copyOf(added);
                removed = List.copyOf(removed);
            }
        }
    }

    /// Who did it, as people see it.
    public DidKey by() {
        return acting.orElse(author);
    }
}
