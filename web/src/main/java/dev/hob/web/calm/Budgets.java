package dev.hob.web.calm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Who may have how much: each account; each address without one, its network, and all of these together. Of what all
/// of these may have, a part is kept for who asked for little yet and a part for browsers that have worked, so that a
/// flood from everywhere shuts out neither. Who has asked for nothing lately is forgotten, and starts anew. Shared
/// between threads.
final class Budgets {
    private static final int KEPT_MAX = 50_000;
    private static final Duration KEPT = Duration.ofMinutes(30);
    /// How long a share is saved up.
    private static final Duration SAVED = Duration.ofSeconds(100);

    /// And that of all strangers together: what they save, they may spend in one flood.
    private static final Duration SAVED_BY_ALL = Duration.ofSeconds(20);

    private static final int NETWORK_SHARES = 4;
    private static final int PERSON_SHARES = 5;

    /// Of the processors, what all strangers together may have: those who come again and again, those who come, and
    /// those whose browsers have worked.
    private static final double OFTEN = 3 / 8d;

    private static final double NEW = 1 / 16d;
    private static final double PROVEN = 1 / 16d;

    private final double share;
    private final LongSupplier nanos;
    private final Budget strangers;
    private final Budget newcomers;
    private final Budget proven;
    private final Cache<String, Budget> kept =
            Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterAccess(KEPT).build();

    /// @param share of one processor's time, for an address without an account
    /// @param processors how many there are; all strangers together may have half of them
    Budgets(double share, int processors, LongSupplier nanos) {
        this.share = share;
        this.nanos = nanos;
        this.strangers = ofAll(processors * OFTEN);
        this.newcomers = ofAll(processors * NEW);
        this.proven = ofAll(processors * PROVEN);
    }

    private Budget ofAll(double of) {
        return new Budget(Math.max(share, of), SAVED_BY_ALL, nanos.getAsLong());
    }

    /// After how long a client may ask again; zero is now.
    Duration delay(Client client) {
        long now = nanos.getAsLong();
        return of(client, now).stream()
                .map(budget -> budget.delay(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// Some work was done for a client.
    void spend(Client client, long spent) {
        long now = nanos.getAsLong();
        of(client, now).forEach(budget -> budget.spend(spent, now));
    }

    private List<Budget> of(Client client, long now) {
        return switch (client) {
            case Client.Person person -> List.of(kept(person.name(), share * PERSON_SHARES));
            case Client.Proven proven -> List.of(kept(proven.name(), share), this.proven);
            case Client.Stranger stranger -> {
                var own = kept(stranger.name(), share);
                boolean passes =
                        own.isHardlyTouched(now) && !strangers.delay(now).isZero();
                yield List.of(own, kept(stranger.network(), share * NETWORK_SHARES), passes ? newcomers : strangers);
            }
        };
    }

    private Budget kept(String name, double of) {
        return kept.get(name, _ -> new Budget(of, SAVED, nanos.getAsLong()));
    }
}
