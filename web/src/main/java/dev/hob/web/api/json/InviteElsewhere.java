package dev.hob.web.api.json;

import java.util.Optional;

/// Somebody of another server who shall work on a repository.
public record InviteElsewhere(
        @Most(2_048) @Says("A handle such as @bob@hob.example, or their address")
        String target,

        @OneOf({"triage", "write"})
        @Says("How far: triage closes, labels and gives tasks; write merges, too. triage when left out")
        Optional<String> role) {}
