package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// A node among its peers.
public record NodeStatus(
        @Says("Its id; who dials it writes nid@host:port") String nid,

        @Says("Whether it meets peers at all; if not, nobody is here and nothing is known")
        boolean meetsPeers,

        @Says("What it calls itself") Optional<String> alias,

        @Says("Where it listens; told to administrators") Optional<String> listens,
        @Says("What it tells others to dial, as host:port") List<String> announces,

        @Says("How many peers are connected") int connected,

        @Says("How many nodes have announced themselves") int known,

        @Says("How many fetches run") int fetching) {}
