package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A server that has to do with this node, or that was decided about.
public record FederatedInstance(
        String host,

        @OneOf({"allowed", "no-media", "limited", "blocked"}) @Says("How it is met")
        String rule,

        @Says("Whether that was decided about this very server")
        boolean decided,

        @Says("Why; may be empty") String reason,
        @Says("Accounts there that follow somebody here") long followers,

        @Says("What came from there within a month and was taken")
        long taken,

        @Says("What came from there within a month and was refused")
        long refused,

        @Says("What came from there and waits for leave") long held,
        @Says("Deliveries that wait for it") long waiting,
        @Says("How often it could not be reached in a row") int failures,

        @Says("Whether it is left alone until it is heard from")
        boolean parked,

        @Says("When it is tried again, while it fails") Optional<Instant> next,
        @Says("Why it failed last, while it fails") Optional<String> why) {}
