package dev.hob.web.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that a tool is told, and what of it is taken. Immutable.
sealed interface Parameter {
    String name();

    /// What it means, for who fills it in.
    String says();

    boolean required();

    /// As JSON Schema has it.
    Map<String, Object> schema();

    /// Why a value is not taken; the sentence may be shown to anyone.
    Optional<String> objection(Object value);

    /// A text.
    ///
    /// @param max characters
    record Text(String name, String says, boolean required, int max) implements Parameter {
        @Override
        public Map<String, Object> schema() {
            var schema = described(this, "string");
            if (required) schema.put("minLength", 1);
            schema.put("maxLength", max);
            return schema;
        }

        @Override
        public Optional<String> objection(Object value) {
            if (!(value instanceof String text)) return Optional.of("is a text in quotes");
            // JSON Schema counts characters as people do.
            if (text.codePointCount(0, text.length()) > max) return Optional.of("has at most " + max + " characters");
            if (required && text.isEmpty()) return Optional.of("must not be empty");
            boolean whole = text.codePoints().noneMatch(it -> it == 0 || Character.getType(it) == Character.SURROGATE);
            return whole ? Optional.empty() : Optional.of("holds what is no character");
        }
    }

    /// A whole number.
    record Whole(String name, String says, int least, int most, int otherwise) implements Parameter {
        @Override
        public boolean required() {
            return false;
        }

        @Override
        public Map<String, Object> schema() {
            var schema = described(this, "integer");
            schema.put("minimum", least);
            schema.put("maximum", most);
            schema.put("default", otherwise);
            return schema;
        }

        @Override
        public Optional<String> objection(Object value) {
            boolean fits = value instanceof Integer number && number >= least && number <= most;
            return fits ? Optional.empty() : Optional.of("is a whole number from " + least + " to " + most);
        }
    }

    /// One of some words; the first one when it is left out.
    record Word(String name, String says, List<String> words) implements Parameter {
        public Word {
            words = List.copyOf(words);
        }

        @Override
        public boolean required() {
            return false;
        }

        @Override
        public Map<String, Object> schema() {
            var schema = described(this, "string");
            schema.put("enum", words);
            schema.put("default", words.getFirst());
            return schema;
        }

        @Override
        public Optional<String> objection(Object value) {
            return value instanceof String text && words.contains(text)
                    ? Optional.empty()
                    : Optional.of("is one of " + String.join(", ", words));
        }
    }

    private static Map<String, Object> described(Parameter parameter, String type) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type);
        schema.put("description", parameter.says());
        return schema;
    }

    /// The schema of all that a tool takes: that, and nothing else.
    static Map<String, Object> schema(List<Parameter> parameters) {
        var properties = new LinkedHashMap<String, Object>();
        for (var parameter : parameters) properties.put(parameter.name(), parameter.schema());
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required",
                parameters.stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .toList());
        schema.put("additionalProperties", false);
        return schema;
    }
}
