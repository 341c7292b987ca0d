package dev.hob.p2p.net;

import dev.hob.p2p.protocol.Effect;
import dev.hob.p2p.protocol.Input;
import dev.hob.p2p.protocol.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread on which the protocol thinks: inputs one after the other, and a tick each second. Who may give it
/// work is bounded where the work comes from: each connection by [Limits#messagesMax], and people by their patience.
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private final Protocol protocol;
    private final InstantSource clock;
    private final Consumer<Effect> hands;
    private final Breath breath;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Input starting = Input.Started.NEW;
    private volatile boolean closed;

    /// Waits until the hands have room for more.
    @FunctionalInterface
    interface Breath {
        void draw() throws InterruptedException;
    }

    /// @param hands carries out an effect, without waiting for anything
    /// @param breath is drawn before each input
    Loop(Protocol protocol, InstantSource clock, Consumer<Effect> hands, Breath breath) {
        this.protocol = protocol;
        this.clock = clock;
        this.hands = hands;
        this.breath = breath;
        this.thread = Thread.ofPlatform().name("peers").daemon().unstarted(this::run);
    }

    /// Begins with this input, before all that came meanwhile.
    void begin(Input first) {
        starting = first;
        if (!closed) thread.start();
    }

    /// Takes an input, soon.
    void on(Input input) {
        work.add(() -> take(input));
    }

    /// Takes an input, soon, and says when it was thought about.
    void on(Input input, Runnable done) {
        work.add(() -> {
            try {
                take(input);
            } finally {
                done.run();
            }
        });
    }

    /// Does something on the protocol's thread, soon.
    void later(Runnable what) {
        work.add(what);
    }

    /// Asks the protocol something in between.
    <T> CompletableFuture<T> ask(BiFunction<Protocol, Instant, T> question) {
        var answer = new CompletableFuture<T>();
        if (closed) {
            answer.completeExceptionally(new IllegalStateException("the peers are gone: this node stops"));
            return answer;
        }
        work.add(() -> {
            try {
                answer.complete(question.apply(protocol, clock.instant()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void take(Input input) {
        List<Effect> effects = protocol.on(clock.instant(), input);
        effects.forEach(hands);
    }

    private void run() {
        try {
            take(starting);
        } catch (RuntimeException | AssertionError e) {
            LOG.error("what is remembered of peers cannot be taken up", e);
        }
        long nextTick = System.nanoTime();
        while (!closed) {
            try {
                breath.draw();
                long left = nextTick - System.nanoTime();
                if (left <= 0) {
                    nextTick = System.nanoTime() + TICK.toNanos();
                    take(new Input.Ticked());
                    continue;
                }
                var next = work.poll(left, TimeUnit.NANOSECONDS);
                if (next != null) next.run();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | AssertionError e) {
                // One input that we did not foresee must not end the talk with all others.
                LOG.error("a peer's input was not dealt with", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        work.add(() -> {});
        try {
            if (thread.getState() != Thread.State.NEW) thread.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
