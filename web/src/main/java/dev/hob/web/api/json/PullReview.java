package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A review.
public record PullReview(
        long id,
        User user,
        @OrNull @Says("Always null: there are no teams") Optional<User> team,

        @OneOf({"APPROVED", "REQUEST_CHANGES", "COMMENT", "PENDING", "REQUEST_REVIEW"})
        @Says("PENDING: only its author sees it; REQUEST_REVIEW: its author is asked for one")
        String state,

        String body,
        @Says("The commit that was looked at") String commitId,
        @Says("Other commits are offered by now") boolean stale,
        @Says("Its author may write to the repository") boolean official,
        @Says("A member has said that it counts no more") boolean dismissed,
        @Says("Why it counts no more") Optional<String> dismissal,
        @Says("The remarks that belong to it") long commentsCount,
        Instant submittedAt,
        Instant updatedAt,
        String htmlUrl,
        String pullRequestUrl,

        @Says("The id that it has on every node; of a pending one empty")
        String oid) {}
