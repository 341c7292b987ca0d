package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A pull request that is asked for.
public record CreatePullRequest(
        @Most(300) @Says("A branch, or owner:branch of a fork")
        String head,

        @Most(300) @Says("The branch that it shall be merged into")
        String base,

        @Most(255) @Says("WIP: or [WIP] before it makes a draft, and is taken off")
        String title,

        @Most(65_536) Optional<String> body,

        @Most(100) @Says("The name of an account; assignees is better")
        Optional<String> assignee,

        @Most(50) Optional<List<String>> assignees,
        @Says("Its number; 0 for none") Optional<Long> milestone,
        @Most(100) @Says("Their numbers") Optional<List<Long>> labels,
        Optional<Instant> dueDate,
        @Most(50) @Says("Whose review is wanted") Optional<List<String>> reviewers,
        @Says("Not meant to be merged yet") Optional<Boolean> draft,

        @Says("Let members push to the branch of a fork that it comes from")
        Optional<Boolean> allowMaintainerEdit) {}
