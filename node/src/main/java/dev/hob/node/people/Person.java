package dev.hob.node.people;

import dev.hob.keys.DidKey;
import java.time.Instant;

/// A local account. The id never changes; the key is the one that signs what this person does here.
public record Person(
        String id,
        String name,
        String email,
        String displayName,
        boolean admin,
        boolean disabled,
        DidKey key,
        Instant created) {}
