package dev.hob.node.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hob.node.db.DatabaseException;
import java.util.List;

/// How changes, origins and moves are written in their columns.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<RefMove>> MOVES = new TypeReference<>() {};
    private static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a record that has no JSON form: " + value.getClass(), e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new DatabaseException("cannot read a line of the log", e);
        }
    }

    static String writeChanges(List<Change> changes) {
        try {
            return MAPPER.writerFor(CHANGES).writeValueAsString(changes);
        } catch (JsonProcessingException e) {
            throw new AssertionError("changes that have no JSON form", e);
        }
    }

    /// Several, or one alone, as it was written once.
    static List<Change> changes(String json) {
        try {
            return json.startsWith("[") ? MAPPER.readValue(json, CHANGES) : List.of(read(json, Change.class));
        } catch (JsonProcessingException e) {
            throw new DatabaseException("cannot read an intent's changes", e);
        }
    }

    static List<RefMove> moves(String json) {
        try {
            return MAPPER.readValue(json, MOVES);
        } catch (JsonProcessingException e) {
            throw new DatabaseException("cannot read an intent's moves", e);
        }
    }
}
