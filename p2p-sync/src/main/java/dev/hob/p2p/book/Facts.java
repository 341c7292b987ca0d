package dev.hob.p2p.book;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Culprit;
import dev.hob.p2p.protocol.Fact;
import dev.hob.p2p.protocol.KnownPeer;
import dev.hob.p2p.protocol.KnownPeer.KnownAddress;
import dev.hob.p2p.protocol.Route;
import dev.hob.p2p.protocol.Topic;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Decoded;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Timestamp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The statements for each [Fact]. What cannot be read any more, as a later version may have written it, is left out:
/// the network tells it again.
final class Facts {
    /// How many rows of a kind are read at a start: more than the tables in memory hold.
    private static final int ROWS_MAX = 100_000;

    /// How many peers are noted to have our work; of more, what was heard longest ago is forgotten.
    static final int SYNCED_MAX = 50_000;

    private Facts() {}

    static void write(Handle handle, Fact fact) {
        switch (fact) {
            case Fact.Announced(var topic, var announcement) -> announced(handle, topic, announcement);
            case Fact.Unannounced(var topic) ->
                handle.execute(
                        "delete from peer_announcement where node = ? and kind = ? and repository = ?",
                        topic.node().nid(),
                        kind(topic),
                        repository(topic));
            case Fact.Routed(var route) ->
                handle.execute(
                        """
                        insert into peer_route (repository, node, announced)
                        values (?, ?, ?)
                        on conflict (repository, node) do update set announced = excluded.announced""",
                        route.repository().value(),
                        route.node().nid(),
                        route.at().millis());
            case Fact.Unrouted(var repository, var node) ->
                handle.execute(
                        "delete from peer_route where repository = ? and node = ?", repository.value(), node.nid());
            case Fact.Met(var peer) -> met(handle, peer);
            case Fact.Unmet(var node) -> handle.execute("delete from known_peer where node = ?", node.nid());
            case Fact.Penalised(var culprit, int points) -> penalised(handle, culprit, points);
            case Fact.Synced synced -> synced(handle, synced);
        }
    }

    private static String kind(Topic topic) {
        return topic.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String repository(Topic topic) {
        return topic.repository().map(RepoId::value).orElse("");
    }

    private static void announced(Handle handle, Topic topic, Announcement announcement) {
        handle.execute(
                """
                insert into peer_announcement (node, kind, repository, announced, message)
                values (?, ?, ?, ?, ?)
                on conflict (node, kind, repository)
                do update set announced = excluded.announced, message = excluded.message""",
                topic.node().nid(),
                kind(topic),
                repository(topic),
                announcement.timestamp().millis(),
                Base64.getEncoder().encodeToString(announcement.bytes()));
    }

    private static void met(Handle handle, KnownPeer peer) {
        handle.execute(
                """
                insert into known_peer (node, version, alias, agent, announced, addresses)
                values (?, ?, ?, ?, ?, ?)
                on conflict (node) do update
                   set version = excluded.version, alias = excluded.alias, agent = excluded.agent,
                       announced = excluded.announced, addresses = excluded.addresses""",
                peer.node().nid(),
                peer.version(),
                peer.alias().value(),
                peer.agent().value(),
                peer.announced().millis(),
                peer.addresses().stream().map(Facts::text).collect(Collectors.joining("\n")));
    }

    private static String text(KnownAddress known) {
        return known.address() + " " + millis(known.tried()) + " " + millis(known.reached());
    }

    private static long millis(Optional<Timestamp> at) {
        return at.map(Timestamp::millis).orElse(0L);
    }

    private static void penalised(Handle handle, Culprit culprit, int points) {
        if (points == 0) handle.execute("delete from peer_penalty where culprit = ?", text(culprit));
        else handle.execute("""
                    insert into peer_penalty (culprit, points)
                    values (?, ?)
                    on conflict (culprit) do update set points = excluded.points""", text(culprit), points);
    }

    private static String text(Culprit culprit) {
        return switch (culprit) {
            case Culprit.Key(var node) -> node.nid();
            case Culprit.At(var host) -> "@" + host;
        };
    }

    private static void synced(Handle handle, Fact.Synced synced) {
        handle.execute(
                """
                insert into peer_sync (repository, node, head, announced)
                values (?, ?, ?, ?)
                on conflict (repository, node) do update set head = excluded.head, announced = excluded.announced""",
                synced.repository().value(),
                synced.node().nid(),
                synced.at().toString(),
                synced.timestamp().millis());
    }

    /// Forgets who had our work longest ago, when there are too many.
    static void prune(Handle handle) {
        handle.createUpdate("""
                        delete from peer_sync
                         where announced < (select min(announced)
                                              from (select announced
                                                      from peer_sync
                                                     order by announced desc
                                                     limit :max) as newest)""").bind("max", SYNCED_MAX).execute();
    }

    static List<Announcement> announcements(Handle handle) {
        return handle
                .createQuery("select message from peer_announcement order by announced limit :max")
                .bind("max", ROWS_MAX)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(text -> announcement(text).stream())
                .toList();
    }

    private static Optional<Announcement> announcement(String text) {
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        return Message.read(bytes) instanceof Decoded.Whole<Message>(Announcement announcement)
                ? Optional.of(announcement)
                : Optional.empty();
    }

    static List<Route> routes(Handle handle) {
        return handle.createQuery("select repository, node, announced from peer_route order by announced limit :max")
                .bind("max", ROWS_MAX)
                .map((row, _) -> new Route(
                        new RepoId(row.getString("repository")),
                        DidKey.parse(row.getString("node")),
                        new Timestamp(row.getLong("announced"))))
                .list();
    }

    static List<KnownPeer> peers(Handle handle) {
        return handle.createQuery("select node, version, alias, agent, announced, addresses from known_peer"
                        + " order by announced limit :max")
                .bind("max", ROWS_MAX)
                .map((row, _) -> new KnownPeer(
                        DidKey.parse(row.getString("node")),
                        row.getInt("version"),
                        new Alias(row.getString("alias")),
                        new Agent(row.getString("agent")),
                        new Timestamp(row.getLong("announced")),
                        addresses(row.getString("addresses"))))
                .list();
    }

    private static List<KnownAddress> addresses(String lines) {
        var addresses = new ArrayList<KnownAddress>();
        lines.lines().forEach(line -> {
            var words = List.of(line.split(" "));
            Address.parse(words.getFirst())
                    .ifPresent(
                            address -> addresses.add(new KnownAddress(address, at(words.get(1)), at(words.getLast()))));
        });
        return addresses;
    }

    private static Optional<Timestamp> at(String millis) {
        return Optional.of(new Timestamp(Long.parseLong(millis))).filter(at -> !at.equals(Timestamp.MIN));
    }

    static Map<Culprit, Integer> penalties(Handle handle) {
        var penalties = new LinkedHashMap<Culprit, Integer>();
        handle.createQuery("select culprit, points from peer_penalty limit :max")
                .bind("max", ROWS_MAX)
                .map((row, _) -> Map.entry(row.getString("culprit"), row.getInt("points")))
                .forEach(row -> culprit(row.getKey()).ifPresent(culprit -> penalties.put(culprit, row.getValue())));
        return penalties;
    }

    private static Optional<Culprit> culprit(String text) {
        return text.startsWith("@")
                ? Host.parse(text.substring(1)).map(Culprit.At::new)
                : Optional.of(new Culprit.Key(DidKey.parse(text)));
    }
}
