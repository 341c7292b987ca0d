package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An issue.
public record Issue(
        long id,
        String url,
        String htmlUrl,
        long number,
        @Says("Who opened it") User user,
        String originalAuthor,
        long originalAuthorId,
        String title,
        String body,
        @Says("Always empty") String ref,
        List<Attachment> assets,
        List<Label> labels,
        @OrNull Optional<Milestone> milestone,
        @OrNull @Says("The first of the assignees") Optional<User> assignee,
        List<User> assignees,
        @OneOf({"open", "closed"}) String state,

        @OrNull @Says("Why it is closed: completed, or not_planned")
        Optional<String> stateReason,

        boolean isLocked,
        @Says("Without the body") long comments,
        Instant createdAt,
        Instant updatedAt,
        @OrNull Optional<Instant> closedAt,
        @OrNull Optional<Instant> dueDate,
        @Says("Always 0") long timeEstimate,
        @OrNull @Says("Null when it is an issue") Optional<PullRequestMeta> pullRequest,
        Where repository,

        @Says("Its place among the pinned ones, from 1; 0 when it is not pinned")
        int pinOrder,

        @Says("The id that it has on every node") String oid) {

    /// What a pull request has beside an issue.
    public record PullRequestMeta(boolean merged, @OrNull Optional<Instant> mergedAt, boolean draft, String htmlUrl) {}

    /// The repository that it is in.
    public record Where(long id, String name, String owner, String fullName) {}
}
