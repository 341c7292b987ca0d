package dev.hob.federation.vocab;

import java.time.Instant;
import java.util.Optional;

/// What is left of something that was deleted. Immutable.
public record Tombstone(Optional<Id> id, Optional<String> formerType, Optional<Instant> deleted, Rest rest)
        implements Thing {}
