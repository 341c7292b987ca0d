package dev.hob.federation.inbox;

import dev.hob.federation.vocab.Id;
import java.time.Instant;
import java.util.Optional;

/// An activity that was believed at the door. Immutable.
///
/// @param position in the order in which they came
/// @param kind its first type
/// @param object the id of its object, if it has one
/// @param host of its actor
/// @param key that signed it
/// @param digest of its bytes
/// @param body its bytes as text; empty when they are not kept any more
/// @param approved whether somebody of here has looked at it and wants it
public record Received(
        long position,
        Id activity,
        String kind,
        Optional<Id> object,
        Id actor,
        String host,
        Id key,
        String digest,
        String body,
        Instant received,
        int tries,
        boolean approved) {}
