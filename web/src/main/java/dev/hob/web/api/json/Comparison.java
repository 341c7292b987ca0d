package dev.hob.web.api.json;

import java.util.List;

/// What one commit has that another has not.
public record Comparison(
        int totalCommits,
        @Says("The newest of them, at most 250") List<Commit> commits) {}
