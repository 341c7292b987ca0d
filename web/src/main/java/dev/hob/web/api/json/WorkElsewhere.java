package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// A repository of another server on which an account works, was asked to, or asked.
public record WorkElsewhere(
        @Says("The address of the repository, which never changes")
        String id,

        @Says("Left out when it is not known any more") Optional<String> handle,

        @OneOf({"triage", "write"}) String role,

        @OneOf({"invited", "asked", "granted"}) String state,

        Instant since) {}
