package dev.hob.web.api.json;

/// Another name for a branch.
public record RenameBranch(@Most(200) String name) {}
