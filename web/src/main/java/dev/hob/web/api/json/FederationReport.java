package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A complaint that nobody has looked at.
public record FederationReport(
        long number,

        @Says("The account here that complains, if it is one")
        Optional<String> person,

        @Says("The actor elsewhere that complains, if it is one")
        Optional<String> actor,

        @Says("What it is about, by address") List<String> objects,
        String body,
        Instant reportedAt) {}
