package dev.hob.web.api.json;

import java.util.Optional;

/// A file that a pull request changes.
public record ChangedFile(
        String filename,
        @Says("Before it was renamed or copied") Optional<String> previousFilename,

        @OneOf({"added", "changed", "deleted", "renamed", "copied"})
        String status,

        long additions,
        long deletions,
        long changes,
        @Says("The file as it is offered") String htmlUrl,
        String contentsUrl,
        String rawUrl) {}
