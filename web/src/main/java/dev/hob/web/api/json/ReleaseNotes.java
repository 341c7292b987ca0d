package dev.hob.web.api.json;

/// Notes that were made from what was merged.
public record ReleaseNotes(String name, @Says("Markdown") String body) {}
