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
public record Narrow(Optional<Instant> since, Optional<Instant> before, Optional<List<ObjectId>> milestones) {
    /// Nothing is left out.
    public static final Narrow NOT = new Narrow(Optional.empty(), Optional.empty(), Optional.empty());

    public Narrow {
        milestones = milestones.map(List::copyOf);
    }
}
