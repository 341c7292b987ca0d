package dev.hob.web.api.json;

import java.time.Instant;
import java.util.List;

/// A node that announced itself.
public record KnownNode(
        String nid,
        String alias,
        String agent,
        Instant announcedAt,
        @Says("Where it can be dialled, as host:port") List<String> addresses) {}
