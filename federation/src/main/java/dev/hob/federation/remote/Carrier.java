package dev.hob.federation.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.federation.remote.DeliveryRows.Row;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one delivery to its inbox. Shared between threads.
final class Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
    private static final int BODIES_BYTES_MAX = 16 * 1024 * 1024;

    private final DeliveryRows rows;
    private final Remote remote;
    private final Function<String, Signer> signers;
    /// One body goes to many hosts at about the same time.
    private final Cache<Long, byte[]> bodies = Caffeine.newBuilder()
            .maximumWeight(BODIES_BYTES_MAX)
            .<Long, byte[]>weigher((_, body) -> body.length)
            .build();

    Carrier(DeliveryRows rows, Remote remote, Function<String, Signer> signers) {
        this.rows = rows;
        this.remote = remote;
        this.signers = signers;
    }

    /// Whatever fails here that is not the receiver's refusal is ours, and may pass.
    Posted bring(Row row) {
        try {
            var body = body(row.position());
            return body.isPresent()
                    ? remote.post(row.inbox(), body.get(), signers.apply(row.actor()))
                    : new Posted.Never("It waited too long and was dropped.");
        } catch (RuntimeException e) {
            LOG.warn("cannot deliver {} of {} to {}", row.position(), row.actor(), row.inbox(), e);
            return new Posted.Later(Optional.empty(), "This node failed: " + e.getMessage(), false);
        }
    }

    private Optional<byte[]> body(long position) {
        byte[] known = bodies.getIfPresent(position);
        if (known != null) return Optional.of(known);
        var found = rows.body(position);
        found.ifPresent(body -> bodies.put(position, body));
        return found;
    }
}
