package dev.hob.node.patch;

import dev.hob.keys.DidKey;
import dev.hob.node.issue.PatchState;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What only a pull request has; the rest is an [dev.hob.node.issue.Issue]'s.
///
/// @param target the branch that it shall be merged into by its short name; empty for the default branch
/// @param revision the newest that counts
/// @param base where its commits begin
/// @param head the newest of its commits
/// @param source the branch of this node that it came from
public record Patch(
        ObjectId id,
        PatchState state,
        String target,
        ObjectId revision,
        ObjectId base,
        ObjectId head,
        Optional<Source> source,
        Optional<Merged> merged) {
    /// How it was merged.
    ///
    /// @param by as people see it
    public record Merged(ObjectId revision, ObjectId commit, DidKey by, Instant at) {}
}
