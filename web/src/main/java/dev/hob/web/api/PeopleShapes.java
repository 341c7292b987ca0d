package dev.hob.web.api;

import dev.hob.keys.DidKey;
import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;
import dev.hob.node.people.Scope;
import dev.hob.node.people.Viewer;
import dev.hob.web.api.json.AccessToken;
import dev.hob.web.api.json.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Accounts and tokens as the API shows them. Gitea's ids are numbers and ours are texts: a number is made of
/// the text.
final class PeopleShapes {
    private PeopleShapes() {}

    /// A number below 2^53, so that every client can hold it: FNV-1a of the text.
    static long number(String id) {
        long hash = 0xcbf29ce484222325L;
        for (char c : id.toCharArray()) hash = (hash ^ c) * 0x100000001b3L;
        return (hash >>> 11) | 1;
    }

    /// In the place of an address that is only told to its owner.
    static String hidden(Person person) {
        return person.name() + "@noreply.invalid";
    }

    static User user(Person person, Viewer viewer, Links links) {
        boolean self = viewer.person().filter(p -> p.id().equals(person.id())).isPresent();
        var profile = person.profile();
        return new User(
                number(person.id()),
                person.name(),
                "",
                0,
                person.displayName(),
                self ? person.email() : hidden(person),
                links.avatar(person.key()),
                links.person(person.name()),
                "",
                self && person.admin(),
                Instant.EPOCH,
                person.created(),
                false,
                !person.disabled(),
                person.disabled(),
                profile.location(),
                profile.website(),
                profile.bio(),
                "public",
                0,
                0,
                0,
                person.name(),
                "User",
                person.key().did());
    }

    /// Somebody of another server.
    static User remote(RemoteAuthor author, Links links) {
        return elsewhere(author.key(), author.handle(), author.name(), author.url(), links);
    }

    /// Somebody of whom only the key is known here: they write on another node, or left.
    ///
    /// @param alias what they go by there; empty when that is not known
    static User stranger(DidKey key, String alias, Links links) {
        return elsewhere(key, key.nid(), alias, "", links);
    }

    /// Somebody without an account here.
    private static User elsewhere(DidKey key, String login, String name, String url, Links links) {
        return new User(
                number(key.did()),
                login,
                "",
                0,
                name,
                key.nid() + "@noreply.invalid",
                links.avatar(key),
                url,
                "",
                false,
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                false,
                false,
                "",
                "",
                "",
                "public",
                0,
                0,
                0,
                login,
                "User",
                key.did());
    }

    static AccessToken token(AccessTokens.Token token, String secret, Optional<List<String>> repositories) {
        return new AccessToken(
                number(token.id()),
                token.name(),
                secret,
                token.lastEight(),
                token.grant().scopes().stream().map(Scope::text).sorted().toList(),
                token.created(),
                token.used(),
                token.expires(),
                repositories);
    }
}
