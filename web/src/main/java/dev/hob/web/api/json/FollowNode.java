package dev.hob.web.api.json;

import java.util.Optional;

/// How a node is followed.
public record FollowNode(
        @Most(32) @Says("What to call it: up to 32 bytes without white space")
        Optional<String> alias) {}
