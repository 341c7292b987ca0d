package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// A repository that is asked for.
public record CreateRepository(
        @Most(100) String name,
        @Most(2_000) Optional<String> description,
        @JsonProperty("private") Optional<Boolean> isPrivate,
        @Most(100) Optional<String> defaultBranch,
        @Says("Write a first commit with a README") Optional<Boolean> autoInit,

        @Says("With auto_init: a licence in it, such as MIT") @Most(100)
        Optional<String> license,

        @Says("With auto_init: what git ignores, such as C,Java") @Most(200)
        Optional<String> gitignores) {}
