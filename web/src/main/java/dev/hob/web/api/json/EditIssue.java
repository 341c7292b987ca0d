package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What to change of an issue; what is left out stays.
public record EditIssue(
        @Most(255) Optional<String> title,
        @Most(65_536) Optional<String> body,

        @Most(100) @Says("The name of an account; assignees is better")
        Optional<String> assignee,

        @Most(50) Optional<List<String>> assignees,
        @Says("Its number; 0 for none") Optional<Long> milestone,
        @OneOf({"open", "closed"}) Optional<String> state,

        @OneOf({"completed", "not_planned"}) @Says("Why it is closed")
        Optional<String> stateReason,

        Optional<Instant> dueDate,
        @Says("Take the due date away") Optional<Boolean> unsetDueDate) {}
