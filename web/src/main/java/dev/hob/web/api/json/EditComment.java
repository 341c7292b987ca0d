package dev.hob.web.api.json;

/// What to say.
public record EditComment(@Most(65_536) String body) {}
