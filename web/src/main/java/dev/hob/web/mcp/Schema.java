package dev.hob.web.mcp;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.hob.web.api.json.OneOf;
import dev.hob.web.api.json.Says;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON Schemas of what tools answer, made of the records themselves. Each is whole, without pointers, since not every
/// client follows them; and open, so that an assistant that has read it reads on when a field is added.
final class Schema {
    private Schema() {}

    /// The schema of a record, all of whose fields are always there.
    static Map<String, Object> of(Class<? extends Record> shape) {
        var schema = typed("object");
        var properties = new LinkedHashMap<String, Object>();
        for (var field : shape.getRecordComponents()) properties.put(name(field), field(field));
        schema.put("properties", properties);
        schema.put("required", List.copyOf(properties.keySet()));
        return schema;
    }

    private static String name(RecordComponent field) {
        return SnakeCaseStrategy.INSTANCE.translate(field.getName());
    }

    private static Map<String, Object> field(RecordComponent field) {
        var schema = of(field.getGenericType());
        var words = field.getAnnotation(OneOf.class);
        if (words != null) schema.put("enum", List.of(words.value()));
        var said = field.getAnnotation(Says.class);
        if (said != null) schema.put("description", said.value());
        return schema;
    }

    private static Map<String, Object> of(Type type) {
        if (type == String.class) return typed("string");
        if (type == boolean.class) return typed("boolean");
        if (type == int.class || type == long.class) return typed("integer");
        if (type instanceof Class<?> shape && shape.isRecord()) return of(shape.asSubclass(Record.class));
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            var schema = typed("array");
            schema.put("items", of(list.getActualTypeArguments()[0]));
            return schema;
        }
        throw new AssertionError("no schema for " + type);
    }

    private static Map<String, Object> typed(String type) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type);
        return schema;
    }
}
