package dev.hob.federation.remote;

import dev.hob.federation.remote.DeliveryRows.Failing;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is to be delivered to other instances, kept until they have it: at least once, in order of an actor's words
/// to a host, whatever ends this node. Shared between threads.
///
/// A host that cannot be reached is tried again after longer and longer times, with everything that waits for it; after
/// a week it is parked until it is heard from. A delivery that its receiver refuses waits for itself, and holds up what
/// the same actor says next to that host for a while only. What is a week old is dropped.
public final class Deliveries implements AutoCloseable {
    /// How many deliveries may wait for one host; what comes then is not kept.
    public static final int HOST_WAITING_MAX = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Remote remote;
    private final InstanceRules rules;
    private final InstantSource clock;
    private final DeliveryRows rows;
    private final Waiting waiting = new Waiting();
    private final Dispatcher dispatcher;

    /// @param signers who signs for an actor (`node`, `person:<id>`, `repository:<id>`)
    /// @param gone is told of inboxes that do not exist any more
    public Deliveries(
            Database database,
            Remote remote,
            InstanceRules rules,
            Function<String, Signer> signers,
            Consumer<Id> gone,
            InstantSource clock) {
        this.remote = remote;
        this.rules = rules;
        this.clock = clock;
        this.rows = new DeliveryRows(database);
        this.dispatcher = new Dispatcher(database, rows, waiting, new Carrier(rows, remote, signers), gone, clock);
    }

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
            Optional<Instant> next,
            String why) {}

    /// Begins to deliver.
    public void start() {
        dispatcher.start();
    }

    /// Keeps an activity for all of these inboxes, within the caller's transaction. Whoever is blocked, or parked,
    /// gets nothing; neither does an inbox for which this activity waits already.
    ///
    /// @param body the bytes that every attempt sends, UTF-8
    public void enqueue(Handle tx, String actor, Id activity, byte[] body, Collection<Id> inboxes) {
        var already = DeliveryRows.waitingFor(tx, actor, activity);
        var wanted = new LinkedHashSet<Id>();
        for (var inbox : inboxes) if (!already.contains(inbox.value()) && isWelcome(inbox)) wanted.add(inbox);
        if (wanted.isEmpty()) return;
        DeliveryRows.add(tx, actor, activity, body, wanted, clock.instant());
        tx.afterCommit(() -> {
            waiting.add(wanted);
            dispatcher.look(wanted.stream().map(Id::authority).toList());
        });
    }

    private boolean isWelcome(Id inbox) {
        String host = inbox.authority();
        if (rules.isBlocked(host) || dispatcher.isParked(host)) return false;
        boolean full = waiting.of(host) >= HOST_WAITING_MAX;
        if (full) LOG.warn("not kept for {}: more than {} deliveries wait for {}", inbox, HOST_WAITING_MAX, host);
        return !full;
    }

    /// A signed request came from a host (of a key's id, see [Id#authority]): it lives, so what waits for it may go.
    public void heardFrom(String host) {
        dispatcher.heardFrom(host);
    }

    /// Lets everything that waits for a host go now, also a parked one; how much that is.
    public long retryNow(String host) {
        remote.forgive(host);
        dispatcher.retryNow(host);
        return waiting.of(host);
    }

    /// How much waits.
    public Counts counts() {
        return new Counts(waiting.all(), dispatcher.running(), dispatcher.failing(), dispatcher.parked());
    }

    /// The hosts that fail or are parked first, then those for which most waits.
    public List<Host> hosts(int max) {
        var left = new HashMap<>(waiting.byHost());
        var hosts = new ArrayList<Host>();
        for (var failing : rows.failing()) hosts.add(host(failing, left));
        left.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry ->
                        new Host(entry.getKey(), entry.getValue(), 0, Optional.empty(), false, Optional.empty(), ""))
                .forEach(hosts::add);
        return hosts.stream().limit(max).toList();
    }

    /// A delivery that its receiver itself refused, and that is tried again.
    ///
    /// @param actor in whose name, as whoever signs knows them
    public record Refused(Id inbox, Id activity, String actor, int tries, Instant next, String why) {}

    /// Some of these for one host, the oldest first.
    public List<Refused> refused(String host, int max) {
        return rows.refused(host, max);
    }

    private static Host host(Failing failing, Map<String, Long> left) {
        Long waits = left.remove(failing.host());
        return new Host(
                failing.host(),
                waits == null ? 0 : waits,
                failing.tries(),
                Optional.of(failing.since()),
                failing.parked(),
                failing.parked() ? Optional.empty() : Optional.of(failing.due()),
                failing.why());
    }

    /// For tests, which move the clock: looks whether something is due.
    void wake() {
        dispatcher.wake();
    }

    /// Ends once what is on its way has been answered, or after a little while. What was not answered goes again at the
    /// next start.
    @Override
    public void close() {
        dispatcher.close();
    }
}
