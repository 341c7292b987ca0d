package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.p2p.book.Book;
import dev.hob.p2p.net.Network.Way;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How a peer can be reached: at which sockets, and in which manner. Shared between threads.
final class Ways {
    /// What a Hob calls the program it runs, and no other node.
    static final String HOB = "/hob:";

    private static final int ADDRESSES_MAX = 3;
    private static final int REMEMBERED_MAX = 10_000;

    private final Book book;
    private final boolean plaintext;
    private final Map<DidKey, Agent> agents = new ConcurrentHashMap<>();
    private final Map<DidKey, Boolean> spokeTls = new ConcurrentHashMap<>();

    Ways(Book book, boolean plaintext) {
        this.book = book;
        this.plaintext = plaintext;
        spokeTls.putAll(book.manners());
    }

    void met(KnownPeer peer) {
        agents.put(peer.node(), peer.agent());
    }

    void unmet(DidKey node) {
        agents.remove(node);
    }

    /// Notes how a peer that we dialled was spoken with.
    void spoke(DidKey peer, Manner manner) {
        boolean tls = manner == Manner.TLS;
        if (spokeTls.size() >= REMEMBERED_MAX)
            spokeTls.keySet().remove(spokeTls.keySet().iterator().next());
        if (Optional.ofNullable(spokeTls.put(peer, tls)).equals(Optional.of(tls))) return;
        Thread.ofVirtual().name("peer manner").start(() -> book.spoke(peer, tls));
    }

    /// Every way worth trying. Looks names up, which takes its time.
    ///
    /// @param asked whether the operator named the address: then it may be one that only this machine reaches. A
    ///     stranger's name must not lead into the operator's own network.
    List<Way> to(DidKey peer, Address address, boolean asked) {
        var ways = new ArrayList<Way>();
        for (var host : hosts(address.host(), asked))
            for (var manner : manners(peer)) ways.add(new Way(new InetSocketAddress(host, address.port()), manner));
        return ways;
    }

    /// A Hob says so in what it announces under its signature, and is then only spoken with in TLS: nobody on the way
    /// can talk us out of it.
    private List<Manner> manners(DidKey peer) {
        var agent = Optional.ofNullable(agents.get(peer));
        boolean isHob =
                agent.map(one -> one.value().startsWith(HOB)).orElseGet(() -> spokeTls.getOrDefault(peer, false));
        if (isHob || !plaintext) return List.of(Manner.TLS);
        return agent.isPresent() ? List.of(Manner.PLAIN) : List.of(Manner.TLS, Manner.PLAIN);
    }

    private static List<InetAddress> hosts(Host host, boolean asked) {
        return switch (host) {
            case Host.Ip4 _, Host.Ip6 _ -> List.of(host.inet());
            case Host.Name(var name) -> resolved(name, asked);
            case Host.Onion _, Host.I2p _ -> List.of(); // They need a proxy that we do not speak to.
        };
    }

    private static List<InetAddress> resolved(String name, boolean asked) {
        try {
            return List.of(InetAddress.getAllByName(name)).stream()
                    .filter(address -> asked || Host.of(address).isRoutable())
                    .limit(ADDRESSES_MAX)
                    .toList();
        } catch (UnknownHostException _) {
            return List.of();
        }
    }
}
