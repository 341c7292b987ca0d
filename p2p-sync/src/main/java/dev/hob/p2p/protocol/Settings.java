package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Notice;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the operator decides before the node starts.
///
/// @param addresses where others can dial us
/// @param persistent whom to stay connected with
/// @param unasked which repositories are seeded without being asked for: none, or all in a scope
/// @param relaying whether what others announce is passed on
/// @param outboundTarget how many peers to look for by ourselves; with 0 only those we are told to
/// @param inboundMax how many peers that dialled us may be connected at once
public record Settings(
        Alias alias,
        Agent agent,
        List<Address> addresses,
        Map<DidKey, Address> persistent,
        Optional<Scope> unasked,
        boolean relaying,
        int outboundTarget,
        int inboundMax) {
    /// How many peers a node looks for, as real nodes do.
    public static final int OUTBOUND_TARGET = 8;

    /// How many peers a node lets in, as real nodes do.
    public static final int INBOUND_USUAL = 128;

    /// How many it may be told to let in.
    public static final int INBOUND_LIMIT = 10_000;

    public Settings {
        addresses = List.copyOf(addresses);
        persistent = Collections.unmodifiableMap(new LinkedHashMap<>(persistent)); // in the operator's order
        if (addresses.size() > Notice.Node.ADDRESSES_MAX) throw new IllegalArgumentException("too many addresses");
        if (outboundTarget < 0 || outboundTarget > Sessions.OUTBOUND_MAX)
            throw new IllegalArgumentException("no such number of peers: " + outboundTarget);
        if (inboundMax < 0 || inboundMax > INBOUND_LIMIT)
            throw new IllegalArgumentException("no such number of peers: " + inboundMax);
    }
}
