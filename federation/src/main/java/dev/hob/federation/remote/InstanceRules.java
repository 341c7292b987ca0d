package dev.hob.federation.remote;

import dev.hob.node.db.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What the administrator decided about other instances. A rule counts for the host and all below it. Shared between
/// threads.
public final class InstanceRules {
    /// How many hosts may be decided about.
    public static final int RULES_MAX = 10_000;

    public InstanceRules(Database database, InstantSource clock) {}

    /// What was decided about a host.
    public record Decided(String host, Rule rule, String reason, Instant since) {}

    /// How a host is met. Its port does not matter.
    public Rule of(String host) {
        throw new UnsupportedOperationException(host);
    }

    /// Whether a host is neither asked nor answered.
    public boolean isBlocked(String host) {
        return of(host) == Rule.BLOCKED;
    }

    /// Decides about a host. Says why not, if it cannot be.
    public Optional<String> set(String host, Rule rule, String reason) {
        throw new UnsupportedOperationException(host + rule + reason);
    }

    /// Takes a decision back; whether there was one.
    public boolean unset(String host) {
        throw new UnsupportedOperationException(host);
    }

    /// All decisions, by host.
    public List<Decided> list() {
        throw new UnsupportedOperationException();
    }

    /// Whether only hosts with a rule other than [Rule#BLOCKED] are met at all.
    public boolean onlyListed() {
        throw new UnsupportedOperationException();
    }

    /// Changes that.
    public void onlyListed(boolean only) {
        throw new UnsupportedOperationException();
    }
}
