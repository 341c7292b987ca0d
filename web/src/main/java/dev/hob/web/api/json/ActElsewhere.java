package dev.hob.web.api.json;

import java.util.Optional;

/// What is to be done with an issue or a pull request of another server.
public record ActElsewhere(
        @Most(2_048) @Says("The address of the issue or pull request, or of its page")
        String target,

        @OneOf({"close", "reopen", "merge", "label", "unlabel"})
        String act,

        @Most(50) @Says("The label, for label and unlabel") Optional<String> label) {}
