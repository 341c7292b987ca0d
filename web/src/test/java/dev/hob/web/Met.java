package dev.hob.web;

import dev.hob.node.Node;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Limits;
import dev.hob.p2p.net.PeerGit;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.net.PeersConfig;
import dev.hob.p2p.protocol.Settings;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nodes of tests among their peers, on a free port of this machine, who look for nobody by themselves.
public final class Met {
    private Met() {}

    public static Peers of(Node node, String alias) {
        var book = new Book(node.database(), InstantSource.system());
        var settings = new Settings(
                new Alias(alias),
                new Agent("/hob:test/"),
                List.of(),
                Map.of(),
                Optional.empty(),
                true,
                0,
                Settings.INBOUND_USUAL);
        var config = new PeersConfig(new InetSocketAddress("127.0.0.1", 0), settings, true, Limits.USUAL);
        return new Peers(
                node,
                config,
                book,
                kept -> new PeerGit(node, book, kept, InstantSource.system()),
                InstantSource.system(),
                new SecureRandom());
    }

    /// Starts, and waits until others can be met.
    public static void start(Peers peers) {
        try {
            peers.start();
            for (int i = 0; i < 1_000 && !peers.hasBegun(); i++) Thread.sleep(10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (!peers.hasBegun()) throw new AssertionError("it does not begin");
    }
}
