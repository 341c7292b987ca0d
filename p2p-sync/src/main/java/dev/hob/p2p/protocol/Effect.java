package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.RefsAt;
import java.util.List;

/// Everything the protocol wants done, in this order.
public sealed interface Effect {
    /// Say this to a peer.
    record Send(Connection to, Message message) implements Effect {}

    /// Open a connection; [Input.Connected] or [Input.DialFailed] shall follow.
    record Dial(DidKey peer, Address address) implements Effect {}

    /// End a connection, at once and with a reset: the real node does not notice an orderly close (`radicle.md`
    /// §7.2). For the protocol it is gone already.
    record HangUp(Connection connection, Because because) implements Effect {}

    /// Fetch from a peer; [Input.Fetched] shall follow, whatever happens to the connection.
    ///
    /// @param wanted which signed refs; none means everything in scope
    record Fetch(RepoId repository, Connection connection, DidKey from, List<RefsAt> wanted, Scope scope)
            implements Effect {
        public Fetch {
            wanted = List.copyOf(wanted);
        }
    }

    /// Remember this until the next start.
    record Keep(Fact fact) implements Effect {}

    /// Tell whoever listens.
    record Tell(News news) implements Effect {}
}
