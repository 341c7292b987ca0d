package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.p2p.fetch.GitStream;
import dev.hob.p2p.protocol.Because;
import dev.hob.p2p.protocol.Connection;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import java.util.concurrent.CompletionStage;

/// What happens on sockets. Called by their threads, which must not be kept: of one connection in order.
interface LineEvents {
    /// Somebody at this host wants in.
    CompletionStage<Boolean> admits(Host host);

    /// A connection stands, and both sides have said who they are.
    void connected(Connection connection, DidKey peer, Address address, Link link, Manner manner);

    /// A dial came to nothing.
    void dialFailed(DidKey peer, Address address, String why);

    /// A peer said something. Whoever has thought about it says so to `done`, and not later than never: until then it
    /// counts among those that wait.
    void received(Connection from, Message message, Runnable done);

    /// A peer opened a git stream.
    void opened(Connection connection, DidKey peer, Manner manner, GitStream stream);

    /// A connection is gone, and we did not end it.
    void disconnected(Connection connection, Because because, String why);
}
