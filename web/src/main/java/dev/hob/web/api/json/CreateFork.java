package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// A fork that is asked for.
public record CreateFork(
        @Says("How it is called; as what it is a fork of when left out") @Most(100)
        Optional<String> name,

        @Says("There are no organizations here: empty, or the caller") @Most(100)
        Optional<String> organization,

        @Says("Not in Gitea: who may see it is asked for; of a private repository every fork is private")
        @JsonProperty("private")
        Optional<Boolean> isPrivate,

        @Says("Not in Gitea, as GitHub has it: begin with the default branch alone")
        Optional<Boolean> defaultBranchOnly) {}
