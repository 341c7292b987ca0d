package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// What somebody said.
public record Comment(
        long id,
        String htmlUrl,
        @Says("Empty when it is about an issue") String pullRequestUrl,
        @Says("Empty when it is about a pull request") String issueUrl,
        User user,
        String originalAuthor,
        long originalAuthorId,
        String body,
        List<Attachment> assets,
        Instant createdAt,
        Instant updatedAt,

        @Says("The id that it has on every node") String oid) {}
