package dev.hob.web.api.json;

import java.time.Instant;

/// A file of a release.
public record ReleaseAsset(
        long id,
        String name,
        long size,
        @Says("How often it was fetched from this node") long downloadCount,
        Instant createdAt,
        String uuid,
        String browserDownloadUrl,

        @Says("`sha256:` and 64 hexadecimal digits, as they were when it was sent here")
        String digest) {}
