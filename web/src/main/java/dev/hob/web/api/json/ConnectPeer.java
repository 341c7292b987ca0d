package dev.hob.web.api.json;

import java.util.Optional;

/// A peer to connect with.
public record ConnectPeer(
        @Most(400) @Says("As nid@host:port") String peer,

        @Says("Whether to let it be when the connection breaks; it is dialled again unless this is true")
        Optional<Boolean> once) {}
