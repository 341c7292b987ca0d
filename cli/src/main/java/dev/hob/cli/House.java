package dev.hob.cli;

import dev.hob.keys.Secret;
import dev.hob.node.Node;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// An open data folder: its stores, what it was told, the URL under which people find it, whether it is being served,
/// the peers it meets then, and what finds things in it.
record House(
        Node node,
        Book book,
        Settings settings,
        Path data,
        URI url,
        boolean serving,
        Optional<Peers> peers,
        Optional<Search> search)
        implements AutoCloseable {
    /// The page where a one-time link for a new account leads.
    URI signUpLink(Secret secret) {
        return URI.create(url + "/join/" + secret.text());
    }

    /// The page where a one-time link for a new password leads.
    URI resetLink(Secret secret) {
        return URI.create(url + "/reset/" + secret.text());
    }

    /// The same house while it is served at a URL.
    House servedAt(URI reached, Optional<Peers> met, Optional<Search> searching) {
        return new House(node, book, settings, data, reached, true, met, searching);
    }

    @Override
    public void close() {
        book.close();
        node.close();
    }
}
