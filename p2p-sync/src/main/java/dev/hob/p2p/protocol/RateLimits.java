package dev.hob.p2p.protocol;

import dev.hob.p2p.wire.Host;
import dev.hob.p2p.wire.Link;
import java.time.Instant;
import java.util.LinkedHashMap;

/// How often a host may connect to us and say something (`radicle.md` §8.7). What is not routable is exempt: it
/// is us, or the operator's own network.
final class RateLimits {
    /// How many hosts are counted; of more, the one not heard for longest starts anew.
    static final int HOSTS_MAX = 4_096;

    private static final int INBOUND_BURST = 1_024;
    private static final double INBOUND_PER_SECOND = 5;
    private static final int OUTBOUND_BURST = 2_048;
    private static final double OUTBOUND_PER_SECOND = 10;

    private final LinkedHashMap<Host, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /// Whether this one is still within the rate.
    boolean allows(Host host, Link link, Instant now) {
        if (!host.isRoutable()) return true;
        var bucket = buckets.computeIfAbsent(host.network(), _ -> bucket(link, now));
        if (buckets.size() > HOSTS_MAX) buckets.pollFirstEntry();
        return bucket.take(now);
    }

    private static TokenBucket bucket(Link link, Instant now) {
        return switch (link) {
            case INBOUND -> new TokenBucket(INBOUND_BURST, INBOUND_PER_SECOND, now);
            case OUTBOUND -> new TokenBucket(OUTBOUND_BURST, OUTBOUND_PER_SECOND, now);
        };
    }

    int hosts() {
        return buckets.size();
    }
}
