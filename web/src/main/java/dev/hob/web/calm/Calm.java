package dev.hob.web.calm;

import dev.hob.web.html.Stop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Lets costly work be done: old states of files, comparisons, histories of paths, archives, searches. What it took is
/// counted for who asked, so that what was kept from before costs nobody anything; who had more than their share waits,
/// and the pages that everybody reads stay quick. Shared between threads.
///
/// Requests from this machine itself are not counted unless a proxy was named: they may be everybody's.
public final class Calm {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CROWDED = Duration.ofSeconds(5);
    private static final Duration SENDING_MAX = Duration.ofSeconds(2);
    private static final int PERCENT = 100;
    private static final int OF_ONE_MAX = 3;

    private final boolean counting;
    private final boolean proxied;
    private final LongSupplier nanos;
    private final Budgets budgets;
    private final Places places;
    private final AtomicLong refused = new AtomicLong();

    /// @param percent how much of one processor an address without an account may keep busy; 0 counts nothing
    /// @param proxied whether proxies are named, so that an address is never only theirs
    public Calm(int percent, boolean proxied) {
        this(percent, proxied, Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    Calm(int percent, boolean proxied, int processors, LongSupplier nanos) {
        this.counting = percent > 0;
        this.proxied = proxied;
        this.nanos = nanos;
        this.budgets = new Budgets(percent / (double) PERCENT, processors, nanos);
        int most = Math.max(8, 4 * processors);
        this.places = new Places(most, most * 3 / 4, OF_ONE_MAX);
    }

    /// Something costly.
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /// Does it.
        T run() throws E;
    }

    /// Does it when it is the client's turn.
    ///
    /// @throws Spent when they had more than their share
    /// @throws Stop with 503 when too many others wait
    public <T, E extends Exception> T run(Client client, Work<T, E> work) throws E {
        admit(client);
        if (!places.enter(client, PATIENCE))
            throw refuse(Stop.later(503, "This node has its hands full. Try again in a moment.", CROWDED));
        long begun = nanos.getAsLong();
        try {
            return work.run();
        } finally {
            places.leave(client);
            spend(client, nanos.getAsLong() - begun);
        }
    }

    /// The same for what lasts as long as a client takes to receive it: it holds no place, and costs so much at most.
    public <E extends Exception> void send(Client client, Work<?, E> work) throws E {
        admit(client);
        long begun = nanos.getAsLong();
        try {
            work.run();
        } finally {
            spend(client, Math.min(nanos.getAsLong() - begun, SENDING_MAX.toNanos()));
        }
    }

    private void admit(Client client) {
        if (!counts(client)) return;
        var wait = budgets.delay(client);
        if (!wait.isZero()) throw refuse(new Spent(wait));
    }

    private void spend(Client client, long spent) {
        if (counts(client)) budgets.spend(client, spent);
    }

    private RuntimeException refuse(RuntimeException why) {
        refused.incrementAndGet();
        return why;
    }

    /// Whether what a client asks for is counted: this machine's own requests are not, as far as they are its own.
    boolean counts(Client client) {
        return counting && (proxied || !(client instanceof Client.Stranger stranger) || !stranger.here());
    }

    /// How much costly work is being done.
    public int running() {
        return places.taken();
    }

    /// Whether others wait for their turn.
    public boolean isFull() {
        return places.waiting() > 0;
    }

    /// How often somebody was told to come again later, since the start.
    public long refused() {
        return refused.get();
    }
}
