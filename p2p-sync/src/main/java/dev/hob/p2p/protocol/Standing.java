package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Link;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a node stands among its peers at one moment. Immutable.
///
/// @param dialling whom it is trying to reach
/// @param peers how many nodes have announced themselves
/// @param routes how many times somebody is known to have a repository
/// @param announcements how many are kept
/// @param fetching how many fetches run
public record Standing(
        List<Present> present, Map<DidKey, Address> dialling, int peers, int routes, int announcements, int fetching) {
    /// Nobody is here.
    public static final Standing ALONE = new Standing(List.of(), Map.of(), 0, 0, 0, 0);

    public Standing {
        present = List.copyOf(present);
        dialling = Map.copyOf(dialling);
    }

    /// A connected peer.
    ///
    /// @param alias what it calls itself, if it has said so
    /// @param proven whether the transport proves that it is this peer, and hides what is said
    /// @param persistent whether it is dialled again whenever the connection breaks
    /// @param heard when it last said something
    public record Present(
            DidKey peer,
            Optional<Alias> alias,
            Optional<Agent> agent,
            Address address,
            Link link,
            boolean proven,
            boolean persistent,
            Instant since,
            Instant heard) {}

    static Standing of(Tables tables) {
        var present = tables.sessions.all().stream()
                .map(session -> present(tables, session))
                .toList();
        return new Standing(
                present,
                tables.sessions.beingDialled(),
                tables.peers.size(),
                tables.routing.size(),
                tables.gossip.size(),
                tables.fetches.running());
    }

    private static Present present(Tables tables, Session session) {
        var known = tables.peers.find(session.peer());
        return new Present(
                session.peer(),
                known.map(KnownPeer::alias),
                known.map(KnownPeer::agent),
                session.address(),
                session.link(),
                session.isProven(),
                tables.sessions.isPersistent(session.peer()),
                session.since(),
                session.lastHeard());
    }
}
