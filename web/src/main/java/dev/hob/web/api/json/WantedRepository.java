package dev.hob.web.api.json;

/// What was decided about a repository.
public record WantedRepository(
        String rid,

        @OneOf({"all", "followed", "none"}) String scope,

        @Says("Whether it is here") boolean here) {}
