package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token that is asked for.
public record CreateToken(
        @Most(255) String name,

        @Most(50) @Says("What it may do, in Gitea's words: read:repository, write:user, all, …")
        Optional<List<String>> scopes,

        Optional<Instant> expiresAt,

        @Most(100) @Says("The only repositories that it is to reach, as owner/name")
        Optional<List<String>> repositories) {}
