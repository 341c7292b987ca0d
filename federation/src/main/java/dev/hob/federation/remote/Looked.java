package dev.hob.federation.remote;

import java.util.Optional;

/// What came of looking for something that another instance has.
public sealed interface Looked<T> {
    /// There it is.
    record Found<T>(T it) implements Looked<T> {}

    /// It was there, and was deleted.
    record Gone<T>() implements Looked<T> {}

    /// It is not there, or what is there cannot be believed or is not met here. The words may be told to strangers.
    record Missing<T>(String why) implements Looked<T> {}

    /// Its host cannot be asked now.
    record Unreachable<T>(String why) implements Looked<T> {}

    /// The thing, when it was found.
    default Optional<T> found() {
        return this instanceof Found<T>(var it) ? Optional.of(it) : Optional.empty();
    }
}
