package dev.hob.node.issue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/// Whether there is still something to do.
public enum IssueState {
    OPEN,
    /// Closed, because it is done.
    SOLVED,
    /// Closed for any other reason.
    CLOSED;

    /// As an action holds it.
    JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case OPEN -> json.put("status", "open");
            case SOLVED -> json.put("reason", "solved").put("status", "closed");
            case CLOSED -> json.put("reason", "other").put("status", "closed");
        };
    }

    /// What an action says; empty when it says nothing that is known.
    static Optional<IssueState> parse(JsonNode json) {
        return switch (json.path("status").asText()) {
            case "open" -> Optional.of(OPEN);
            case "closed" ->
                switch (json.path("reason").asText()) {
                    case "solved" -> Optional.of(SOLVED);
                    case "other" -> Optional.of(CLOSED);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /// Whether it is open.
    public boolean isOpen() {
        return this == OPEN;
    }
}
