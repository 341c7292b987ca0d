package dev.hob.node.people;

import java.util.Optional;

/// Who asks, and how far the way they signed in reaches.
public record Viewer(Optional<Person> person, Grant grant) {
    /// Somebody who has not signed in.
    public static final Viewer ANYONE = new Viewer(Optional.empty(), Grant.EVERYTHING);

    /// Somebody who may do all that they may do.
    public static Viewer of(Person person) {
        return new Viewer(Optional.of(person), Grant.EVERYTHING);
    }
}
