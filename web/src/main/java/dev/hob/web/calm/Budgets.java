package dev.hob.web.calm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Who may have how much: each account; each address without one, its network, and all of these together. Who has
/// asked for nothing lately is forgotten, and starts anew. Shared between threads.
final class Budgets {
    private static final int KEPT_MAX = 50_000;
    private static final Duration KEPT = Duration.ofMinutes(30);
    /// How long a share is saved up.
    private static final Duration SAVED = Duration.ofSeconds(100);

    /// And that of all strangers together: what they save, they may spend in one flood.
    private static final Duration SAVED_BY_ALL = Duration.ofSeconds(20);

    private static final int NETWORK_SHARES = 4;
    private static final int PERSON_SHARES = 5;

    private final double share;
    private final LongSupplier nanos;
    private final Budget strangers;
    private final Cache<String, Budget> kept =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterAccess(KEPT).build();

    /// @param share of one processor's time, for an address without an account
    /// @param processors how many there are; all strangers together may have half of them
    Budgets(double share, int processors, LongSupplier nanos) {
        this.share = share;
        this.nanos = nanos;
        this.strangers = new Budget(Math.max(share, processors / 2.0), SAVED_BY_ALL, nanos.getAsLong());
    }

    /// After how long a client may ask again; zero is now.
    Duration delay(Client client) {
        long now = nanos.getAsLong();
        return of(client).stream()
                .map(budget -> budget.delay(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// Some work was done for a client.
    void spend(Client client, long spent) {
        long now = nanos.getAsLong();
        of(client).forEach(budget -> budget.spend(spent, now));
    }

    private List<Budget> of(Client client) {
        return switch (client) {
            case Client.Person person -> List.of(kept(person.name(), share * PERSON_SHARES));
            case Client.Proven proven -> List.of(kept(proven.name(), share), strangers);
            case Client.Stranger stranger ->
                List.of(kept(stranger.name(), share), kept(stranger.network(), share * NETWORK_SHARES), strangers);
        };
    }

    private Budget kept(String name, double of) {
        return kept.get(name, _ -> new Budget(of, SAVED, nanos.getAsLong()));
    }
}
