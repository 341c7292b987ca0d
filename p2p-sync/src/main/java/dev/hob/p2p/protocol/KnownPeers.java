package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.protocol.KnownPeer.KnownAddress;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The nodes that announced themselves as seeds, and where they are (`radicle.md` §8.6). Who is not among them is
/// not listened to.
final class KnownPeers {
    /// How many are known; of more, the one that announced itself longest ago is forgotten.
    static final int PEERS_MAX = 5_000;

    private static final Duration RETRY_PAUSE = Duration.ofMinutes(10);

    private final LinkedHashMap<DidKey, KnownPeer> peers = new LinkedHashMap<>();

    void restore(KnownPeer peer) {
        put(peer, new Outbox());
    }

    /// Takes what a seed says of itself. Addresses that cannot be reached from anywhere count only when the one
    /// who told us is near itself.
    void learn(Announcement announcement, Notice.Node said, Host toldBy, Outbox out) {
        var before = Optional.ofNullable(peers.get(announcement.node()));
        Map<Address, KnownAddress> known = new HashMap<>();
        before.ifPresent(peer -> peer.addresses().forEach(address -> known.put(address.address(), address)));
        var addresses = said.addresses().stream()
                .distinct()
                .filter(address -> address.host().isRoutable() || !toldBy.isRoutable())
                .map(address -> known.getOrDefault(address, KnownAddress.untried(address)))
                .toList();
        var peer = new KnownPeer(
                announcement.node(), said.version(), said.alias(), said.agent(), said.timestamp(), addresses);
        put(peer, out);
        out.keep(new Fact.Met(peer));
    }

    boolean contains(DidKey node) {
        return peers.containsKey(node);
    }

    Optional<KnownPeer> find(DidKey node) {
        return Optional.ofNullable(peers.get(node));
    }

    Collection<KnownPeer> all() {
        return peers.values();
    }

    int size() {
        return peers.size();
    }

    /// An address of this node that is worth dialling now.
    Optional<Address> dialable(DidKey node, Timestamp now) {
        return Optional.ofNullable(peers.get(node)).flatMap(peer -> dialable(peer, now));
    }

    Optional<Address> dialable(KnownPeer peer, Timestamp now) {
        if (peer.version() != Notice.Node.VERSION) return Optional.empty();
        return peer.addresses().stream()
                .filter(known -> isSupported(known.address().host()))
                .filter(known -> known.isWorthTrying(now, RETRY_PAUSE))
                .map(KnownAddress::address)
                .findFirst();
    }

    // Hidden services need a proxy that we do not speak to.
    private static boolean isSupported(Host host) {
        return switch (host) {
            case Host.Ip4 _, Host.Ip6 _, Host.Name _ -> true;
            case Host.Onion _, Host.I2p _ -> false;
        };
    }

    void tried(DidKey node, Address address, Timestamp now, Outbox out) {
        change(node, address, out, known -> new KnownAddress(address, Optional.of(now), known.reached()));
    }

    void reached(DidKey node, Address address, Timestamp now, Outbox out) {
        change(node, address, out, known -> new KnownAddress(address, known.tried(), Optional.of(now)));
    }

    private void change(DidKey node, Address address, Outbox out, UnaryOperator<KnownAddress> how) {
        var peer = peers.get(node);
        if (peer == null) return;
        List<KnownAddress> addresses = new ArrayList<>(peer.addresses());
        addresses.replaceAll(known -> known.address().equals(address) ? how.apply(known) : known);
        var changed = new KnownPeer(node, peer.version(), peer.alias(), peer.agent(), peer.announced(), addresses);
        if (changed.equals(peer)) return;
        peers.put(node, changed);
        out.keep(new Fact.Met(changed));
    }

    private void put(KnownPeer peer, Outbox out) {
        peers.remove(peer.node());
        peers.put(peer.node(), peer);
        if (peers.size() <= PEERS_MAX) return;
        var oldest = peers.keySet().iterator().next();
        peers.remove(oldest);
        out.keep(new Fact.Unmet(oldest));
    }
}
