package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Address;
import dev.hob.p2p.wire.Filter;
import dev.hob.p2p.wire.Link;
import dev.hob.p2p.wire.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A connected peer, and how far we are with it. Owned by [Sessions].
final class Session {
    private static final Duration STABLE_AFTER = Duration.ofMinutes(1);
    private static final int PRIVATE_MAX = 4_096;

    private final Connection connection;
    private final int seat;
    private final DidKey peer;
    private final Address address;
    private final Link link;
    private final boolean proven;
    private final Instant since;

    private Instant lastHeard;
    private Instant lastSubscribed;
    private Optional<Filter> interest = Optional.empty();
    private Optional<Replay> replay = Optional.empty();
    private boolean stable;
    private final Map<RepoId, DidKey> vouched = new LinkedHashMap<>();
    private final Set<RepoId> given = new LinkedHashSet<>();

    /// @param seat a small number that no other has that is connected
    Session(Input.Connected connected, int seat, Instant now) {
        this.seat = seat;
        this.connection = connected.connection();
        this.peer = connected.peer();
        this.address = connected.address();
        this.link = connected.link();
        this.proven = connected.proven();
        this.since = now;
        this.lastHeard = now;
        this.lastSubscribed = now;
    }

    Connection connection() {
        return connection;
    }

    int seat() {
        return seat;
    }

    DidKey peer() {
        return peer;
    }

    Address address() {
        return address;
    }

    Link link() {
        return link;
    }

    boolean isProven() {
        return proven;
    }

    Instant since() {
        return since;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    void heard(Instant now) {
        lastHeard = now;
    }

    boolean isSilentFor(Duration duration, Instant now) {
        return !now.isBefore(lastHeard.plus(duration));
    }

    /// Becomes stable once; true the first time.
    boolean becomesStable(Instant now) {
        if (stable || now.isBefore(since.plus(STABLE_AFTER))) return false;
        stable = true;
        return true;
    }

    boolean isStable() {
        return stable;
    }

    void subscribed(Message.Subscribe subscription, Replay answer) {
        interest = Optional.of(subscription.filter());
        replay = Optional.of(answer);
    }

    /// A peer wants to hear of what it has itself.
    void has(Collection<RepoId> repositories) {
        interest = interest.map(filter -> filter.with(repositories));
    }

    /// Until it has said what it wants, it wants nothing: it will be told then.
    boolean wants(RepoId repository) {
        return interest.isPresent() && interest.get().contains(repository);
    }

    /// Somebody has given their word that the peer asks for a private repository in their name.
    void vouched(RepoId repository, DidKey person) {
        if (vouched.size() < PRIVATE_MAX || vouched.containsKey(repository)) vouched.put(repository, person);
    }

    /// The peer has given us a private repository: it has it.
    void gave(RepoId repository) {
        if (given.size() < PRIVATE_MAX) given.add(repository);
    }

    void gaveNot(RepoId repository) {
        given.remove(repository);
    }

    boolean hasGiven(RepoId repository) {
        return given.contains(repository);
    }

    /// Whether a private repository may be spoken of here. The real node repeats its own announcements to whoever
    /// subscribes; we look first.
    boolean mayKnow(RepoId repository, Set<DidKey> who) {
        if (!proven) return false;
        return who.contains(peer)
                || given.contains(repository)
                || Optional.ofNullable(vouched.get(repository))
                        .filter(who::contains)
                        .isPresent();
    }

    Optional<Replay> replay() {
        return replay;
    }

    void replayed() {
        replay = Optional.empty();
    }

    boolean isDueToSubscribe(Duration every, Instant now) {
        return !now.isBefore(lastSubscribed.plus(every));
    }

    void subscribedTo(Instant now) {
        lastSubscribed = now;
    }
}
