package dev.hob.web;

import dev.hob.p2p.net.Peers;
import dev.hob.search.Search;
import dev.hob.web.federation.Federating;
import java.util.Optional;

/// Who reads the log of the node beside the pages, as far as somebody does.
///
/// @param peers whom this node meets
/// @param federating what other servers find here
/// @param search what finds things here
public record Readers(Optional<Peers> peers, Federating federating, Optional<Search> search) {
    /// A node by itself.
    public static final Readers NONE = new Readers(Optional.empty(), Federating.NOT, Optional.empty());
}
