package dev.hob.cli;

import dev.hob.keys.DidKey;
import dev.hob.p2p.net.Limits;
import dev.hob.p2p.net.PeersConfig;
import dev.hob.p2p.protocol.Scope;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.PeerTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the settings say of peers. Immutable, and checked.
record PeerSettings(
        Optional<Settings.Address> listen,
        Alias alias,
        List<Address> announced,
        Map<DidKey, Address> connect,
        int peers,
        int inbound,
        boolean plaintext,
        Optional<Scope> unasked,
        boolean relaying) {
    static final Agent AGENT = new Agent("/hob:0.1.0/");
    private static final int PEERS_MAX = 16;
    private static final String NAMELESS = "hob";

    static PeerSettings of(Settings settings) {
        return new PeerSettings(
                settings.text(Setting.P2P_ADDRESS).equals("off")
                        ? Optional.empty()
                        : Optional.of(settings.address(Setting.P2P_ADDRESS)),
                alias(settings),
                announced(settings),
                connect(settings),
                settings.number(Setting.P2P_PEERS, 0, PEERS_MAX),
                settings.number(Setting.P2P_INBOUND, 0, dev.hob.p2p.protocol.Settings.INBOUND_LIMIT),
                settings.flag(Setting.P2P_PLAINTEXT),
                unasked(settings),
                settings.flag(Setting.P2P_RELAY));
    }

    private static Alias alias(Settings settings) {
        String text = settings.maybe(Setting.P2P_ALIAS)
                .or(() -> settings.publicUrl().map(URI::getHost).filter(host -> host.length() <= 32))
                .orElse(NAMELESS);
        try {
            return new Alias(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException("p2p.alias: " + e.getMessage(), e);
        }
    }

    private static List<Address> announced(Settings settings) {
        var addresses = settings.list(Setting.P2P_ANNOUNCE).stream()
                .map(text -> Address.parse(text)
                        .orElseThrow(() -> new CommandException("p2p.announce is HOST:PORT, not " + text)))
                .toList();
        if (addresses.size() > Notice.Node.ADDRESSES_MAX)
            throw new CommandException("p2p.announce has at most " + Notice.Node.ADDRESSES_MAX + " addresses");
        return addresses;
    }

    private static Map<DidKey, Address> connect(Settings settings) {
        var connect = new LinkedHashMap<DidKey, Address>();
        for (String text : settings.list(Setting.P2P_CONNECT)) {
            var target = PeerTarget.parse(text)
                    .orElseThrow(() -> new CommandException("p2p.connect is NID@HOST:PORT, not " + text));
            connect.put(target.peer(), target.address());
        }
        return connect;
    }

    private static Optional<Scope> unasked(Settings settings) {
        String word = settings.word(Setting.P2P_SEED, Set.of("none", "followed", "all"));
        return word.equals("none") ? Optional.empty() : Optional.of(Scope.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /// The same for those who meet peers, with whom else to stay connected.
    PeersConfig config(Map<DidKey, Address> persistent) {
        var where = listen.orElseThrow(() -> new AssertionError("peers are off"));
        var all = new LinkedHashMap<>(persistent);
        all.putAll(connect);
        return new PeersConfig(
                new InetSocketAddress(where.host(), where.port()),
                new dev.hob.p2p.protocol.Settings(alias, AGENT, announced, all, unasked, relaying, peers, inbound),
                plaintext,
                Limits.USUAL.forPeers(inbound));
    }
}
