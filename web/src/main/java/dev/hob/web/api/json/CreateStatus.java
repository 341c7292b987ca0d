package dev.hob.web.api.json;

import java.util.Optional;

/// A report of a check.
public record CreateStatus(
        @OneOf({"pending", "success", "error", "failure", "warning"})
        String state,

        @Most(2_000) @Says("Where more is to be read") Optional<String> targetUrl,
        @Most(1_000) Optional<String> description,

        @Most(255) @Says("The name of the check; default, when left out")
        Optional<String> context) {}
