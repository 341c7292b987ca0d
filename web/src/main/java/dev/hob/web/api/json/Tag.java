package dev.hob.web.api.json;

/// A tag.
public record Tag(
        String name,
        @Says("Empty for a lightweight tag") String message,

        @Says("The tag's own object, or the commit's for a lightweight one")
        String id,

        Commit.Meta commit,
        String zipballUrl,
        String tarballUrl) {}
