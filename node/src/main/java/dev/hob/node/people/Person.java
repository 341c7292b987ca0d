package dev.hob.node.people;

import dev.hob.keys.DidKey;
import java.time.Instant;

/// A local account. The id never changes; the key is the one that signs what this person does here.
public record Person(
        String id,
        String name,
        String email,
        Profile profile,
        boolean admin,
        boolean disabled,
        DidKey key,
        Instant created) {
    /// What the person wants to be called; empty when they did not say.
    public String displayName() {
        return profile.displayName();
    }

    /// What to call the person in a sentence.
    public String shown() {
        return displayName().isEmpty() ? name : displayName();
    }
}
