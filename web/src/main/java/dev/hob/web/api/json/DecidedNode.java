package dev.hob.web.api.json;

/// A node that was decided about.
public record DecidedNode(
        String nid,

        @OneOf({"follow", "block"}) String policy,

        @Says("What it is called here; may be empty") String alias) {}
