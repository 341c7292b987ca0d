package dev.hob.p2p.protocol;

import dev.hob.keys.DidKey;
import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import dev.hob.p2p.wire.Announcement;
import dev.hob.p2p.wire.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// All that one node knows, shared by the parts of its [Protocol], and the time of the input that is being
/// answered.
final class Tables {
    final SigningKey key;
    final DidKey self;
    final Settings settings;
    final Holdings holdings;
    final RandomGenerator random;
    final Predicate<Announcement> genuine;

    final Policies policies;
    final Sessions sessions;
    final Gossip gossip;
    final Routing routing = new Routing();
    final KnownPeers peers = new KnownPeers();
    final FetchQueue fetches = new FetchQueue();
    final Patience patience = new Patience();
    final Penalties penalties = new Penalties();
    final RateLimits limits = new RateLimits();

    Instant now = Instant.EPOCH;

    Tables(
            SigningKey key,
            Settings settings,
            Holdings holdings,
            RandomGenerator random,
            Predicate<Announcement> genuine) {
        this.key = key;
        this.self = key.publicKey();
        this.settings = settings;
        this.holdings = holdings;
        this.random = random;
        this.genuine = genuine;
        this.policies = new Policies(settings.unasked());
        this.sessions = new Sessions(self, settings);
        this.gossip = new Gossip();
    }

    /// Whether a peer may know of a repository that is here. Private ones are spoken of only where the transport proves
    /// who listens.
    boolean mayKnow(Session session, RepoId repository) {
        var held = holdings.held(repository);
        if (held.isEmpty()) return false;
        return switch (held.get().visibility()) {
            case Visibility.Public _ -> true;
            case Visibility.Private(var allowed) -> {
                var may = new HashSet<>(allowed);
                may.addAll(held.get().delegates());
                yield session.mayKnow(repository, may);
            }
        };
    }

    Timestamp timestamp() {
        return Timestamp.of(now);
    }
}
