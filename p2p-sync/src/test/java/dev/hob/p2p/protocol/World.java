package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Notice;
import dev.hob.p2p.wire.Oid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/// A network that exists only in memory and in its own time: it delays, duplicates, reorders and loses what is
/// said, and can be cut in two. Everything in it follows from its seed.
final class World {
    private static final int STORY_MAX = 400;

    /// One thing that will happen.
    private record Event(long millis, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// What connects two nodes; what is lost on it breaks it, as TCP would.
    final class Cable {
        private final Endpoint dialler;
        private final Endpoint dialled;
        private final Connection atDialler = new Connection(++connections);
        private final Connection atDialled = new Connection(++connections);
        private boolean open = true;

        Cable(Endpoint dialler, Endpoint dialled) {
            this.dialler = dialler;
            this.dialled = dialled;
        }

        boolean isOpen() {
            return open;
        }

        Endpoint other(Endpoint one) {
            return one == dialler ? dialled : dialler;
        }

        Connection at(Endpoint one) {
            return one == dialler ? atDialler : atDialled;
        }

        /// Ends; whoever did not end it hears of it a little later, if at all within its lifetime.
        void close(Optional<Endpoint> by) {
            if (!open) return;
            open = false;
            cables.remove(atDialler);
            cables.remove(atDialled);
            for (var end : List.of(dialler, dialled))
                if (by.isEmpty() || by.get() != end)
                    after(delay(), () -> end.on(new Input.Disconnected(at(end), Because.BROKEN)));
        }
    }

    /// Whoever can be at the end of a cable.
    interface Endpoint {
        DidKey key();

        Address address();

        boolean isUp();

        boolean admits(Address from);

        void on(Input input);

        /// Gives what it has of a repository; empty when it refuses.
        Optional<Map<DidKey, Oid>> serve(RepoId repository, DidKey to, boolean proven);
    }

    final SplittableRandom random;
    final Map<Announcement, Boolean> genuine = new IdentityHashMap<>();
    final Set<Oid> signed = new HashSet<>();
    final Set<RepoId> secret = new HashSet<>();
    final Map<RepoId, Set<DidKey>> allowed = new HashMap<>();

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Connection, Cable> cables = new LinkedHashMap<>();
    private final Map<Address, Endpoint> endpoints = new HashMap<>();
    private final Set<Endpoint> island = new HashSet<>();
    private final ArrayDeque<String> story = new ArrayDeque<>();
    private final boolean telling;
    private long order;
    private long connections;
    private long said;
    private long fingerprint;
    Instant now = Cast.NOON;
    boolean calm;

    World(long seed, boolean telling) {
        this.random = new SplittableRandom(seed);
        this.telling = telling;
    }

    void add(Endpoint endpoint) {
        endpoints.put(endpoint.address(), endpoint);
    }

    void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay).toEpochMilli(), ++order, what));
    }

    void runUntil(Instant end) {
        while (!events.isEmpty() && events.peek().millis <= end.toEpochMilli()) {
            var event = events.poll();
            now = Instant.ofEpochMilli(event.millis);
            event.what.run();
        }
        now = end;
    }

    Duration delay() {
        return Duration.ofMillis(5 + random.nextInt(random.nextInt(20) == 0 ? 2_000 : 150));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// Does what a node wants done.
    void carryOut(VirtualNode node, List<Effect> effects) {
        for (var effect : effects) {
            fingerprint = fingerprint * 31 + effect.getClass().getSimpleName().hashCode();
            switch (effect) {
                case Effect.Send(var to, var message) -> send(node, to, message);
                case Effect.Dial(var peer, var address) -> dial(node, peer, address);
                case Effect.HangUp(var connection, var because) -> {
                    tell(() -> node + " hangs up: " + because);
                    Optional.ofNullable(cables.get(connection)).ifPresent(cable -> cable.close(Optional.of(node)));
                }
                case Effect.Fetch fetch -> node.fetch(fetch, cables.get(fetch.connection()));
                case Effect.Keep(var fact) -> node.remember(fact);
                case Effect.Tell _ -> {}
            }
        }
    }

    private void send(Endpoint from, Connection connection, Message message) {
        var cable = cables.get(connection);
        if (cable == null) return;
        said++;
        keepsSecrets(from, cable, message);
        if (!calm && chance(0.0005)) {
            tell(() -> from + " loses its cable to " + cable.other(from));
            cable.close(Optional.empty());
            return;
        }
        int copies = chance(0.02) ? 2 : 1;
        for (int i = 0; i < copies; i++)
            after(delay(), () -> {
                if (cable.isOpen()) cable.other(from).on(new Input.Received(cable.at(cable.other(from)), message));
            });
    }

    /// Nothing private is said to anybody who may not know it.
    private void keepsSecrets(Endpoint from, Cable cable, Message message) {
        if (!(from instanceof VirtualNode) || !(message instanceof Announcement announcement)) return;
        var notice = announcement.notice();
        if (notice instanceof Notice.Inventory inventory
                && inventory.repositories().stream().anyMatch(secret::contains))
            throw new AssertionError(from + " tells of private repositories in its inventory");
        if (!(notice instanceof Notice.Refs refs) || !secret.contains(refs.repository())) return;
        if (!(cable.other(from) instanceof VirtualNode to) || !to.knows(refs.repository()) || !isProven(from, to))
            throw new AssertionError(from + " tells " + cable.other(from) + " of a private repository");
    }

    private void dial(VirtualNode from, DidKey peer, Address address) {
        after(delay(), () -> {
            var to = endpoints.get(address);
            boolean answers = to != null
                    && from.isUp()
                    && to.isUp()
                    && to.key().equals(peer)
                    && island.contains(from) == island.contains(to)
                    && to.admits(from.address());
            if (answers) connect(from, to);
            else from.on(new Input.DialFailed(peer, address));
        });
    }

    Cable connect(Endpoint from, Endpoint to) {
        var cable = new Cable(from, to);
        cables.put(cable.atDialler, cable);
        cables.put(cable.atDialled, cable);
        boolean proven = isProven(from, to);
        to.on(new Input.Connected(cable.atDialled, from.key(), from.address(), Link.INBOUND, proven));
        if (cable.open) from.on(new Input.Connected(cable.atDialler, to.key(), to.address(), Link.OUTBOUND, proven));
        else from.on(new Input.DialFailed(to.key(), to.address()));
        return cable;
    }

    /// Two Hobs speak through a transport that proves who they are; everybody else does not.
    static boolean isProven(Endpoint one, Endpoint other) {
        return one instanceof VirtualNode a && other instanceof VirtualNode b && a.isHob() && b.isHob();
    }

    void say(Endpoint from, Cable cable, Message message) {
        send(from, cable.at(from), message);
    }

    void crashed(Endpoint endpoint) {
        for (var cable : new ArrayList<>(cables.values()))
            if (cable.dialler == endpoint || cable.dialled == endpoint) cable.close(Optional.of(endpoint));
    }

    /// Cuts the world in two.
    void cut(Set<? extends Endpoint> apart) {
        island.clear();
        island.addAll(apart);
        for (var cable : new ArrayList<>(cables.values()))
            if (island.contains(cable.dialler) != island.contains(cable.dialled)) cable.close(Optional.empty());
    }

    void mend() {
        island.clear();
    }

    void cutOneCable() {
        var all = new ArrayList<>(cables.values());
        if (!all.isEmpty()) all.get(random.nextInt(all.size())).close(Optional.empty());
    }

    void tell(java.util.function.Supplier<String> what) {
        if (!telling) return;
        story.add(Duration.between(Cast.NOON, now) + " " + what.get());
        if (story.size() > STORY_MAX) story.poll();
    }

    String story() {
        return String.join("\n", story);
    }

    long said() {
        return said;
    }

    /// Differs when anything went differently.
    long fingerprint() {
        return fingerprint;
    }
}
