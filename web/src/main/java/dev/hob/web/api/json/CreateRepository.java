package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// A repository that is asked for.
public record CreateRepository(
        @Most(100) String name,
        @Most(2_000) Optional<String> description,
        @JsonProperty("private") Optional<Boolean> isPrivate,
        @Most(100) Optional<String> defaultBranch,
        @Says("Write a first commit with a README") Optional<Boolean> autoInit) {}
