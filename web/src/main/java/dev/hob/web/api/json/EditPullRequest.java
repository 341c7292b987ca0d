package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What to change of a pull request; what is left out stays.
public record EditPullRequest(
        @Most(255) @Says("WIP: or [WIP] before it makes a draft, and is taken off")
        Optional<String> title,

        @Most(65_536) Optional<String> body,
        @Most(300) @Says("Another branch to be merged into") Optional<String> base,

        @Most(100) @Says("The name of an account; assignees is better")
        Optional<String> assignee,

        @Most(50) Optional<List<String>> assignees,
        @Says("Its number; 0 for none") Optional<Long> milestone,
        @Most(100) @Says("Their numbers; all others go") Optional<List<Long>> labels,
        @OneOf({"open", "closed"}) Optional<String> state,
        Optional<Instant> dueDate,
        @Says("Take the due date away") Optional<Boolean> unsetDueDate,
        @Says("Not meant to be merged yet, or ready") Optional<Boolean> draft,

        @Says("Let members push to the branch of a fork that it comes from; only who opened it says that")
        Optional<Boolean> allowMaintainerEdit) {}
