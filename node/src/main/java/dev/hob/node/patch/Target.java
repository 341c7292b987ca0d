package dev.hob.node.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Into which branch a pull request shall be merged.
///
/// @param branch its short name; empty for the default branch, whichever that is
record Target(String branch) {
    private static final String DELEGATES = "delegates";

    /// The default branch.
    static final Target DEFAULT = new Target("");

    /// As an action holds it.
    JsonNode json() {
        return branch.isEmpty()
                ? TextNode.valueOf(DELEGATES)
                : JsonNodeFactory.instance.objectNode().put("branch", Constants.R_HEADS + branch);
    }

    /// Reads one; empty when it is none.
    static Optional<Target> parse(JsonNode json) {
        if (json.isTextual() && json.textValue().equals(DELEGATES)) return Optional.of(DEFAULT);
        String ref = json.path("branch").asText();
        return ref.startsWith(Constants.R_HEADS) && ref.length() > Constants.R_HEADS.length()
                ? Optional.of(new Target(ref.substring(Constants.R_HEADS.length())))
                : Optional.empty();
    }
}
