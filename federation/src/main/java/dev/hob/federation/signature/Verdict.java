package dev.hob.federation.signature;

import dev.hob.federation.vocab.Id;
import java.time.Instant;

/// Whether a request or document was signed by the key it names.
public sealed interface Verdict {
    /// The key's holder signed this. `replay` is the same for the same signature and counts until `until`: a second
    /// POST with it is a replay. (Two GETs within a second are honestly alike, for RSA signs without chance.)
    record Valid(KnownKey key, String replay, Instant until) implements Verdict {}

    /// It does not count; `told` may be shown to the sender.
    record Refused(Cause cause, String told) implements Verdict {}

    /// The same for what an actor is said to have done: valid only when the key is that actor's own.
    default Verdict by(Id actor) {
        return switch (this) {
            case Valid valid
            when !valid.key().mayActFor(actor) ->
                new Refused(Cause.KEY_NOT_OWNED_BY_ACTOR, "the key is not one of " + actor);
            case Valid valid -> valid;
            case Refused refused -> refused;
        };
    }
}
