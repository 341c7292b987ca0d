package dev.hob.federation.actor;

import dev.hob.federation.vocab.Id;
import java.net.URI;
import java.util.Optional;

/// Where this node is for all others: the address that its ids begin with, which never changes. Immutable.
///
/// @param address scheme and host, without a slash at the end
public record Home(String address) {
    public Home {
        var id = new Id(address);
        if (!id.path().equals("/") || address.endsWith("/") || id.query().isPresent())
            throw new IllegalArgumentException("not the address of a whole host: " + address);
    }

    /// The home of a node that is reached at a public URL. Empty when the URL has a path: actors need a host of their
    /// own.
    public static Optional<Home> of(URI url) {
        String text = url.toString();
        String address = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return Id.of(address)
                .filter(id -> id.path().equals("/") && id.query().isEmpty())
                .map(_ -> new Home(address));
    }

    /// The id of something here.
    ///
    /// @param path that begins with a slash, as it is written in a URL
    public Id at(String path) {
        return new Id(address + path);
    }

    /// The path of an id that is of here, as it is written.
    public Optional<String> path(Id id) {
        String value = id.value();
        return value.startsWith(address + "/") ? Optional.of(value.substring(address.length())) : Optional.empty();
    }

    /// What handles end with.
    public String host() {
        return new Id(address).authority();
    }

    /// Who may speak for ids of here.
    public Id.Origin origin() {
        return new Id(address).origin();
    }
}
