package dev.hob.web.people;

import dev.hob.node.people.Person;
import dev.hob.web.html.Avatar;
import java.time.Instant;

/// A person in a list, and at the head of their own page.
public record PersonCard(
        String name,
        String displayName,
        String bio,
        String website,
        String location,
        String avatar,
        String did,
        String email,
        boolean admin,
        boolean disabled,
        Instant created) {
    static PersonCard of(Person person) {
        var profile = person.profile();
        return new PersonCard(
                person.name(),
                profile.displayName(),
                profile.bio(),
                profile.website(),
                profile.location(),
                Avatar.url(person.key()),
                person.key().did(),
                person.email(),
                person.admin(),
                person.disabled(),
                person.created());
    }

    /// The website without what every address begins with.
    public String shortWebsite() {
        return website.replaceFirst("^https?://", "").replaceFirst("/$", "");
    }
}
