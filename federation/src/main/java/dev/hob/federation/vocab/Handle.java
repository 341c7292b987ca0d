package dev.hob.federation.vocab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `@user@host`: how people name an actor. Immutable, lower case.
///
/// A repository's is `@owner.repo@host`, which every server takes; an owner's name has no dot, so that the first one
/// divides them.
public record Handle(String user, String host) {
    private static final int LENGTH_MAX = 2048;

    // Mastodon's grammar for accounts elsewhere: letters, digits and `_` at both ends, dots and hyphens between.
    private static final Pattern USER = Pattern.compile("[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*+");
    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");
    private static final Pattern WRITTEN = Pattern.compile("(?:acct:)?@?([^@/]+)@([^@/]+)");

    public Handle {
        if (!USER.matcher(user).matches() || !HOST.matcher(host).matches())
            throw new IllegalArgumentException("not a handle: " + user + "@" + host);
    }

    /// Reads `@user@host`, `user@host` and `acct:user@host`, also percent-encoded as Fedify and GoToSocial ask.
    public static Optional<Handle> of(String text) {
        if (text.length() > LENGTH_MAX) return Optional.empty();
        return decoded(text)
                .map(WRITTEN::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> checked(lower(matcher.group(1)), lower(matcher.group(2))));
    }

    /// The handle of a repository. A name that ends in `.` or `-` gets a `_`, for no server takes it otherwise.
    public static Handle ofRepository(String owner, String repository, String host) {
        String name = lower(repository);
        String ending = name.endsWith(".") || name.endsWith("-") ? "_" : "";
        return new Handle(lower(owner) + "." + name + ending, lower(host));
    }

    /// The owner, when it may be a repository's.
    public Optional<String> owner() {
        int dot = user.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(user.substring(0, dot));
    }

    /// The form in WebFinger.
    public String acct() {
        return "acct:" + user + "@" + host;
    }

    /// As people write it.
    @Override
    public String toString() {
        return "@" + user + "@" + host;
    }

    private static Optional<Handle> checked(String user, String host) {
        boolean good = USER.matcher(user).matches() && HOST.matcher(host).matches();
        return good ? Optional.of(new Handle(user, host)) : Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        try {
            boolean encoded = text.indexOf('%') >= 0;
            return Optional.of(encoded ? URLDecoder.decode(text, UTF_8) : text);
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // A broken escape names nobody.
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
