package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// What somebody said.
public record Comment(
        long id,
        String htmlUrl,
        @Says("Always empty: it is about an issue") String pullRequestUrl,
        String issueUrl,
        User user,
        String originalAuthor,
        long originalAuthorId,
        String body,
        List<Attachment> assets,
        Instant createdAt,
        Instant updatedAt,

        @Says("The id that it has on every node") String oid) {}
