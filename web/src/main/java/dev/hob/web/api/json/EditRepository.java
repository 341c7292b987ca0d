package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What is to change; the rest stays as it is.
public record EditRepository(
        @Most(100) Optional<String> name,
        @Most(2_000) Optional<String> description,
        @JsonProperty("private") Optional<Boolean> isPrivate,
        @Most(100) @Says("A branch that is there") Optional<String> defaultBranch) {}
