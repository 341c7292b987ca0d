package dev.hob.web.api.json;

import java.util.List;

/// Topics that a search found.
public record TopicsFound(List<Topic> topics) {
    /// A topic, and how many public repositories have it.
    public record Topic(long id, String topicName, int repoCount) {}
}
