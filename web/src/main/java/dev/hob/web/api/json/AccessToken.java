package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token. Whoever has it is taken for its owner, as far as its scopes reach.
public record AccessToken(
        long id,
        String name,

        @Says("The token itself, only in the answer that made it")
        String sha1,

        String tokenLastEight,
        List<String> scopes,
        Instant createdAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> expiresAt,

        @Says("The only repositories that it reaches, as owner/name; left out when it reaches all")
        Optional<List<String>> repositories) {}
