package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an [Activity] tells of a push, written as a text: Gitea keeps it so in its database, and sends it as it is.
@JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
public record PushContent(
        List<Commit> commits,
        @OrNull Optional<Commit> headCommit,
        @JsonProperty("CompareURL") String compareUrl,
        int len) {

    /// One of its commits; of a long push, only the newest are here.
    @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
    public record Commit(
            @JsonProperty("Sha1") String sha,
            String message,
            String authorEmail,
            String authorName,
            String committerEmail,
            String committerName,
            Instant timestamp) {}
}
