package dev.hob.web.api.json;

import java.util.Optional;

/// What came from a peer.
public record BroughtFrom(
        String nid,

        @OneOf({"cloned", "fetched", "current", "failed", "running"})
        @Says("running: it goes on without being waited for")
        String outcome,

        @Says("How many namespaces are newer now") int namespaces,
        @Says("Why it failed") Optional<String> reason) {}
