package dev.hob.web.api.json;

import java.util.Optional;

/// What to change of an issue or a pull request of one's own on another server; what is left out stays.
public record EditElsewhere(
        @Most(2048) @Says("The address of the issue or pull request, or of its page")
        String target,

        @Most(255) Optional<String> title,
        @Most(65_536) @Says("In Markdown") Optional<String> body) {}
