package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whom we keep company with: who may come, whom we dial, and who must go (`radicle.md` §7.2, §8.5, §8.7).
final class Company {
    private static final Duration PING_AFTER = Duration.ofMinutes(1);
    private static final Duration DROP_AFTER = Duration.ofMinutes(2);
    private static final Duration ONLINE_WITHIN = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN_EVERY = Duration.ofHours(1);

    private final Tables tables;
    private final Voice voice;
    private final Fetching fetching;
    private final Circle circle;

    Company(Tables tables, Voice voice, Fetching fetching, Circle circle) {
        this.tables = tables;
        this.voice = voice;
        this.fetching = fetching;
        this.circle = circle;
    }

    /// Whether a connection from this host may be accepted, before anything is known of who it is.
    boolean admits(Host host) {
        if (host.isLoopback()) return true;
        return !tables.sessions.isFull(Link.INBOUND)
                && !tables.penalties.isBanned(new Culprit.At(host.network()))
                && tables.limits.allows(host, Link.INBOUND, tables.now);
    }

    void connected(Input.Connected fresh, Outbox out) {
        var refused = refusal(fresh);
        if (refused.isPresent()) {
            tables.sessions.dialFailed(fresh.peer());
            out.add(new Effect.HangUp(fresh.connection(), refused.get()));
            return;
        }
        var loser = tables.sessions.loser(fresh, PING_AFTER, tables.now);
        if (loser.isPresent() && loser.get().equals(fresh.connection())) {
            tables.sessions.dialFailed(fresh.peer());
            out.add(new Effect.HangUp(fresh.connection(), Because.CONFLICT));
            return;
        }
        loser.flatMap(tables.sessions::find).ifPresent(other -> {
            out.add(new Effect.HangUp(other.connection(), Because.CONFLICT));
            tables.sessions.remove(other);
        });
        var session = tables.sessions.add(fresh, tables.now);
        tables.gossip.met(session);
        if (loser.isEmpty()) out.tell(new News.Came(fresh.peer()));
        voice.greet(session, out);
        fetching.pullFrom(session, out);
    }

    private Optional<Because> refusal(Input.Connected fresh) {
        if (fresh.peer().equals(tables.self)) return Optional.of(Because.SELF);
        if (tables.policies.isBlocked(fresh.peer())) return Optional.of(Because.UNWELCOME);
        if (fresh.proven() && tables.penalties.isBanned(new Culprit.Key(fresh.peer())))
            return Optional.of(Because.UNWELCOME);
        boolean another = tables.sessions.with(fresh.peer()).isEmpty();
        boolean local = fresh.address().host().isLoopback();
        if (fresh.link() == Link.INBOUND && another && !local && tables.sessions.isFull(Link.INBOUND))
            return Optional.of(Because.FULL);
        return Optional.empty();
    }

    /// Ends a connection ourselves.
    void end(Session session, Because because, Outbox out) {
        out.add(new Effect.HangUp(session.connection(), because));
        gone(session, because, out);
    }

    /// A connection has ended.
    void gone(Session session, Because because, Outbox out) {
        tables.sessions.remove(session);
        tables.fetches.gone(session.peer());
        out.tell(new News.Went(session.peer(), because));
        tables.sessions.retryLater(session.peer(), tables.now, tables.random);
        if (!tables.sessions.isPersistent(session.peer()))
            culprit(session).filter(_ -> counts(because)).ifPresent(who -> tables.penalties.punish(who, because, out));
    }

    void dialFailed(DidKey peer, Outbox out) {
        tables.sessions.dialFailed(peer);
        tables.sessions.retryLater(peer, tables.now, tables.random);
        if (counts(Because.UNREACHABLE)) tables.penalties.punish(new Culprit.Key(peer), Because.UNREACHABLE, out);
    }

    // A broken connection is the peer's fault only while others hold: else the fault is more likely here.
    private boolean counts(Because because) {
        return because.severity != Because.Severity.MEDIUM
                || tables.sessions.all().stream()
                        .anyMatch(session -> session.address().host().isRoutable()
                                && !session.isSilentFor(ONLINE_WITHIN, tables.now));
    }

    private static Optional<Culprit> culprit(Session session) {
        if (session.isProven()) return Optional.of(new Culprit.Key(session.peer()));
        var host = session.address().host();
        return host.isRoutable() ? Optional.of(new Culprit.At(host.network())) : Optional.empty();
    }

    /// The operator wants a connection.
    void asked(DidKey peer, Address address, boolean persistent, Outbox out) {
        if (tables.policies.isBlocked(peer)) out.tell(new News.DialDeclined(peer, "blocked"));
        else if (peer.equals(tables.self)) out.tell(new News.DialDeclined(peer, "that is this node"));
        else if (persistent && !tables.sessions.persist(peer, address))
            out.tell(new News.DialDeclined(peer, "too many peers to stay connected with"));
        else if (tables.sessions.isFull(Link.OUTBOUND) && !tables.sessions.isMeeting(peer))
            out.tell(new News.DialDeclined(peer, "as many connections as this node opens"));
        else dial(peer, address, out);
    }

    /// Every half minute: who still answers, who turned out well, who is missing, who is too many.
    void idle(Outbox out) {
        for (var session : tables.sessions.all()) {
            if (session.isSilentFor(DROP_AFTER, tables.now)) end(session, Because.SILENT, out);
            else if (session.isSilentFor(PING_AFTER, tables.now)) ping(session, out);
            if (session.becomesStable(tables.now)) provedStable(session, out);
            if (session.isDueToSubscribe(ASK_AGAIN_EVERY, tables.now)) voice.askAgain(session, out);
        }
        if (tables.settings.outboundTarget() == 0) return;
        var wanted = circle.wanted();
        lookForPeers(wanted, out);
        letOneGo(wanted, out);
    }

    private void ping(Session session, Outbox out) {
        var ping = new Message.Ping(
                tables.random.nextInt(Message.Pong.ZEROES_MAX), tables.random.nextInt(Message.Ping.ZEROES_MAX));
        out.send(session, ping);
    }

    private void provedStable(Session session, Outbox out) {
        culprit(session).ifPresent(who -> tables.penalties.forgiveHalf(who, out));
        tables.penalties.forgiveHalf(new Culprit.Key(session.peer()), out);
        tables.sessions.forgetRetries(session.peer());
        if (session.link() == Link.OUTBOUND)
            tables.peers.reached(session.peer(), session.address(), tables.timestamp(), out);
    }

    /// Dials persistent peers again.
    void dialPersistent(Outbox out) {
        tables.sessions.due(tables.now).forEach((peer, address) -> {
            if (!tables.policies.isBlocked(peer)) dial(peer, address, out);
        });
    }

    private void lookForPeers(Set<DidKey> wanted, Outbox out) {
        Map<DidKey, Address> candidates = new LinkedHashMap<>();
        for (var peer : wanted)
            if (isEligible(peer))
                tables.peers.dialable(peer, tables.timestamp()).ifPresent(address -> candidates.put(peer, address));
        candidates.forEach((peer, address) -> dial(peer, address, out));

        long missing = tables.settings.outboundTarget() - tables.sessions.count(Link.OUTBOUND);
        if (missing <= 0) return;
        tables.peers.all().stream()
                .filter(peer -> isEligible(peer.node()))
                .sorted(Comparator.comparingInt(peer -> tables.penalties.points(new Culprit.Key(peer.node()))))
                .flatMap(peer -> tables.peers.dialable(peer, tables.timestamp()).stream()
                        .map(address -> Map.entry(peer.node(), address)))
                .limit(missing)
                .toList()
                .forEach(candidate -> dial(candidate.getKey(), candidate.getValue(), out));
    }

    private boolean isEligible(DidKey peer) {
        return !peer.equals(tables.self)
                && !tables.sessions.isMeeting(peer)
                && !tables.sessions.isPersistent(peer)
                && !tables.policies.isBlocked(peer)
                && tables.penalties.isDialled(new Culprit.Key(peer));
    }

    private void dial(DidKey peer, Address address, Outbox out) {
        boolean ourselves =
                peer.equals(tables.self) || tables.settings.addresses().contains(address);
        if (ourselves || tables.sessions.isMeeting(peer) || tables.sessions.isFull(Link.OUTBOUND)) return;
        tables.sessions.dialling(peer, address);
        tables.peers.tried(peer, address, tables.timestamp(), out);
        out.add(new Effect.Dial(peer, address));
    }

    /// Connections that were made for something we lacked end when we have it and there are others.
    private void letOneGo(Set<DidKey> wanted, Outbox out) {
        if (tables.sessions.count(Link.OUTBOUND) <= tables.settings.outboundTarget()) return;
        // When there is no room for others who are wanted, even a wanted one has had its turn.
        boolean full = tables.sessions.isFull(Link.OUTBOUND);
        List<Session> idle = tables.sessions.all().stream()
                .filter(session -> session.link() == Link.OUTBOUND && session.isStable())
                .filter(session -> !tables.sessions.isPersistent(session.peer()))
                .filter(session ->
                        !(wanted.contains(session.peer()) && !full) && !tables.fetches.isBusyWith(session.peer()))
                .toList();
        if (!idle.isEmpty()) end(idle.get(tables.random.nextInt(idle.size())), Because.SURPLUS, out);
    }

    void leave(DidKey peer, Because because, Outbox out) {
        tables.sessions.letGo(peer);
        tables.sessions.with(peer).ifPresent(session -> end(session, because, out));
    }
}
