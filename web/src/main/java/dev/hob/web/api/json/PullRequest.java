package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A pull request.
public record PullRequest(
        long id,
        String url,
        long number,
        @Says("Who opened it") User user,
        String title,
        String body,
        List<Label> labels,
        @OrNull Optional<Milestone> milestone,
        @OrNull @Says("The first of the assignees") Optional<User> assignee,
        List<User> assignees,

        @Says("Who is asked for a review, and has not given one since")
        List<User> requestedReviewers,

        @Says("Always empty: there are no teams") List<User> requestedReviewersTeams,
        @OneOf({"open", "closed"}) String state,
        @Says("Not meant to be merged yet") boolean draft,
        boolean isLocked,

        @Says("Without the body, and without the remarks of reviews")
        long comments,

        @Says("The remarks of reviews") long reviewComments,

        @Says("Left out of lists, as the next two") Optional<Long> additions,
        Optional<Long> deletions,
        Optional<Long> changedFiles,
        String htmlUrl,
        String diffUrl,
        String patchUrl,

        @Says("Whether it is open, and a merge was tried and has no conflicts")
        boolean mergeable,

        boolean merged,
        @OrNull Optional<Instant> mergedAt,
        @OrNull Optional<String> mergeCommitSha,
        @OrNull Optional<User> mergedBy,

        @Says("Whether members may push to the branch of a fork that it comes from")
        boolean allowMaintainerEdit,

        PullRequestSide base,
        PullRequestSide head,
        @Says("Where its commits begin") String mergeBase,
        @OrNull Optional<Instant> dueDate,
        Instant createdAt,
        Instant updatedAt,
        @OrNull Optional<Instant> closedAt,

        @Says("Its place among the pinned ones, from 1; 0 when it is not pinned")
        int pinOrder,

        @Says("How often commits were offered, the first time included; left out of lists")
        Optional<Long> revisions,

        @Says("The id that it has on every node") String oid,

        @OrNull @Says("Of what stands on one another it is a part, as GitHub tells it; null when it stands alone")
        Optional<Stack> stack) {
    /// Pull requests that stand on one another.
    ///
    /// @param position from 1, the lowest
    public record Stack(
            long id, @Says("The number of the lowest") long number, int size, int position, Base base) {}

    /// The branch that all of a stack is for in the end.
    public record Base(String ref, @OrNull Optional<String> sha) {}
}
