package dev.hob.web.html;

import dev.hob.node.people.Person;

/// Whoever is signed in, as the bar above each page needs to know them.
public record Reader(String name, String avatar, boolean admin, boolean mayInvite) {
    static Reader of(Person person, boolean mayInvite) {
        return new Reader(person.name(), Avatar.url(person.key()), person.admin(), mayInvite);
    }
}
