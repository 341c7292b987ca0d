package dev.hob.web.api.json;

import java.time.Instant;

/// A file that goes along with what somebody said.
public record Attachment(
        long id,
        String name,
        long size,
        @Says("Always 0") long downloadCount,
        Instant createdAt,
        String uuid,
        String browserDownloadUrl) {}
