package dev.hob.web.api.json;

import java.util.Optional;

/// An issue, by its place; without a repository, in the same one.
public record IssueMeta(
        long index,
        @Most(100) Optional<String> owner,
        @Most(100) Optional<String> repo) {}
