package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An issue that is asked for.
public record CreateIssue(
        @Most(255) String title,
        @Most(65_536) Optional<String> body,

        @Most(100) @Says("The name of an account; assignees is better")
        Optional<String> assignee,

        @Most(50) Optional<List<String>> assignees,
        Optional<Instant> dueDate,
        @Says("Its number; 0 for none") Optional<Long> milestone,
        @Most(100) @Says("Their numbers") Optional<List<Long>> labels,
        @Says("Open it closed") Optional<Boolean> closed) {}
