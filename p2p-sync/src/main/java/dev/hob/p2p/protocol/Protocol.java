package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.RefsAt;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// One node among its peers, as a state machine: what happened and when goes in, what shall be done comes out
/// (`radicle.md` §8). The same inputs, chance and holdings give the same effects. Owned by one thread at a time.
public final class Protocol {
    private final Tables tables;
    private final Relay relay;
    private final Voice voice;
    private final Fetching fetching;
    private final Hearing hearing;
    private final Company company;

    private final Timer idle = new Timer(Duration.ofSeconds(30));
    private final Timer batch = new Timer(Duration.ofSeconds(6));
    private final Timer sync = new Timer(Duration.ofSeconds(60));
    private final Timer refresh = new Timer(Duration.ofMinutes(60));
    private final Timer prune = new Timer(Duration.ofMinutes(30));

    /// A node that has not started yet.
    public Protocol(SigningKey key, Settings settings, Holdings holdings, RandomGenerator random) {
        this(key, settings, holdings, random, Announcement::isGenuine);
    }

    Protocol(
            SigningKey key,
            Settings settings,
            Holdings holdings,
            RandomGenerator random,
            Predicate<Announcement> genuine) {
        tables = new Tables(key, settings, holdings, random, genuine);
        relay = new Relay(tables);
        voice = new Voice(tables, relay);
        fetching = new Fetching(tables, voice);
        hearing = new Hearing(tables, relay, voice, fetching);
        company = new Company(tables, voice, fetching, new Circle(tables, fetching));
    }

    /// Whether a connection from this host may be accepted. Asked before the handshake.
    public boolean admits(Instant now, Host host) {
        advance(now);
        return company.admits(host);
    }

    /// Takes one input. A clock that goes back is taken to stand still.
    public List<Effect> on(Instant now, Input input) {
        advance(now);
        var out = new Outbox();
        switch (input) {
            case Input.Started started -> started(started, out);
            case Input.Ticked() -> ticked(out);
            case Input.Connected connected -> company.connected(connected, out);
            case Input.DialFailed failed -> company.dialFailed(failed.peer(), out);
            case Input.Disconnected(var connection, var because) ->
                tables.sessions.find(connection).ifPresent(session -> company.gone(session, because, out));
            case Input.Received(var from, var message) ->
                tables.sessions.find(from).ifPresent(session -> received(session, message, out));
            case Input.RefsChanged(var repository) -> voice.announceRefs(repository, out);
            case Input.RepositoriesChanged() -> voice.announceInventory(out);
            case Input.Fetched(var repository, var from, var outcome) -> {
                fetching.fetched(repository, from, outcome, out);
                if (outcome instanceof Input.Outcome.Failed failed && failed.stalled())
                    tables.sessions.with(from).ifPresent(session -> company.end(session, Because.FETCH_STALLED, out));
            }
            case Input.Vouched(var connection, var repository, var person) ->
                tables.sessions.find(connection).ifPresent(session -> {
                    session.vouched(repository, person);
                    relay.tellOf(repository, out);
                });
            case Input.FetchAsked(var repository, var from) -> fetching.asked(repository, from, out);
            case Input.Asked(var peer, var address, boolean persistent) ->
                company.asked(peer, address, persistent, out);
            case Input.Dismissed(var peer) -> company.leave(peer, Because.ASKED, out);
            case Input.Decision decision -> decided(decision, out);
        }
        return out.effects();
    }

    /// How things stand, for pages and commands.
    public Standing standing() {
        return Standing.of(tables);
    }

    /// Who has a repository, as far as they say so.
    public List<DidKey> seedsOf(RepoId repository) {
        return List.copyOf(tables.routing.nodesWith(repository));
    }

    /// Where signed refs of a repository stand with those who announced it.
    public Map<DidKey, List<RefsAt>> announcedOf(RepoId repository) {
        var announced = new LinkedHashMap<DidKey, List<RefsAt>>();
        for (var node : tables.routing.nodesWith(repository))
            tables.gossip.find(Topic.ofRefs(node, repository)).ifPresent(heard -> {
                if (heard.announcement().notice() instanceof Notice.Refs refs) announced.put(node, refs.refs());
            });
        return announced;
    }

    /// The repositories that others say they have and this node does not, at most so many.
    public List<Elsewhere> elsewhere(int max) {
        return tables.routing.without(tables.self, max);
    }

    /// A node that announced itself.
    public Optional<KnownPeer> known(DidKey node) {
        return tables.peers.find(node);
    }

    /// The nodes that announced themselves, those that did so last first.
    public List<KnownPeer> known(int max) {
        return tables.peers.all().stream()
                .sorted(Comparator.comparing(KnownPeer::announced).reversed())
                .limit(max)
                .toList();
    }

    /// For tests: whether everything that grows stays within its limits.
    Tables tables() {
        return tables;
    }

    private void advance(Instant now) {
        if (now.isAfter(tables.now)) tables.now = now;
    }

    private void started(Input.Started remembered, Outbox out) {
        remembered.decisions().forEach(this::apply);
        remembered.routes().forEach(tables.routing::restore);
        remembered.peers().forEach(tables.peers::restore);
        tables.penalties.restore(remembered.penalties());
        for (var announcement : remembered.announcements()) tables.gossip.hold(announcement, new Outbox());
        voice.started(out);
        company.dialPersistent(out);
        prune.reset(tables.now);
        refresh.reset(tables.now);
    }

    private void ticked(Outbox out) {
        tables.sessions.all().forEach(session -> relay.goOn(session, out));
        if (batch.isDue(tables.now)) relay.batch(out);
        if (idle.isDue(tables.now)) company.idle(out);
        if (sync.isDue(tables.now)) tables.sessions.all().forEach(session -> fetching.pullFrom(session, out));
        if (refresh.isDue(tables.now)) voice.refresh(out);
        if (prune.isDue(tables.now)) {
            tables.routing.prune(tables.self, tables.timestamp(), out);
            tables.gossip.prune(tables.self, tables.timestamp(), out);
        }
        company.dialPersistent(out);
    }

    private void received(Session from, Message message, Outbox out) {
        from.heard(tables.now);
        boolean trusted = tables.sessions.isPersistent(from.peer());
        if (!trusted && !tables.limits.allows(from.address().host(), from.link(), tables.now)) return;
        switch (message) {
            case Announcement announcement ->
                hearing.heard(from, announcement, out).ifPresent(because -> company.end(from, because, out));
            case Message.Subscribe subscription -> relay.subscribed(from, subscription, out);
            case Message.Ping ping -> {
                int zeroes = ping.pongZeroes();
                if (zeroes <= Message.Pong.ZEROES_MAX) out.send(from, new Message.Pong(zeroes));
            }
            case Message.Pong _ -> {} // that it came at all is the answer
            case Message.Synced(var repository, var at) -> out.tell(new News.Synced(repository, from.peer(), at));
        }
    }

    private void apply(Input.Decision decision) {
        var policies = tables.policies;
        switch (decision) {
            case Input.Seeded(var repository, var scope) -> policies.seed(repository, scope);
            case Input.Unseeded(var repository) -> policies.unseed(repository);
            case Input.Introduced(var repository, var node) -> policies.introduce(repository, node);
            case Input.Followed(var node) -> policies.follow(node);
            case Input.Unfollowed(var node) -> policies.unfollow(node);
            case Input.Blocked(var node) -> policies.block(node);
            case Input.Unblocked(var node) -> policies.unblock(node);
        }
    }

    /// The operator has decided something: what follows at once.
    private void decided(Input.Decision decision, Outbox out) {
        apply(decision);
        switch (decision) {
            case Input.Seeded seeded -> {
                voice.announceInventory(out);
                voice.announceRefs(seeded.repository(), out);
                tables.sessions.all().forEach(session -> voice.askAgain(session, out));
                tables.sessions.all().forEach(session -> fetching.pullFrom(session, out));
            }
            case Input.Introduced(var repository, var node) -> fetching.introduced(repository, node, out);
            case Input.Unseeded _ -> voice.announceInventory(out);
            case Input.Followed _, Input.Unblocked _ -> tables.gossip.all().forEach(Heard::reopen);
            case Input.Unfollowed _ -> {}
            case Input.Blocked(var node) -> company.leave(node, Because.UNWELCOME, out);
        }
    }
}
