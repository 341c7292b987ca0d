package dev.hob.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.BatchingProgressMonitor;

/// Tells the human how far something has come, from two seconds on and then every two. One thread at a time.
final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final String what;
    private Instant next = Assembly.CLOCK.instant().plus(EVERY);

    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
    }

    void at(long count) {
        var now = Assembly.CLOCK.instant();
        if (now.isBefore(next)) return;
        next = now.plus(EVERY);
        terminal.err("hob: " + what + ": " + count);
    }

    /// The same for what JGit does.
    static BatchingProgressMonitor monitor(Terminal terminal) {
        var monitor = new BatchingProgressMonitor() {
            @Override
            protected void onUpdate(String task, int done, Duration duration) {
                terminal.err("hob: " + task + ": " + done);
            }

            @Override
            protected void onEndTask(String task, int done, Duration duration) {
                // Only what lasts is told.
            }

            @Override
            protected void onUpdate(String task, int done, int total, int percent, Duration duration) {
                terminal.err("hob: " + task + ": " + percent + " %");
            }

            @Override
            protected void onEndTask(String task, int done, int total, int percent, Duration duration) {
                // Only what lasts is told.
            }
        };
        monitor.setDelayStart(EVERY.toSeconds(), TimeUnit.SECONDS);
        return monitor;
    }
}
