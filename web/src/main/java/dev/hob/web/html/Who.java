package dev.hob.web.html;

import dev.hob.keys.DidKey;
import dev.hob.node.people.Person;

/// Somebody who did something, as pages show them: an account, or a key that nobody here has.
///
/// @param name the account's, or the key, shortened
/// @param url their page; empty when there is none
/// @param title more about them
public record Who(String name, String url, String avatar, String title) {
    private static final int SHOWN = 8;

    /// An account.
    public static Who of(Person person) {
        return new Who(person.name(), "/" + person.name(), Avatar.url(person.key()), person.displayName());
    }

    /// A key.
    public static Who of(DidKey key) {
        String nid = key.nid();
        String name = nid.substring(0, SHOWN) + "…" + nid.substring(nid.length() - SHOWN / 2);
        return new Who(name, "", Avatar.url(key), key.did());
    }
}
