package dev.hob.web.api.json;

import java.util.Optional;

/// How a repository is to be kept.
public record SeedRepository(
        @OneOf({"all", "followed"})
        @Says("Whose work: everybody's, unless it is said; or that of its delegates and of who is followed")
        Optional<String> scope) {}
