package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// Whose review is wanted.
public record RequestReviewers(
        @Most(50) @Says("Names of accounts") Optional<List<String>> reviewers,
        @Most(50) @Says("There are no teams: must be empty") Optional<List<String>> teamReviewers) {}
