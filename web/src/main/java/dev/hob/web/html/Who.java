package dev.hob.web.html;

import dev.hob.keys.DidKey;
import dev.hob.node.people.Peers;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import java.util.Optional;

/// Somebody who did something, as pages show them: an account, somebody of another server, or a key that nobody here
/// has.
///
/// @param name the account's, the handle, or the key, shortened
/// @param url their page, which may be elsewhere; empty when there is none
/// @param title more about them
public record Who(String name, String url, String avatar, String title) {
    private static final int SHOWN = 8;

    /// An account.
    public static Who of(Person person) {
        return new Who(person.name(), "/" + person.name(), Avatar.url(person.key()), person.displayName());
    }

    /// Somebody of another server: never by a name alone, which might be that of an account here.
    public static Who of(RemoteAuthor author) {
        return new Who("@" + author.handle(), author.url(), Avatar.url(author.key()), author.name());
    }

    /// Whether their page is not of this node.
    public boolean isElsewhere() {
        return !url.isEmpty() && !url.startsWith("/");
    }

    /// A key.
    public static Who of(DidKey key) {
        return of(key, Optional.empty());
    }

    /// A key, and what its holder goes by elsewhere: never without the key, since anybody may go by anything.
    public static Who of(DidKey key, Optional<String> alias) {
        String name = alias.map(it -> it + " ").orElse("") + cut(key.nid());
        return new Who(name, "", Avatar.url(key), key.did());
    }

    private static String cut(String nid) {
        return nid.substring(0, SHOWN) + "…" + nid.substring(nid.length() - SHOWN / 2);
    }

    /// The owner of a repository as a line shows them: a peer's name is long.
    public static String owner(String name) {
        return Peers.isName(name) ? cut(name) : name;
    }
}
