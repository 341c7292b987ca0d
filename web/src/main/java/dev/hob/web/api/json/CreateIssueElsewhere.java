package dev.hob.web.api.json;

import java.util.Optional;

/// An issue for a repository of another server.
public record CreateIssueElsewhere(
        @Most(2048) @Says("The repository: its handle, or its address")
        String target,

        @Most(255) String title,
        @Most(65_536) @Says("In Markdown") Optional<String> body) {}
