package dev.hob.web.api.json;

import java.util.Optional;

/// How a repository is to be kept.
public record SeedRepository(
        @OneOf({"all", "followed"})
        @Says("Whose work: everybody's, unless it is said; or that of its delegates and of who is followed")
        Optional<String> scope,

        @Says(
                "Of a private one: the id of a node that has it, which is asked in the caller's name, with the key held here")
        Optional<String> inMyNameAt) {}
