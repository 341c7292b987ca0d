package dev.hob.web;

import dev.hob.keys.MasterKey;
import dev.hob.node.Node;
import dev.hob.node.db.DatabaseConfig;
import dev.hob.p2p.net.Peers;
import dev.hob.p2p.wire.PeerTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// Another node, that meets peers and shows nothing.
public record Other(Node node, Peers peers) implements AutoCloseable {
    public static Other open(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var node = Node.open(
                data,
                DatabaseConfig.sqlite(data.resolve("hob.db")),
                MasterKey.open(data.resolve("master.key")),
                InstantSource.system());
        var peers = Met.of(node, "there");
        Met.start(peers);
        return new Other(node, peers);
    }

    /// How to connect with it.
    public PeerTarget target() {
        return new PeerTarget(peers.self(), peers.address().orElseThrow());
    }

    @Override
    public void close() {
        peers.close();
        node.close();
    }
}
