package dev.hob.web.api.json;

import java.util.Optional;

/// A pull request to a repository on another server that is asked for.
public record CreatePullElsewhere(
        @Most(200) @Says("Where the commits are, as owner/name; everybody must see it")
        String repository,

        @Most(300) @Says("The branch that is offered") String head,

        @Most(2_048) @Says("The handle or URL of what it is for; what this one is a fork of when left out")
        Optional<String> to,

        @Most(300) @Says("The branch there; its default branch when left out")
        Optional<String> base,

        @Most(255) String title,

        @Most(65_536) Optional<String> body) {}
