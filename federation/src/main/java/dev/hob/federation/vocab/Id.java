package dev.hob.federation.vocab;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// The URL that names an actor, an object or a key: `http(s)`, with a host, without a password. Immutable.
///
/// Equal only when each character is: servers compare ids so, and so do signatures. What counts for trust is the
/// [Origin].
public record Id(String value) {
    /// Longer than any id in use (Mastodon stops at 2048).
    public static final int LENGTH_MAX = 2048;

    public Id {
        if (parsed(value).isEmpty()) throw new IllegalArgumentException("not an id: " + shown(value));
    }

    /// The id in a text, if it is one.
    public static Optional<Id> of(String text) {
        return parsed(text).isPresent() ? Optional.of(new Id(text)) : Optional.empty();
    }

    /// Scheme, host and port: whoever controls them may speak for the id.
    public Origin origin() {
        var uri = URI.create(value);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
    }

    /// Whether both are in the same hands.
    public boolean sameOrigin(Id other) {
        return origin().equals(other.origin());
    }

    /// Host and port as a `Host` header names them.
    public String authority() {
        var origin = origin();
        boolean plain = origin.port() == defaultPort(origin.scheme());
        return plain ? origin.host() : origin.host() + ":" + origin.port();
    }

    /// What to ask for: the id without its fragment.
    public Id document() {
        int hash = value.indexOf('#');
        return hash < 0 ? this : new Id(value.substring(0, hash));
    }

    /// The path as written, `/` when there is none.
    public String path() {
        String path = URI.create(value).getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /// The query as written, without its `?`.
    public Optional<String> query() {
        return Optional.ofNullable(URI.create(value).getRawQuery());
    }

    @Override
    public String toString() {
        return value;
    }

    /// Scheme, host and port, in lower case and with the port always said (FEP-fe34).
    public record Origin(String scheme, String host, int port) {}

    private static Optional<URI> parsed(String text) {
        if (text.length() > LENGTH_MAX) return Optional.empty();
        try {
            var uri = new URI(text);
            String scheme = uri.getScheme();
            boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() <= 65_535;
            return web && plain && text.indexOf('\\') < 0 ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String shown(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
