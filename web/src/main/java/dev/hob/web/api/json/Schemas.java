package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// JSON Schemas (2020-12, as OpenAPI 3.1 has them) of the shapes, made of the records themselves. Owned by one thread.
public final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DATE_TIME = "date-time";

    private final Map<String, ObjectNode> schemas = new TreeMap<>();

    /// The schemas of all shapes that were asked for, by name.
    public ObjectNode all() {
        var all = NODES.objectNode();
        schemas.forEach(all::set);
        return all;
    }

    /// The name of a shape: that of its record, behind that of the record around it.
    public static String name(Class<?> shape) {
        var around = shape.getEnclosingClass();
        return (around == null ? "" : name(around)) + shape.getSimpleName();
    }

    /// The name of a field in JSON.
    static String name(RecordComponent field) {
        var given = field.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? SnakeCaseStrategy.INSTANCE.translate(field.getName()) : given.value();
    }

    /// The schema of a type; a record's is kept under its name and pointed at.
    public ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) return of(generic);
        if (type == String.class) return typed("string");
        if (type == boolean.class || type == Boolean.class) return typed("boolean");
        if (type == int.class || type == Integer.class) return typed("integer").put("format", "int32");
        if (type == long.class || type == Long.class) return typed("integer").put("format", "int64");
        if (type == JsonNode.class) return NODES.objectNode(); // Anything at all.
        if (type == Instant.class) return typed("string").put("format", DATE_TIME);
        if (type instanceof Class<?> shape && shape.isRecord()) return pointer(shape);
        throw new AssertionError("no schema for " + type);
    }

    private ObjectNode of(ParameterizedType generic) {
        var inner = generic.getActualTypeArguments();
        if (generic.getRawType() == List.class) {
            var schema = typed("array");
            schema.set("items", of(inner[0]));
            return schema;
        }
        if (generic.getRawType() == Map.class) {
            var schema = typed("object");
            schema.set("additionalProperties", of(inner[1]));
            return schema;
        }
        if (generic.getRawType() == Optional.class) return orNull(of(inner[0]));
        throw new AssertionError("no schema for " + generic);
    }

    private static ObjectNode typed(String type) {
        return NODES.objectNode().put("type", type);
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.path("type").isTextual()) {
            String type = schema.path("type").textValue();
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        var either = NODES.objectNode();
        either.putArray("anyOf").add(schema).add(typed("null"));
        return either;
    }

    private ObjectNode pointer(Class<?> shape) {
        String name = name(shape);
        if (!schemas.containsKey(name)) {
            schemas.put(name, NODES.objectNode()); // Shapes may hold each other.
            schemas.put(name, shape(shape));
        }
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode shape(Class<?> shape) {
        var schema = typed("object");
        var said = shape.getAnnotation(Says.class);
        if (said != null) schema.put("description", said.value());
        var fields = NODES.objectNode();
        var required = NODES.arrayNode();
        for (var field : shape.getRecordComponents()) {
            fields.set(name(field), field(field));
            boolean optional = field.getType() == Optional.class;
            boolean always = field.getAccessor().isAnnotationPresent(OrNull.class);
            if (!optional || always) required.add(name(field));
        }
        schema.set("properties", fields);
        if (!required.isEmpty()) schema.set("required", required);
        return schema;
    }

    private ObjectNode field(RecordComponent field) {
        var schema = of(field.getGenericType());
        var most = field.getAnnotation(Most.class);
        if (most != null) schema.put(holds(schema, "array") ? "maxItems" : "maxLength", most.value());
        var words = field.getAnnotation(OneOf.class);
        if (words != null) {
            var values = schema.putArray("enum");
            for (String word : words.value()) values.add(word);
            if (field.getType() == Optional.class) values.addNull();
        }
        var said = field.getAnnotation(Says.class);
        if (said != null) schema.put("description", said.value());
        return schema;
    }

    private static boolean holds(ObjectNode schema, String type) {
        var given = schema.path("type");
        return given.asText().equals(type)
                || (given.isArray() && given.path(0).asText().equals(type));
    }
}
