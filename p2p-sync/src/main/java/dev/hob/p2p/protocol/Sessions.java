package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who is connected, who is being dialled, and whom to dial again (`radicle.md` §7.2, §8.7).
final class Sessions {
    /// How many we open.
    static final int OUTBOUND_MAX = 16;

    /// How many peers the operator may want to stay connected with.
    static final int PERSISTENT_MAX = 64;

    private static final Duration RETRY_MIN = Duration.ofSeconds(3);
    private static final Duration RETRY_MAX = Duration.ofHours(1);
    private static final int DOUBLINGS_MAX = 12;

    /// When a persistent peer is dialled again.
    private record Retry(int attempts, Instant at) {}

    private final DidKey self;
    private final int inboundMax;
    private final BitSet seats = new BitSet();
    private final Map<Connection, Session> connected = new LinkedHashMap<>();
    private final Map<DidKey, Session> byPeer = new HashMap<>();
    private final Map<DidKey, Address> dialling = new LinkedHashMap<>();
    private final Map<DidKey, Address> persistent = new LinkedHashMap<>();
    private final Map<DidKey, Retry> retries = new HashMap<>();

    Sessions(DidKey self, Settings settings) {
        this.self = self;
        this.inboundMax = settings.inboundMax();
        this.persistent.putAll(settings.persistent());
    }

    /// Of a connection that stands and one that is already there, the one to end; empty when there is no other.
    Optional<Connection> loser(Input.Connected fresh, Duration quiet, Instant now) {
        var other = byPeer.get(fresh.peer());
        if (other == null) return Optional.empty();
        if (other.isProven() != fresh.proven())
            return Optional.of(other.isProven() ? fresh.connection() : other.connection());
        if (other.link() == fresh.link())
            // The newer is dropped, unless the older looks dead: a peer that was killed comes back without a
            // goodbye.
            return Optional.of(other.isSilentFor(quiet, now) ? other.connection() : fresh.connection());
        var kept = self.compareTo(fresh.peer()) > 0 ? Link.OUTBOUND : Link.INBOUND;
        return Optional.of(other.link() == kept ? fresh.connection() : other.connection());
    }

    Session add(Input.Connected fresh, Instant now) {
        int seat = seats.nextClearBit(0);
        seats.set(seat);
        var session = new Session(fresh, seat, now);
        dialling.remove(fresh.peer());
        connected.put(fresh.connection(), session);
        byPeer.put(fresh.peer(), session);
        return session;
    }

    void remove(Session session) {
        if (connected.remove(session.connection(), session)) seats.clear(session.seat());
        byPeer.remove(session.peer(), session);
    }

    Optional<Session> find(Connection connection) {
        return Optional.ofNullable(connected.get(connection));
    }

    Optional<Session> with(DidKey peer) {
        return Optional.ofNullable(byPeer.get(peer));
    }

    Collection<Session> all() {
        return List.copyOf(connected.values());
    }

    boolean isFull(Link link) {
        return count(link) >= (link == Link.INBOUND ? inboundMax : OUTBOUND_MAX);
    }

    /// Connections of a kind; those being dialled are among the outbound.
    long count(Link link) {
        long standing = connected.values().stream()
                .filter(session -> session.link() == link)
                .count();
        return link == Link.OUTBOUND ? standing + dialling.size() : standing;
    }

    boolean isMeeting(DidKey peer) {
        return byPeer.containsKey(peer) || dialling.containsKey(peer);
    }

    /// Whom we are trying to reach.
    Map<DidKey, Address> beingDialled() {
        return Map.copyOf(dialling);
    }

    void dialling(DidKey peer, Address address) {
        dialling.put(peer, address);
    }

    void dialFailed(DidKey peer) {
        dialling.remove(peer);
    }

    boolean isPersistent(DidKey peer) {
        return persistent.containsKey(peer);
    }

    /// False when there are too many already.
    boolean persist(DidKey peer, Address address) {
        if (!persistent.containsKey(peer) && persistent.size() >= PERSISTENT_MAX) return false;
        persistent.put(peer, address);
        return true;
    }

    void letGo(DidKey peer) {
        persistent.remove(peer);
        retries.remove(peer);
    }

    /// A persistent peer is gone or did not answer: dial again, each time later, and not all at once.
    void retryLater(DidKey peer, Instant now, RandomGenerator random) {
        if (!isPersistent(peer)) return;
        int attempts = retries.containsKey(peer) ? retries.get(peer).attempts + 1 : 1;
        long seconds =
                Math.clamp(1L << Math.min(attempts, DOUBLINGS_MAX), RETRY_MIN.toSeconds(), RETRY_MAX.toSeconds());
        var pause = Duration.ofMillis(seconds * 1_000 + random.nextLong(seconds * 250));
        retries.put(peer, new Retry(attempts, now.plus(pause)));
    }

    void forgetRetries(DidKey peer) {
        retries.remove(peer);
    }

    /// Persistent peers to dial now.
    Map<DidKey, Address> due(Instant now) {
        var due = new LinkedHashMap<DidKey, Address>();
        persistent.forEach((peer, address) -> {
            var retry = retries.get(peer);
            if (!isMeeting(peer) && (retry == null || !now.isBefore(retry.at))) due.put(peer, address);
        });
        return due;
    }
}
