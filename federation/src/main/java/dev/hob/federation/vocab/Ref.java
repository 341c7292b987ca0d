package dev.hob.federation.vocab;

import java.util.Optional;

/// A value that is a thing or names one. Immutable.
public sealed interface Ref {
    /// Only its id; fetch it to see it.
    record To(Id named) implements Ref {}

    /// The thing itself, believed only as far as its sender is.
    record Embedded(Thing whole) implements Ref {}

    /// A text that is no id: `as:Public`, `tag:…`, `mailto:…`.
    record Named(String text) implements Ref {}

    /// The id of whatever it is, if it has one.
    default Optional<Id> id() {
        return switch (this) {
            case To(var named) -> Optional.of(named);
            case Embedded(var whole) -> whole.id();
            case Named _ -> Optional.empty();
        };
    }

    /// The thing itself, if it came along.
    default Optional<Thing> thing() {
        return this instanceof Embedded(var whole) ? Optional.of(whole) : Optional.empty();
    }
}
