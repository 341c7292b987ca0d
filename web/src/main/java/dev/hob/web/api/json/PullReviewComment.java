package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A remark at some lines.
public record PullReviewComment(
        long id,
        String body,
        User user,

        @OrNull @Says("Always null: who said so is not kept")
        Optional<User> resolver,

        @Says("Whether what it asks for is done") boolean resolved,
        long pullRequestReviewId,
        Instant createdAt,
        Instant updatedAt,
        String path,
        String commitId,
        String originalCommitId,
        @Says("The changes down to its last line") String diffHunk,

        @Says("Its last line in the new file; 0 when it is about the old one")
        long position,

        @Says("Its last line in the old file; 0 when it is about the new one")
        long originalPosition,

        @OrNull @Says("Its first line, in the same file") Optional<Long> startLine,
        @OrNull @Says("Its last line, in the same file") Optional<Long> line,

        @OrNull @OneOf({"LEFT", "RIGHT"}) @Says("LEFT is the old file")
        Optional<String> side,

        @OrNull @Says("The remark that it answers") Optional<Long> inReplyToId,
        String htmlUrl,
        String pullRequestUrl,

        @Says("The id that it has on every node; of a pending one empty")
        String oid) {}
