package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a document says beyond what we know, kept as it came so that nothing is lost. Immutable as long as nobody
/// writes into its nodes.
public record Rest(Map<String, JsonNode> members) {
    /// Nothing more.
    public static final Rest NONE = new Rest(Map.of());

    public Rest {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members)); // Map.copyOf would lose the order.
    }
}
