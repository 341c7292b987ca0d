package dev.hob.web.api.json;

import java.util.Optional;

/// How a server is to be met.
public record DecideInstance(
        @OneOf({"allowed", "no-media", "limited", "blocked"})
        String rule,

        @Most(1000) @Says("For whoever asks later") Optional<String> reason) {}
