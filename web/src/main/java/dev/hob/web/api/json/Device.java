package dev.hob.web.api.json;

import java.time.Instant;

/// A key that a computer of the account's signs with.
public record Device(
        @Says("Its public half, as did:key:z6Mk…") String did, String name, Instant createdAt) {}
