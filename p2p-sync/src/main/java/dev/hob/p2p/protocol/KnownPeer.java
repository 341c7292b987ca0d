package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A node that announced itself, and how dialling it went.
public record KnownPeer(
        DidKey node, int version, Alias alias, Agent agent, Timestamp announced, List<KnownAddress> addresses) {
    public KnownPeer {
        addresses = List.copyOf(addresses);
        if (addresses.size() > Notice.Node.ADDRESSES_MAX) throw new IllegalArgumentException("too many addresses");
    }

    /// An address and when it was tried.
    public record KnownAddress(Address address, Optional<Timestamp> tried, Optional<Timestamp> reached) {
        static KnownAddress untried(Address address) {
            return new KnownAddress(address, Optional.empty(), Optional.empty());
        }

        /// Worth a try: it worked when it was last tried, or that is long enough ago.
        boolean isWorthTrying(Timestamp now, Duration pause) {
            if (tried.isEmpty() || (reached.isPresent() && reached.get().compareTo(tried.get()) >= 0)) return true;
            return now.minus(pause).compareTo(tried.get()) >= 0;
        }
    }
}
