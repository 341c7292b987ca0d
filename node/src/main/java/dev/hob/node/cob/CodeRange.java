package dev.hob.node.cob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/// A part of a file's text, counted from 0 as the format does, the end not included.
public sealed interface CodeRange {
    /// Whole lines.
    record Lines(int start, int end) implements CodeRange {}

    /// Characters of one line.
    record Characters(int line, int start, int end) implements CodeRange {}

    /// As an action holds it.
    default JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Lines(int start, int end) -> json.put("type", "lines").set("range", range(start, end));
            case Characters(int line, int start, int end) ->
                json.put("type", "chars").put("line", line).set("range", range(start, end));
        }
        return json;
    }

    private static JsonNode range(int start, int end) {
        return JsonNodeFactory.instance.objectNode().put("start", start).put("end", end);
    }

    /// Reads one; empty when it is none.
    static Optional<CodeRange> parse(JsonNode json) {
        var range = json.path("range");
        if (!isCount(range.path("start")) || !isCount(range.path("end"))) return Optional.empty();
        int start = range.path("start").intValue();
        int end = range.path("end").intValue();
        return switch (json.path("type").asText()) {
            case "lines" -> Optional.of(new Lines(start, end));
            case "chars" ->
                isCount(json.path("line"))
                        ? Optional.of(new Characters(json.path("line").intValue(), start, end))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isCount(JsonNode json) {
        return json.isIntegralNumber() && json.canConvertToInt() && json.intValue() >= 0;
    }
}
