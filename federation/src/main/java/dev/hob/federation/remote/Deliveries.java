package dev.hob.federation.remote;

import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// What is to be delivered to other instances, kept until they have it: at least once, in order of an actor's words
/// to a host, whatever ends this node. Shared between threads.
public final class Deliveries implements AutoCloseable {
    /// @param signers who signs for an actor (`node`, `person:<id>`, `repository:<id>`)
    /// @param gone is told of inboxes that do not exist any more
    public Deliveries(
            Database database,
            Remote remote,
            InstanceRules rules,
            Function<String, Signer> signers,
            Consumer<Id> gone,
            InstantSource clock) {}

    /// How much waits, for the administrator and the metrics.
    ///
    /// @param waiting deliveries that are due or wait for their next try
    /// @param failing hosts that did not answer last time
    /// @param parked hosts that did not answer for a week, and are left alone until they are heard from
    public record Counts(long waiting, long running, long failing, long parked) {}

    /// A host that things wait for, or that is parked.
    public record Host(
            String host,
            long waiting,
            int failures,
            Optional<Instant> failingSince,
            boolean parked,
            Instant next,
            String why) {}

    /// Begins to deliver.
    public void start() {
        throw new UnsupportedOperationException();
    }

    /// Keeps an activity for all of these inboxes, within the caller's transaction. Whoever is blocked, or parked,
    /// gets nothing.
    ///
    /// @param body the bytes that every attempt sends, UTF-8
    public void enqueue(Handle tx, String actor, Id activity, byte[] body, Collection<Id> inboxes) {
        throw new UnsupportedOperationException(actor);
    }

    /// A signed request came from a host (of a key's id, see [Id#authority]): it lives, so what waits for it may go.
    public void heardFrom(String host) {
        throw new UnsupportedOperationException(host);
    }

    /// Lets everything that waits for a host go now; how much that is.
    public long retryNow(String host) {
        throw new UnsupportedOperationException(host);
    }

    /// How much waits.
    public Counts counts() {
        throw new UnsupportedOperationException();
    }

    /// The hosts that fail or are parked first, then those for which most waits.
    public List<Host> hosts(int max) {
        throw new UnsupportedOperationException(Integer.toString(max));
    }

    @Override
    public void close() {}
}
