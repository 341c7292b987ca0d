package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A peer that is connected.
public record ConnectedPeer(
        String nid,
        @Says("What it calls itself") Optional<String> alias,
        @Says("The program it runs") Optional<String> agent,

        @OneOf({"in", "out"}) @Says("Which side dialled: out is this node")
        String direction,

        @Says("Whether its key is proved and what is said is hidden (TLS); if not, all is in clear")
        boolean proven,

        @Says("Whether it is dialled again whenever the connection breaks")
        boolean persistent,

        @Says("Told to administrators") Optional<String> address,
        Instant since) {}
