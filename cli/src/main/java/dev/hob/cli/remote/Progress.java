package dev.hob.cli.remote;

import java.time.Duration;

/// Tells how far something has come, from two seconds on and then every two. Used by one thread.
public final class Progress {
    private static final long EVERY = Duration.ofSeconds(2).toNanos();

    private final Screen screen;
    private final String what;
    private long next = System.nanoTime() + EVERY;

    public Progress(Screen screen, String what) {
        this.screen = screen;
        this.what = what;
    }

    public void at(String count) {
        long now = System.nanoTime();
        if (now - next < 0) return;
        next = now + EVERY;
        screen.err("hob: " + what + ": " + count);
    }
}
