package dev.hob.p2p.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.protocol.Input.Outcome;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Agent;
import dev.hob.p2p.wire.Alias;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Oid;
import dev.hob.p2p.wire.RefsAt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// An honest node of the [World]: a real [Protocol], with repositories that are only numbers.
final class VirtualNode implements World.Endpoint {
    private static final Duration TICK = Duration.ofSeconds(2);

    private final World world;
    private final int number;
    private final SigningKey key;
    private final Address address;
    private final Map<DidKey, Address> persistent;
    private final boolean hob;
    private final Shelf shelf = new Shelf();
    private final Map<RepoId, Scope> seeding = new LinkedHashMap<>();

    // What outlives a crash.
    private final Map<Topic, Announcement> announcements = new LinkedHashMap<>();
    private final Map<List<Object>, Route> routes = new LinkedHashMap<>();
    private final Map<DidKey, KnownPeer> peers = new LinkedHashMap<>();
    private final Map<Culprit, Integer> penalties = new LinkedHashMap<>();

    private @Nullable Protocol protocol;
    private int lives;

    VirtualNode(World world, int number, Map<DidKey, Address> persistent, boolean hob) {
        this.world = world;
        this.number = number;
        this.key = SigningKey.ofSeed(ByteBuffer.allocate(32).putInt(number + 1).array());
        this.address = Cast.address(number);
        this.persistent = persistent;
        this.hob = hob;
        world.add(this);
    }

    @Override
    public DidKey key() {
        return key.publicKey();
    }

    SigningKey signingKey() {
        return key;
    }

    @Override
    public Address address() {
        return address;
    }

    boolean isHob() {
        return hob;
    }

    @Override
    public boolean isUp() {
        return protocol != null;
    }

    Protocol protocol() {
        if (protocol == null) throw new AssertionError(this + " is down");
        return protocol;
    }

    Shelf shelf() {
        return shelf;
    }

    boolean knows(RepoId repository) {
        return seeding.containsKey(repository);
    }

    void seeds(RepoId repository, Scope scope) {
        seeding.put(repository, scope);
        if (isUp()) on(new Input.Seeded(repository, scope));
    }

    /// Somebody here commits: a head that is newer than the one before.
    void commit(RepoId repository, int version) {
        var head = head(number, version);
        world.signed.add(head);
        shelf.put(repository, key(), head);
        if (isUp()) on(new Input.RefsChanged(repository));
    }

    private static Oid head(int author, int version) {
        return Oid.of(ByteBuffer.allocate(20).putInt(author).putInt(version).array());
    }

    private static int version(Oid head) {
        return ByteBuffer.wrap(head.bytes()).getInt(4);
    }

    void start() {
        if (isUp()) return;
        lives++;
        var settings = new Settings(
                new Alias("node" + number),
                new Agent("/sim:1/"),
                List.of(address),
                persistent,
                Optional.empty(),
                true,
                3,
                Settings.INBOUND_USUAL);
        protocol = new Protocol(
                key,
                settings,
                shelf,
                new SplittableRandom(world.random.nextLong()),
                announcement -> world.genuine.computeIfAbsent(announcement, Announcement::isGenuine));
        var decisions = new ArrayList<Input.Decision>();
        seeding.forEach((repository, scope) -> decisions.add(new Input.Seeded(repository, scope)));
        on(new Input.Started(
                decisions,
                List.copyOf(announcements.values()),
                List.copyOf(routes.values()),
                List.copyOf(peers.values()),
                penalties));
        tickFrom(lives);
    }

    private void tickFrom(int life) {
        world.after(TICK, () -> {
            if (!isUp() || life != lives) return;
            on(new Input.Ticked());
            tickFrom(life);
        });
    }

    void crash() {
        if (!isUp()) return;
        protocol = null;
        world.crashed(this);
    }

    @Override
    public boolean admits(Address from) {
        return isUp() && protocol().admits(world.now, from.host());
    }

    @Override
    public void on(Input input) {
        if (isUp()) world.carryOut(this, protocol().on(world.now, input));
    }

    void remember(Fact fact) {
        switch (fact) {
            case Fact.Announced(var topic, var announcement) -> announcements.put(topic, announcement);
            case Fact.Unannounced(var topic) -> announcements.remove(topic);
            case Fact.Routed(var route) -> routes.put(List.of(route.repository(), route.node()), route);
            case Fact.Unrouted(var repository, var node) -> routes.remove(List.of(repository, node));
            case Fact.Met(var peer) -> peers.put(peer.node(), peer);
            case Fact.Unmet(var node) -> peers.remove(node);
            case Fact.Penalised(var culprit, int points) -> penalties.put(culprit, points);
            case Fact.Synced _ -> {}
        }
    }

    /// Fetches, which takes its time and may fail in the middle; what arrives is verified before it is visible.
    void fetch(Effect.Fetch fetch, World.@Nullable Cable cable) {
        int life = lives;
        var repository = fetch.repository();
        world.after(Duration.ofMillis(50 + world.random.nextInt(1_500)), () -> {
            if (!isUp() || life != lives) return;
            boolean broken = cable == null || !cable.isOpen() || !world.calm && world.chance(0.03);
            var given = broken
                    ? Optional.<Map<DidKey, Oid>>empty()
                    : cable.other(this).serve(repository, key(), World.isProven(this, cable.other(this)));
            var outcome = given.map(heads -> take(fetch, heads))
                    .orElseGet(() -> new Outcome.Failed(world.chance(0.2), "nothing came"));
            on(new Input.Fetched(repository, fetch.from(), outcome));
        });
    }

    private Outcome take(Effect.Fetch fetch, Map<DidKey, Oid> given) {
        var repository = fetch.repository();
        Set<DidKey> wanted = new HashSet<>();
        fetch.wanted().forEach(one -> wanted.add(one.remote()));
        for (var head : given.values())
            if (!world.signed.contains(head)) return new Outcome.Failed(false, "signed refs are forged");
        boolean cloned = shelf.held(repository).isEmpty();
        if (cloned)
            shelf.with(
                    repository,
                    world.secret.contains(repository)
                            ? new Visibility.Private(world.allowed.getOrDefault(repository, Set.of()))
                            : new Visibility.Public(),
                    Set.of());
        var updated = new ArrayList<RefsAt>();
        given.forEach((remote, head) -> {
            if (remote.equals(key()) || !wanted.isEmpty() && !wanted.contains(remote)) return;
            var ours = shelf.head(repository, remote);
            if (ours.isPresent() && version(ours.get()) >= version(head)) return;
            shelf.put(repository, remote, head);
            updated.add(new RefsAt(remote, head));
        });
        return new Outcome.Brought(updated, cloned);
    }

    @Override
    public Optional<Map<DidKey, Oid>> serve(RepoId repository, DidKey to, boolean proven) {
        if (!isUp() || shelf.held(repository).isEmpty()) return Optional.empty();
        if (world.secret.contains(repository)
                && !(proven && world.allowed.getOrDefault(repository, Set.of()).contains(to))) return Optional.empty();
        var heads = new LinkedHashMap<DidKey, Oid>();
        shelf.heads(repository).forEach(one -> heads.put(one.remote(), one.at()));
        return Optional.of(heads);
    }

    /// Everything that a stranger can make grow is within its limit.
    void staysWithinLimits() {
        if (!isUp()) return;
        var tables = protocol().tables();
        assertThat(tables.gossip.size()).isLessThanOrEqualTo(Gossip.ANNOUNCEMENTS_MAX);
        assertThat(tables.routing.size()).isLessThanOrEqualTo(Routing.ROUTES_MAX);
        assertThat(tables.peers.size()).isLessThanOrEqualTo(KnownPeers.PEERS_MAX);
        assertThat(tables.penalties.size()).isLessThanOrEqualTo(Penalties.CULPRITS_MAX);
        assertThat(tables.limits.hosts()).isLessThanOrEqualTo(RateLimits.HOSTS_MAX);
        assertThat(tables.patience.size()).isLessThanOrEqualTo(Patience.FAILURES_MAX);
        assertThat(tables.fetches.running()).isLessThanOrEqualTo(FetchQueue.RUNNING_MAX);
        assertThat(tables.fetches.waitingMost()).isLessThanOrEqualTo(FetchQueue.WAITING_PER_PEER_MAX);
        assertThat(tables.sessions.count(Link.INBOUND)).isLessThanOrEqualTo(Settings.INBOUND_USUAL);
        assertThat(tables.sessions.count(Link.OUTBOUND)).isLessThanOrEqualTo(Sessions.OUTBOUND_MAX);
        assertThat(announcements).hasSameSizeAs(tables.gossip.all());
        assertThat(routes).hasSize(tables.routing.size());
        assertThat(peers).hasSize(tables.peers.size());
    }

    /// What is known here of another's work, for the story of a failure.
    String about(RepoId repository, VirtualNode author) {
        var tables = protocol().tables();
        var heard = tables.gossip
                .find(Topic.ofRefs(author.key(), repository))
                .map(one -> one.isSettled() ? "settled" : "open")
                .orElse("unheard");
        return "(%s, %s here, %s heard, %s announced, %s true; connected %s, route %s, patience %s, outbound %d)"
                .formatted(
                        heard,
                        shelf.head(repository, author.key()),
                        announced(repository, author),
                        author.announced(repository, author),
                        author.shelf.head(repository, author.key()),
                        tables.sessions.with(author.key()).isPresent(),
                        tables.routing.knows(repository, author.key()),
                        tables.patience.mayTry(repository, author.key(), world.now),
                        tables.sessions.count(Link.OUTBOUND));
    }

    private String announced(RepoId repository, VirtualNode author) {
        return protocol()
                .tables()
                .gossip
                .find(Topic.ofRefs(author.key(), repository))
                .map(heard -> ((Notice.Refs) heard.announcement().notice()).refs() + " at "
                        + heard.announcement().timestamp())
                .orElse("nothing");
    }

    Set<Host> bannedHosts() {
        var banned = new HashSet<Host>();
        penalties.forEach((culprit, points) -> {
            if (culprit instanceof Culprit.At(var host) && points >= 64) banned.add(host);
        });
        return banned;
    }

    @Override
    public String toString() {
        return "node" + number;
    }
}
