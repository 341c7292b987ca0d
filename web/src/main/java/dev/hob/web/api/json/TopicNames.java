package dev.hob.web.api.json;

import java.util.List;

/// The topics of a repository.
public record TopicNames(List<String> topics) {}
