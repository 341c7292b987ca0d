package dev.hob.node.issue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What no search box asks for, and programs do.
///
/// @param since only what changed at or after this time
/// @param before only what changed before this time
/// @param milestones only what is under one of these; under any or none when it is empty
/// @param reviewer only pull requests that this account is asked to review, and has not yet
/// @param targets only pull requests that are for one of these branches; the default branch is also the empty text
public record Narrow(
        Optional<Instant> since,
        Optional<Instant> before,
        Optional<List<ObjectId>> milestones,
        Optional<String> reviewer,
        Optional<List<String>> targets) {
    /// Nothing is left out.
    public static final Narrow NOT = new Narrow(Optional.empty(), Optional.empty(), Optional.empty());

    /// By time and milestones only.
    public Narrow(Optional<Instant> since, Optional<Instant> before, Optional<List<ObjectId>> milestones) {
        this(since, before, milestones, Optional.empty(), Optional.empty());
    }

    /// The same for what an account is asked to review.
    public Narrow withReviewer(Optional<String> other) {
        return new Narrow(since, before, milestones, other, targets);
    }

    /// The same for some branches.
    public Narrow withTargets(Optional<List<String>> other) {
        return new Narrow(since, before, milestones, reviewer, other);
    }

    public Narrow {
        milestones = milestones.map(List::copyOf);
        targets = targets.map(List::copyOf);
    }
}
