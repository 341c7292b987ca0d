package dev.hob.web.api.json;

import java.util.Optional;

/// What to change of a release; what is left out stays.
public record EditRelease(
        @Most(200) @Says("Only of a draft") Optional<String> tagName,
        @Most(200) @Says("Only of a draft") Optional<String> targetCommitish,
        @Most(255) Optional<String> name,
        @Most(125_000) @Says("Markdown") Optional<String> body,

        @Says("False publishes a draft; what is published is never a draft again")
        Optional<Boolean> draft,

        Optional<Boolean> prerelease) {}
