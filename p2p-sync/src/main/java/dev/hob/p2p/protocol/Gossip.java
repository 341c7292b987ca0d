package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was announced, of each [Topic] the newest (`radicle.md` §8.6). Decides neither whom to believe nor whom
/// to tell.
final class Gossip {
    /// How many announcements are kept; of more, the oldest is forgotten.
    static final int ANNOUNCEMENTS_MAX = 20_000;

    /// How many announcements of one node are kept.
    static final int PER_NODE_MAX = 4_096;

    /// How many bytes on the wire all of them may have; of more, the oldest is forgotten.
    static final long BYTES_MAX = 16L * 1024 * 1024;

    private static final Duration AGE_MAX = Duration.ofDays(14);
    private static final int OVERHEAD_BYTES = 200;
    private static final int REPOSITORY_BYTES = 22;
    private static final int REFS_BYTES = 54;
    private static final int ADDRESS_BYTES = 64;

    /// The order in which announcements are repeated to a newcomer (`radicle.md` §8.5).
    record Place(Timestamp at, Topic topic) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : topic.compareTo(other.topic);
        }
    }

    private final TreeMap<Place, Heard> inOrder = new TreeMap<>();
    private final Map<Topic, Place> latest = new HashMap<>();
    private final Map<DidKey, TreeSet<Topic>> byNode = new HashMap<>();
    private final Set<Topic> toRelay = new LinkedHashSet<>();
    private long bytes;

    Optional<Heard> find(Topic topic) {
        return Optional.ofNullable(latest.get(topic)).map(inOrder::get);
    }

    /// Whether it is newer than what is known of its topic.
    boolean isNews(Announcement announcement) {
        var known = latest.get(Topic.of(announcement));
        return known == null || announcement.timestamp().isAfter(known.at);
    }

    /// Keeps an announcement in place of the one before. Empty when its author has too many.
    Optional<Heard> hold(Announcement announcement, Outbox out) {
        var topic = Topic.of(announcement);
        var topics = byNode.computeIfAbsent(announcement.node(), _ -> new TreeSet<>());
        if (!topics.contains(topic) && topics.size() >= PER_NODE_MAX) return Optional.empty();
        drop(topic);
        var heard = new Heard(announcement);
        var place = new Place(announcement.timestamp(), topic);
        inOrder.put(place, heard);
        latest.put(topic, place);
        byNode.computeIfAbsent(announcement.node(), _ -> new TreeSet<>()).add(topic);
        bytes += bytes(announcement);
        out.keep(new Fact.Announced(topic, announcement));
        while (inOrder.size() > ANNOUNCEMENTS_MAX || bytes > BYTES_MAX) forget(inOrder.firstKey().topic, out);
        return find(topic);
    }

    /// Those after a place, in order.
    NavigableMap<Place, Heard> after(Place place) {
        return inOrder.tailMap(place, false);
    }

    /// The place before everything of this time and later.
    static Place before(Timestamp since) {
        return new Place(since, FIRST);
    }

    // No key is smaller than 32 zero bytes, and no real node has this one.
    private static final Topic FIRST = Topic.ofNode(DidKey.of(new byte[32]));

    Collection<Heard> all() {
        return inOrder.values();
    }

    /// Somebody took a seat that another may have had.
    void met(Session newcomer) {
        inOrder.values().forEach(heard -> heard.forget(newcomer));
    }

    /// What a node announced of its signed refs.
    List<Heard> refsOf(DidKey node) {
        return byNode.getOrDefault(node, new TreeSet<>()).stream()
                .filter(topic -> topic.kind() == Topic.Kind.REFS)
                .flatMap(topic -> find(topic).stream())
                .toList();
    }

    /// The newest timestamp known.
    Optional<Timestamp> newest() {
        return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.lastKey().at);
    }

    /// Marks one to be passed on with the next batch.
    void relayLater(Topic topic) {
        toRelay.add(topic);
    }

    /// Those that were to be passed on.
    List<Heard> takeToRelay() {
        var due = toRelay.stream().flatMap(topic -> find(topic).stream()).toList();
        toRelay.clear();
        return due;
    }

    /// Forgets what is older than two weeks, and not our own.
    void prune(DidKey self, Timestamp now, Outbox out) {
        var limit = now.minus(AGE_MAX);
        for (var place : List.copyOf(inOrder.headMap(before(limit), false).keySet()))
            if (!place.topic.node().equals(self)) forget(place.topic, out);
    }

    void forget(Topic topic, Outbox out) {
        drop(topic);
        out.keep(new Fact.Unannounced(topic));
    }

    int size() {
        return inOrder.size();
    }

    private void drop(Topic topic) {
        toRelay.remove(topic);
        var place = latest.remove(topic);
        if (place == null) return;
        var dropped = inOrder.remove(place);
        if (dropped != null) bytes -= bytes(dropped.announcement());
        var topics = byNode.get(topic.node());
        if (topics == null) return;
        topics.remove(topic);
        if (topics.isEmpty()) byNode.remove(topic.node());
    }

    private static long bytes(Announcement announcement) {
        return OVERHEAD_BYTES
                + switch (announcement.notice()) {
                    case Notice.Node node ->
                        (long) ADDRESS_BYTES * node.addresses().size();
                    case Notice.Inventory inventory ->
                        (long) REPOSITORY_BYTES * inventory.repositories().size();
                    case Notice.Refs refs -> (long) REFS_BYTES * refs.refs().size();
                };
    }
}
