package dev.hob.web.api.json;

/// Another name for a file.
public record EditAttachment(@Most(200) String name) {}
