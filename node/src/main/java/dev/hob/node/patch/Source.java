package dev.hob.node.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.node.cob.CanonicalJson;
import dev.hob.node.log.RepositoryId;
import java.util.Optional;

/// The branch of this node that a pull request was opened from: when it moves, so does the pull request.
///
/// @param branch its short name
public record Source(RepositoryId repository, String branch) {
    /// The name under which the first operation carries it.
    static final String EMBED = "dev.hob.source.json";

    private static final int BRANCH_CHARACTERS_MAX = 300;

    /// As it is embedded.
    byte[] bytes() {
        return CanonicalJson.bytes(
                JsonNodeFactory.instance.objectNode().put("branch", branch).put("repository", repository.value()));
    }

    /// Reads one; empty when it is none.
    static Optional<Source> parse(JsonNode json) {
        String repository = json.path("repository").asText();
        String branch = json.path("branch").asText();
        if (branch.isEmpty() || branch.length() > BRANCH_CHARACTERS_MAX) return Optional.empty();
        try {
            return Optional.of(new Source(new RepositoryId(repository), branch));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Anybody may write anything there.
        }
    }
}
