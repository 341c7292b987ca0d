package dev.hob.node.people;

import dev.hob.node.language.Messages;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The rule for names of accounts: lower-case letters, digits, single `-` and `_` between them, at most 39
/// characters, and no word that begins a route.
public final class AccountName {
    private static final int CHARACTERS_MAX = 39;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]+([_-][a-z0-9]+)*");
    private static final Set<String> RESERVED = Set.of(
            "about",
            "account",
            "activity",
            "actor",
            "admin",
            "agents",
            "api",
            "assets",
            "auth",
            "explore",
            "favicon",
            "feed",
            "followers",
            "following",
            "healthz",
            "help",
            "hob",
            "inbox",
            "issues",
            "join",
            "login",
            "logout",
            "mcp",
            "me",
            "metrics",
            "new",
            "nodeinfo",
            "notifications",
            "o",
            "org",
            "outbox",
            "peers",
            "people",
            "pulls",
            "r",
            "raw",
            "readyz",
            "reset",
            "robots",
            "root",
            "search",
            "settings",
            "shared",
            "signup",
            "static",
            "status",
            "system",
            "t",
            "u",
            "user",
            "users",
            "well-known");

    private AccountName() {}

    /// How a name is compared and kept. A node id, which no account is called, stays as it is.
    public static String folded(String name) {
        // The sign for kelvin must not become a k: what is not ASCII is nobody's name.
        if (Peers.isName(name)) return name;
        return name.chars().allMatch(c -> c < 0x80) ? name.toLowerCase(Locale.ROOT) : name;
    }

    /// Why a name cannot be taken, in words for the one who asked; empty when it is fine.
    public static Optional<String> objection(String name) {
        if (name.isEmpty() || name.length() > CHARACTERS_MAX)
            return Optional.of(Messages.text("people.name-characters", CHARACTERS_MAX));
        if (!SHAPE.matcher(name).matches()) return Optional.of(Messages.text("people.name-is-made-of"));
        if (RESERVED.contains(name)) return Optional.of(Messages.text("people.name-is-reserved", name));
        return Optional.empty();
    }
}
