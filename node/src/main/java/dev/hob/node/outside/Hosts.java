package dev.hob.node.outside;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.node.language.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How much each host is asked at once, and which are left alone because they failed again and again. Shared between
/// threads; forgets hosts that nobody asked for a while.
final class Hosts {
    static final int AT_ONCE_MAX = 4;
    static final int FAILURES_MAX = 5;
    static final Duration REST = Duration.ofSeconds(60);

    private static final List<String> SCHEMES = List.of("https", "http");
    private static final int REMEMBERED_MAX = 10_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    private final InstantSource clock;
    private final Duration patience;
    private final Cache<String, Host> hosts = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build();

    /// @param patience how long a request waits for others to the same host
    Hosts(InstantSource clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /// One host, by scheme, name and port.
    final class Host {
        private final String authority;
        private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);
        private int failures;
        private Instant until = Instant.EPOCH;

        private Host(String authority) {
            this.authority = authority;
        }

        /// Takes a place, or says why there is none. Whoever got one gives it back with [#leave].
        Optional<Refusal> enter() {
            var resting = resting();
            if (resting.isPresent()) return resting;
            try {
                if (places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
                return Optional.of(new Refusal.Busy(Messages.text("outside.is-asked-much", authority)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.of(new Refusal.Busy(Messages.text("outside.node-is-stopping")));
            }
        }

        private synchronized Optional<Refusal> resting() {
            var now = clock.instant();
            if (!until.isAfter(now)) return Optional.empty();
            return Optional.of(new Refusal.Resting(
                    Messages.text("outside.is-left-alone", authority), Duration.between(now, until)));
        }

        /// Gives the place back. `failed` is that the host was not reached, or did not answer.
        void leave(boolean failed) {
            places.release();
            synchronized (this) {
                failures = failed ? failures + 1 : 0;
                // One more failure after the rest begins it anew.
                until = failures >= FAILURES_MAX ? clock.instant().plus(REST) : Instant.EPOCH;
            }
        }

        private synchronized void forgive() {
            failures = 0;
            until = Instant.EPOCH;
        }
    }

    Host of(String scheme, String authority) {
        return hosts.get(key(scheme, authority), _ -> new Host(authority));
    }

    /// Asks a host again that is left alone, by whatever scheme: somebody knows that it is back.
    void forgive(String authority) {
        for (String scheme : SCHEMES) {
            var host = hosts.getIfPresent(key(scheme, authority));
            if (host != null) host.forgive();
        }
    }

    private static String key(String scheme, String authority) {
        return scheme + "://" + authority;
    }
}
