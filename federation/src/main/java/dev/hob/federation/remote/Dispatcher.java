package dev.hob.federation.remote;

import dev.hob.federation.remote.DeliveryRows.Failing;
import dev.hob.federation.remote.DeliveryRows.Row;
import dev.hob.federation.vocab.Id;
import dev.hob.node.db.Database;
import dev.hob.node.log.Background;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what goes next. One thread owns all lines; those who bring something to it leave a note. What came of
/// deliveries is written many at once, before anything new starts: nothing is picked twice.
final class Dispatcher implements AutoCloseable {
    /// How many deliveries are on their way at once.
    static final int RUNNING_MAX = 128;

    /// How many of them to hosts that did not answer yet, or not last time: these never keep the others waiting.
    static final int DOUBTFUL_MAX = 96;

    /// How often a receiver's own refusal holds up what its actor says next.
    static final int REFUSALS_HOLD = 3;

    /// How long a host may fail before it is parked, and a delivery may wait before it is dropped.
    static final Duration PATIENCE = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int LOOKED_UP_MAX = 16;
    private static final Duration EXPIRE_EVERY = Duration.ofHours(1);
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration HEARD_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private final Database database;
    private final DeliveryRows rows;
    private final Waiting waiting;
    private final Carrier carrier;
    private final Consumer<Id> gone;
    private final InstantSource clock;
    private final Thread thread;

    // What others leave for the thread.
    private final ConcurrentLinkedQueue<Runnable> notes = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noted = lock.newCondition();
    private boolean anything;
    private volatile boolean closed;

    // What others may ask at any time.
    private final Set<String> parked = ConcurrentHashMap.newKeySet();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();

    // The thread's own.
    private final Map<String, Line> lines = new HashMap<>();
    private final Deque<Line> turn = new ArrayDeque<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparing(Wake::at));
    private final List<Consumer<Handle>> unwritten = new ArrayList<>();
    private final List<Id> goneInboxes = new ArrayList<>();
    private int doubtful;
    /// Those that are back but not written yet: they count as running until they are.
    private int settled;

    private Instant expired = Instant.EPOCH;

    private record Wake(Instant at, String host) {}

    Dispatcher(
            Database database,
            DeliveryRows rows,
            Waiting waiting,
            Carrier carrier,
            Consumer<Id> gone,
            InstantSource clock) {
        this.database = database;
        this.rows = rows;
        this.waiting = waiting;
        this.carrier = carrier;
        this.gone = gone;
        this.clock = clock;
        this.thread = Background.thread("deliveries", this::run);
        for (var host : rows.failing()) {
            lines.put(host.host(), new Line(host));
            (host.parked() ? parked : failing).add(host.host());
        }
        rows.waiting().forEach(waiting::add);
    }

    void start() {
        look(waiting.byHost().keySet());
        thread.start();
    }

    // What others do

    private void note(Runnable note) {
        notes.add(note);
        wake();
    }

    void wake() {
        lock.lock();
        try {
            anything = true;
            noted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void look(Collection<String> hosts) {
        var all = List.copyOf(hosts);
        note(() -> all.forEach(host -> queue(line(host))));
    }

    /// Costs nothing for the many hosts that do well.
    void heardFrom(String host) {
        if (parked.contains(host) || failing.contains(host)) note(() -> heard(line(host)));
    }

    void retryNow(String host) {
        note(() -> {
            var now = clock.instant();
            unwritten.add(tx -> DeliveryRows.retryNow(tx, host, now));
            revive(line(host));
        });
    }

    boolean isParked(String host) {
        return parked.contains(host);
    }

    int running() {
        return running.get();
    }

    int failing() {
        return failing.size();
    }

    int parked() {
        return parked.size();
    }

    // The thread

    private void run() {
        while (!closed) {
            try {
                step();
                awaitNotes(untilNext());
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException e) {
                if (closed) break;
                LOG.error("deliveries stand still for a moment", e);
                pause();
            }
        }
        end();
    }

    private void step() {
        readNotes();
        var now = clock.instant();
        if (!now.isBefore(expired.plus(EXPIRE_EVERY))) expire(now);
        write();
        while (!wakes.isEmpty() && !wakes.peek().at().isAfter(now)) {
            var line = line(wakes.remove().host());
            line.wakesAt = Instant.MAX;
            queue(line);
        }
        serve(now);
    }

    private void readNotes() {
        for (var note = notes.poll(); note != null; note = notes.poll()) note.run();
    }

    private void write() {
        if (!unwritten.isEmpty()) database.writing(tx -> unwritten.forEach(one -> one.accept(tx)));
        unwritten.clear();
        running.addAndGet(-settled);
        settled = 0;
        var inboxes = List.copyOf(goneInboxes);
        goneInboxes.clear();
        inboxes.forEach(gone);
    }

    private Duration untilNext() {
        if (wakes.isEmpty()) return LOOK_ANYWAY;
        var next = Duration.between(clock.instant(), wakes.peek().at());
        return next.compareTo(LOOK_ANYWAY) > 0 ? LOOK_ANYWAY : next;
    }

    private void awaitNotes(Duration max) throws InterruptedException {
        long nanos = max.toNanos();
        lock.lock();
        try {
            while (!anything && nanos > 0) nanos = noted.awaitNanos(nanos);
            anything = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Line line(String host) {
        return lines.computeIfAbsent(host, Line::new);
    }

    private void queue(Line line) {
        if (line.queued || line.isParked()) return;
        line.queued = true;
        turn.add(line);
    }

    /// One delivery of each host in turn, round and round, as long as something can start.
    private void serve(Instant now) {
        boolean started = true;
        while (started) {
            started = false;
            for (int left = turn.size(); left > 0 && running.get() < RUNNING_MAX; left--) {
                var line = turn.remove();
                line.queued = false;
                started |= serve(line, now);
            }
        }
    }

    private boolean serve(Line line, Instant now) {
        if (line.isParked() || line.running.size() >= line.places()) return false; // Its answers bring it back.
        if (line.waitsAt(now)) {
            wakeAt(line, line.failing().orElseThrow().due());
            return false;
        }
        if (!line.proven && doubtful >= DOUBTFUL_MAX) {
            queue(line);
            return false;
        }
        line.advance();
        if (line.ready.isEmpty() && line.behind.isEmpty()) lookUp(line, now);
        var row = line.ready.poll();
        if (row == null) {
            if (line.running.isEmpty()) rest(line);
            return false;
        }
        begin(line, row, now);
        queue(line);
        return true;
    }

    private void lookUp(Line line, Instant now) {
        for (var row : rows.next(line.host, now, REFUSALS_HOLD, LOOKED_UP_MAX + line.running.size()))
            if (!line.running.contains(row)) line.ready.add(row);
        // A host that takes one after the other is not looked up for each.
        if (line.running.isEmpty() && isOneMessage(line.ready))
            line.behind.addAll(rows.behind(line.ready.getLast(), now, LOOKED_UP_MAX));
    }

    private static boolean isOneMessage(Collection<Row> front) {
        return !front.isEmpty()
                && front.stream().allMatch(row -> row.tries() == 0)
                && front.stream().map(Row::position).distinct().count() == 1;
    }

    private void rest(Line line) {
        var due = rows.due(line.host, REFUSALS_HOLD);
        if (due.isPresent()) wakeAt(line, due.get());
        else if (line.failing().isEmpty()) lines.remove(line.host);
    }

    private void wakeAt(Line line, Instant at) {
        if (!at.isBefore(line.wakesAt)) return;
        line.wakesAt = at;
        wakes.add(new Wake(at, line.host));
    }

    private void begin(Line line, Row row, Instant now) {
        boolean doubted = !line.proven;
        if (doubted) doubtful++;
        line.running.add(row);
        running.incrementAndGet();
        Thread.ofVirtual().name("delivery").start(() -> {
            var posted = carrier.bring(row);
            note(() -> {
                if (doubted) doubtful--;
                settled++;
                line.running.remove(row);
                settle(line, row, posted, now);
                queue(line);
            });
        });
    }

    // What came of it

    private void settle(Line line, Row row, Posted posted, Instant begun) {
        var now = clock.instant();
        switch (posted) {
            case Posted.Taken _ -> done(line, row);
            case Posted.Never(var why) -> {
                LOG.info("not delivered to {}: {}", row.inbox(), why);
                done(line, row);
            }
            case Posted.Gone _ -> {
                LOG.info("not delivered to {}: it does not exist any more", row.inbox());
                goneInboxes.add(row.inbox());
                done(line, row);
            }
            // Several were on their way: the host failed once.
            case Posted.Later later
            when later.host() -> {
                if (!line.failedSince(begun)) fails(line, later, now);
            }
            case Posted.Later later -> refused(line, row, later, now);
        }
    }

    private void refused(Line line, Row row, Posted.Later later, Instant now) {
        answered(line);
        line.forget(); // It holds up what comes after it.
        int tries = row.tries() + 1;
        var due = now.plus(later.after().orElse(Backoff.after(tries)));
        unwritten.add(tx -> DeliveryRows.refused(tx, row, tries, due, later.why()));
        wakeAt(line, due);
    }

    private void done(Line line, Row row) {
        answered(line);
        waiting.take(line.host, 1);
        unwritten.add(tx -> DeliveryRows.remove(tx, row));
    }

    private void answered(Line line) {
        if (line.answers()) recovered(line);
    }

    private void recovered(Line line) {
        parked.remove(line.host);
        failing.remove(line.host);
        unwritten.add(tx -> DeliveryRows.recovered(tx, line.host));
    }

    private void fails(Line line, Posted.Later later, Instant now) {
        int tries = line.failing().map(Failing::tries).orElse(0) + 1;
        var since = line.failing().map(Failing::since).orElse(now);
        boolean park = !now.isBefore(since.plus(PATIENCE));
        var host = new Failing(
                line.host, tries, since, now.plus(later.after().orElse(Backoff.after(tries))), park, later.why());
        line.fails(host, now);
        if (park) {
            LOG.info("{} has not answered for a week and is left alone: {}", line.host, later.why());
            failing.remove(line.host);
            parked.add(line.host);
        } else {
            failing.add(line.host);
        }
        unwritten.add(tx -> DeliveryRows.keep(tx, host));
    }

    /// It speaks, so it may hear too; if it does not, it is not tried at each of its words.
    private void heard(Line line) {
        if (line.isParked() || !line.failedSince(clock.instant().minus(HEARD_AGAIN_AFTER))) revive(line);
    }

    private void revive(Line line) {
        if (line.recovers()) recovered(line);
        queue(line);
    }

    /// What waited for a week helps nobody any more. A line that had it is looked up again.
    private void expire(Instant now) {
        expired = now;
        unwritten.add(tx -> DeliveryRows.expire(tx, now.minus(PATIENCE)).forEach((host, number) -> {
            LOG.info("{} deliveries to {} were not taken for a week and are dropped", number, host);
            waiting.take(host, number);
        }));
        lines.values().forEach(Line::forget);
    }

    // The end

    private void end() {
        long until = System.nanoTime() + END_MAX.toNanos();
        try {
            while (running.get() > 0 && System.nanoTime() < until) {
                awaitNotes(Duration.ofMillis(50));
                readNotes();
                write();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("what was delivered at the end could not be noted; it goes again", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            if (thread.isAlive()) thread.join(END_MAX.plus(PAUSE));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
