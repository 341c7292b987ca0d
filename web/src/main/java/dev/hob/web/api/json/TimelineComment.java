package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A line of an issue's history.
public record TimelineComment(
        long id,

        @Says("What happened, in Gitea's words: comment, close, reopen, label, milestone, assignees, change_title, …")
        String type,

        String htmlUrl,
        String pullRequestUrl,
        String issueUrl,
        User user,
        String body,
        Instant createdAt,
        Instant updatedAt,
        long oldProjectId,
        long projectId,
        @OrNull Optional<Milestone> oldMilestone,
        @OrNull Optional<Milestone> milestone,
        String oldTitle,
        String newTitle,
        String oldRef,
        String newRef,
        @OrNull Optional<Issue> refIssue,
        @OrNull Optional<Comment> refComment,
        String refAction,
        String refCommitSha,
        long reviewId,

        @OrNull @Says("body is 1 when it was given, and empty when it was taken away")
        Optional<Label> label,

        @OrNull Optional<User> assignee,
        boolean removedAssignee,
        @OrNull Optional<Issue> dependentIssue) {}
