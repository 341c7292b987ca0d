package dev.hob.p2p.protocol;

import dev.hob.p2p.wire.Message;
import dev.hob.p2p.wire.Timestamp;
import java.time.Instant;

/// Repeats to a peer what was announced before it came, no faster than a real node's rate limit takes it: what
/// comes faster is dropped there without a word. Owned by one session.
final class Replay {
    private static final int BURST = 512;
    private static final double PER_SECOND = 4;

    private final Timestamp until;
    private final TokenBucket pace;
    private Gossip.Place reached;

    Replay(Message.Subscribe subscription, Instant now) {
        this.until = subscription.until();
        this.pace = new TokenBucket(BURST, PER_SECOND, now);
        this.reached = Gossip.before(subscription.since());
    }

    Gossip.Place reached() {
        return reached;
    }

    boolean covers(Gossip.Place place) {
        return until.isAfter(place.at());
    }

    boolean mayGoOn(Instant now) {
        return pace.take(now);
    }

    void reached(Gossip.Place place) {
        reached = place;
    }
}
