package dev.hob.cli;

import dev.hob.keys.Secret;
import dev.hob.node.Node;
import java.net.URI;
import java.nio.file.Path;

/// An open data folder: its stores, what it was told, the URL under which people find it, and whether it is being
/// served.
record House(Node node, Settings settings, Path data, URI url, boolean serving) implements AutoCloseable {
    /// The page where a one-time link for a new account leads.
    URI signUpLink(Secret secret) {
        return URI.create(url + "/join/" + secret.text());
    }

    /// The page where a one-time link for a new password leads.
    URI resetLink(Secret secret) {
        return URI.create(url + "/reset/" + secret.text());
    }

    /// The same house while it is served at a URL.
    House servedAt(URI reached) {
        return new House(node, settings, data, reached, true);
    }

    @Override
    public void close() {
        node.close();
    }
}
