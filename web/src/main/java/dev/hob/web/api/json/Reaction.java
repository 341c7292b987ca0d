package dev.hob.web.api.json;

import java.time.Instant;

/// A sign that somebody put under something.
public record Reaction(
        User user,

        @Says("A word such as +1 or heart, or the sign itself")
        String content,

        Instant createdAt) {}
