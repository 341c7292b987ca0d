package dev.hob.federation.signature;

import dev.hob.federation.vocab.Id;

/// A public key, its id, and the actor that says it is theirs. Immutable; cache it under its id.
public record KnownKey(Id id, Id owner, PublicKey key) {
    public KnownKey {
        if (!id.sameOrigin(owner)) throw new IllegalArgumentException(id + " is not on the host of its owner " + owner);
    }

    /// Whether what this key signed may be done in the name of this actor: only its owner's own acts may.
    public boolean mayActFor(Id actor) {
        return owner.equals(actor);
    }
}
