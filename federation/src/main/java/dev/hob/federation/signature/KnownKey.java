package dev.hob.federation.signature;

import dev.hob.federation.vocab.Id;

/// A public key, its id, and the actor that says it is theirs. Immutable; cache it under its id.
///
/// `asserts` is whether the owner lists it in `assertionMethod`, so that it may make proofs (FEP-521a).
public record KnownKey(Id id, Id owner, PublicKey key, boolean asserts) {
    public KnownKey {
        if (!id.sameOrigin(owner)) throw new IllegalArgumentException(id + " is not on the host of its owner " + owner);
    }

    /// A key that signs requests and nothing else.
    public KnownKey(Id id, Id owner, PublicKey key) {
        this(id, owner, key, false);
    }

    /// Whether what this key signed may be done in the name of this actor: only its owner's own acts may.
    public boolean mayActFor(Id actor) {
        return owner.equals(actor);
    }
}
