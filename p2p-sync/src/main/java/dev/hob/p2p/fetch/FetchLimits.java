package dev.hob.p2p.fetch;

import dev.hob.node.git.ReceiveLimits;
import java.time.Duration;

/// What one fetch may bring at most.
///
/// @param packs all packs together, and their objects
/// @param refsMax how many refs the peer may name in one answer
/// @param namespacesMax how many namespaces are looked at
/// @param timeMax how long it may take from end to end
public record FetchLimits(ReceiveLimits packs, int refsMax, int namespacesMax, Duration timeMax) {
    /// Half a gigabyte, as the real node takes; a million refs of ten thousand people; an hour.
    public static final FetchLimits USUAL =
            new FetchLimits(ReceiveLimits.of(500L << 20, 256L << 20), 1_000_000, 10_000, Duration.ofHours(1));
}
