package dev.hob.web.api.json;

import java.util.List;

/// The topics that a repository is to have.
public record ReplaceTopics(@Most(25) List<String> topics) {}
