package dev.hob.web.html;

import dev.hob.node.people.Person;
import java.time.Instant;

/// A person in a list.
public record PersonLine(String name, String displayName, String bio, String avatar, Instant created) {
    /// The line of a person.
    public static PersonLine of(Person person) {
        return new PersonLine(
                person.name(),
                person.displayName(),
                person.profile().bio(),
                Avatar.url(person.key()),
                person.created());
    }
}
