package dev.hob.web.api.json;

/// A tag that is an object of its own.
public record AnnotatedTag(
        String tag,
        String sha,
        String url,
        String message,
        Commit.Person tagger,
        Reference.Target object,
        Verification verification) {}
