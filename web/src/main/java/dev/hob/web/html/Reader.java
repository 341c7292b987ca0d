package dev.hob.web.html;

import dev.hob.node.people.Person;

/// Whoever is signed in, as the bar above each page needs to know them.
///
/// @param news how much they were told of and have not read
public record Reader(String name, String avatar, boolean admin, boolean mayInvite, int news) {
    private static final int NEWS_SHOWN_MAX = 99;

    static Reader of(Person person, boolean mayInvite, int news) {
        return new Reader(person.name(), Avatar.url(person.key()), person.admin(), mayInvite, news);
    }

    /// How much is unread, in a few characters.
    public String newsShown() {
        return news > NEWS_SHOWN_MAX ? NEWS_SHOWN_MAX + "+" : String.valueOf(news);
    }
}
