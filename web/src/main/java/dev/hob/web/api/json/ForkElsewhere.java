package dev.hob.web.api.json;

/// A fork of a repository on another server.
public record ForkElsewhere(
        @Says("Of the fork, as owner/name") String fullName,

        @Says("How people write what it is a fork of") String origin,

        @Says("Where that is cloned") String cloneUrl,

        @Says("fetching, done, failed, or syncing: all of it was here, and what is new is on its way")
        String state,

        @Says("Why it failed, is not here yet, or is not all here; else empty")
        String told) {}
