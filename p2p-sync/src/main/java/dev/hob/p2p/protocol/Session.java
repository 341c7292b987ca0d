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
import java.util.Optional;

/// A connected peer, and how far we are with it. Owned by [Sessions].
final class Session {
    private static final Duration STABLE_AFTER = Duration.ofMinutes(1);

    private final Connection connection;
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

    Session(Input.Connected connected, Instant now) {
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
