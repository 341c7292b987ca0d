package dev.hob.web.api.json;

import java.time.Instant;

/// Somebody of another server who works on a repository, was asked to, or asks.
public record CollaboratorElsewhere(
        @Says("The address of the actor, which never changes")
        String id,

        String handle,

        @OneOf({"triage", "write"}) String role,

        @OneOf({"invited", "asked", "granted"}) @Says("asked: they ask, and an invitation lets them in at once")
        String state,

        Instant since) {}
