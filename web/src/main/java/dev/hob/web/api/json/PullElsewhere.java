package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A pull request that was offered to a repository on another server, and what became of it.
public record PullElsewhere(
        String id,

        @Says("Where its commits are, as owner/name") Optional<String> repository,

        @Says("The branch that it comes from") String head,

        @Says("The commit that was offered last") String sha,

        @Says("How people write the repository that it is for")
        String to,

        @Says("The branch there; empty for its default branch")
        String base,

        String title,

        @Says("asked, open, rejected, closed or merged") String state,

        @Says("What they said when they did not take it, or its new commits; else empty")
        String told,

        @Says("Where it is there, once they took it") Optional<String> url,

        @Says("The commit in which their branch has it") Optional<String> mergeCommit,

        Instant createdAt,

        @Says("When something was heard of it, or offered for it")
        Instant updatedAt) {}
