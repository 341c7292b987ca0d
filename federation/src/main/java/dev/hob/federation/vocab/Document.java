package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// A whole document: the thing, the context as it was written (never loaded, never followed), and the JSON as it
/// came, which is what proofs are about.
public record Document(Thing thing, Optional<JsonNode> context, ObjectNode json) {
    /// The document in our shape and order, with the context it came with.
    public ObjectNode rewritten() {
        return Writer.document(thing, context);
    }
}
