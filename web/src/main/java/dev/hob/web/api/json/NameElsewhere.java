package dev.hob.web.api.json;

/// Somebody, or something, of another server.
public record NameElsewhere(
        @Most(2048) @Says("A handle such as @alice.tea@hob.example, or the address of a page or of the thing itself")
        String target) {}
