package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.RefsAt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that can happen to a node among its peers.
public sealed interface Input {
    /// The node starts. Comes once, before everything else.
    ///
    /// @param decisions all that the operator has decided so far
    /// @param penalties what is held against whom
    record Started(
            List<Decision> decisions,
            List<Announcement> announcements,
            List<Route> routes,
            List<KnownPeer> peers,
            Map<Culprit, Integer> penalties)
            implements Input {
        /// A node that has never run before.
        public static final Started NEW = new Started(List.of(), List.of(), List.of(), List.of(), Map.of());

        public Started {
            decisions = List.copyOf(decisions);
            announcements = List.copyOf(announcements);
            routes = List.copyOf(routes);
            peers = List.copyOf(peers);
            penalties = Collections.unmodifiableMap(new LinkedHashMap<>(penalties));
        }
    }

    /// Time has passed. Comes about every second; more often does no harm.
    record Ticked() implements Input {}

    /// A connection stands and the handshake is done.
    ///
    /// @param address where the peer is, as the socket says
    /// @param proven whether the transport proves that it is this peer, and hides what is said
    record Connected(Connection connection, DidKey peer, Address address, Link link, boolean proven) implements Input {}

    /// A dial came to nothing.
    record DialFailed(DidKey peer, Address address) implements Input {}

    /// A connection is gone.
    record Disconnected(Connection connection, Because because) implements Input {}

    /// A peer said something.
    record Received(Connection from, Message message) implements Input {}

    /// Signed refs of a repository that is here have changed, by our own doing.
    record RefsChanged(RepoId repository) implements Input {}

    /// A repository came here, left, or changed its visibility, by our own doing.
    record RepositoriesChanged() implements Input {}

    /// A fetch has ended; what it brought is in the [Holdings].
    record Fetched(RepoId repository, DidKey from, Outcome outcome) implements Input {}

    /// A peer has asked for a private repository with the word of somebody who may have it.
    record Vouched(Connection connection, RepoId repository, DidKey person) implements Input {}

    /// What the operator decides about repositories and nodes; remembered by the caller, and told again at each
    /// [Started].
    sealed interface Decision extends Input {}

    /// The operator wants a repository kept here.
    record Seeded(RepoId repository, Scope scope) implements Decision {}

    /// The operator no longer does.
    record Unseeded(RepoId repository) implements Decision {}

    /// The operator has this node ask another for a private repository, in the name of somebody who may have it.
    record Introduced(RepoId repository, DidKey node) implements Decision {}

    /// The operator wants somebody's work.
    record Followed(DidKey node) implements Decision {}

    /// The operator no longer does.
    record Unfollowed(DidKey node) implements Decision {}

    /// The operator wants nothing to do with a node.
    record Blocked(DidKey node) implements Decision {}

    /// The operator has forgiven it.
    record Unblocked(DidKey node) implements Decision {}

    /// The operator wants a connection.
    ///
    /// @param persistent whether to dial again whenever it breaks
    record Asked(DidKey peer, Address address, boolean persistent) implements Input {}

    /// The operator wants a connection ended, and not dialled again by itself.
    record Dismissed(DidKey peer) implements Input {}

    /// The operator wants everything of a repository from a connected peer now.
    record FetchAsked(RepoId repository, DidKey from) implements Input {}

    /// How a fetch ended.
    sealed interface Outcome {
        /// It went well.
        ///
        /// @param updated the signed refs that are newer now, none if nothing was
        /// @param cloned whether the repository was not here before
        record Brought(List<RefsAt> updated, boolean cloned) implements Outcome {
            public Brought {
                updated = List.copyOf(updated);
            }
        }

        /// It did not.
        ///
        /// @param stalled whether the peer simply fell silent
        record Failed(boolean stalled, String why) implements Outcome {}
    }
}
