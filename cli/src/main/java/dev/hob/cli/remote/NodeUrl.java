package dev.hob.cli.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where a node is: `https://host[:port][/path]`, lower case where case does not matter, without a slash at its end.
public record NodeUrl(URI uri) {
    private static final int LENGTH_MAX = 2_000;

    /// Reads what a person types; a bare host means https. None when it is no address of a node.
    public static Optional<NodeUrl> of(String text) {
        String asked = text.strip();
        if (asked.isEmpty() || asked.length() > LENGTH_MAX) return Optional.empty();
        if (!asked.contains("://")) asked = "https://" + asked;
        try {
            var uri = new URI(asked);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http")) return Optional.empty();
            if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null)
                return Optional.empty();
            return Optional.of(of(scheme, uri.getHost(), uri.getPort(), uri.getPath()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static NodeUrl of(String scheme, String host, int port, String path) throws URISyntaxException {
        int spoken = port == (scheme.equals("https") ? 443 : 80) ? -1 : port;
        String base = path.replaceFirst("/+\\z", "");
        return new NodeUrl(
                new URI(scheme, null, host.toLowerCase(Locale.ROOT), spoken, base.isEmpty() ? null : base, null, null));
    }

    /// Whether nobody on the way can read along.
    public boolean isSafe() {
        return uri.getScheme().equals("https") || isLoopback();
    }

    /// This machine, by its own names only: another name may mean anything.
    private boolean isLoopback() {
        String host = uri.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /// Whether another address is on the same node, as far as secrets go: same scheme, host and port.
    public boolean sameOrigin(URI other) {
        if (other.getScheme() == null || other.getHost() == null) return false;
        String port = other.getPort() < 0 ? "" : ":" + other.getPort();
        return of(other.getScheme() + "://" + other.getHost() + port)
                .filter(it -> it.origin().equals(origin()))
                .isPresent();
    }

    /// Scheme, host and port.
    String origin() {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /// The path below which the node lies, without a slash at its end; empty for most.
    String base() {
        return Optional.ofNullable(uri.getPath()).orElse("");
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
