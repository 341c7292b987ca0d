package dev.hob.cli.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// JSON as a tree. Immutable. A tree and not records with a mapper, because mapping by reflection would cost a command
/// more time than all else that it does.
public sealed interface Json {
    record Text(String value) implements Json {}

    record Numeral(BigDecimal value) implements Json {}

    record Flag(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> all) implements Json {
        public Items {
            all = List.copyOf(all);
        }
    }

    /// In the order in which they were written.
    record Fields(Map<String, Json> all) implements Json {
        public Fields {
            all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        }

        public Fields with(String name, Json value) {
            var more = new LinkedHashMap<>(all);
            more.put(name, value);
            return new Fields(more);
        }

        public Fields with(String name, String value) {
            return with(name, new Text(value));
        }

        public Fields with(String name, long value) {
            return with(name, new Numeral(BigDecimal.valueOf(value)));
        }

        public Fields with(String name, boolean value) {
            return with(name, new Flag(value));
        }

        /// The text, or null when it is absent, so that a document always has the same fields.
        public Fields with(String name, Optional<String> value) {
            return with(name, value.<Json>map(Text::new).orElse(new Nothing()));
        }

        public Fields with(String name, Collection<? extends Json> values) {
            return with(name, new Items(List.copyOf(values)));
        }

        public Fields withTexts(String name, Collection<String> values) {
            return with(name, values.stream().map(Text::new).toList());
        }

        /// The same, only when there is a value: for what is sent and means "leave it" by its absence.
        public Fields withGiven(String name, Optional<String> value) {
            return value.map(text -> with(name, text)).orElse(this);
        }
    }

    static Fields fields() {
        return new Fields(Map.of());
    }

    /// The field of an object; none when it is absent, null, or this is no object.
    default Optional<Json> at(String name) {
        return this instanceof Fields(var all)
                ? Optional.ofNullable(all.get(name)).filter(value -> !(value instanceof Nothing))
                : Optional.empty();
    }

    default Optional<String> text(String name) {
        return at(name).flatMap(value -> value instanceof Text(var text) ? Optional.of(text) : Optional.empty());
    }

    default OptionalLong number(String name) {
        return at(name).orElse(new Nothing()) instanceof Numeral(var value) && value.scale() <= 0
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    default boolean flag(String name) {
        return at(name).orElse(new Nothing()) instanceof Flag(var value) && value;
    }

    default List<Json> items(String name) {
        return at(name).map(Json::items).orElse(List.of());
    }

    /// The items of a list; none when this is no list.
    default List<Json> items() {
        return this instanceof Items(var all) ? all : List.of();
    }

    /// Some bytes are not JSON.
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String told) {
            super(told);
        }
    }

    static Json read(byte[] bytes) throws Malformed {
        try (var parser = Codec.FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) throw new Malformed("there is nothing");
            var json = Codec.read(parser);
            if (parser.nextToken() != null) throw new Malformed("there is more behind its end");
            return json;
        } catch (IOException e) {
            throw new Malformed(
                    e.getMessage() == null
                            ? "it is no JSON"
                            : e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /// On several lines, for people and for `diff`.
    default String pretty() {
        return Codec.write(this, true);
    }

    default String compact() {
        return Codec.write(this, false);
    }

    /// Between trees and texts.
    final class Codec {
        private static final JsonFactory FACTORY = new JsonFactory();
        private static final Pattern OBEYED =
                Pattern.compile("[\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

        private Codec() {}

        private static Json read(JsonParser parser) throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> new Text(parser.getText());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getDecimalValue());
                case VALUE_TRUE -> new Flag(true);
                case VALUE_FALSE -> new Flag(false);
                case VALUE_NULL -> new Nothing();
                case START_ARRAY -> {
                    var items = new ArrayList<Json>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) items.add(read(parser));
                    yield new Items(items);
                }
                case START_OBJECT -> {
                    var fields = new LinkedHashMap<String, Json>();
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        String name = parser.currentName();
                        parser.nextToken();
                        fields.put(name, read(parser));
                    }
                    yield new Fields(fields);
                }
                case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("unexpected " + parser.currentToken());
            };
        }

        private static String write(Json json, boolean pretty) {
            var text = new StringWriter();
            try (var generator = FACTORY.createGenerator(text)) {
                if (pretty) {
                    var lines = new DefaultIndenter("  ", "\n");
                    generator.setPrettyPrinter(
                            new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
                }
                write(json, generator);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to memory", e);
            }
            // What a terminal would obey, or what turns text around, stands inside strings only, and may be an escape
            // there.
            return OBEYED.matcher(text.toString()).replaceAll(match -> "\\\\u%04x"
                    .formatted((int) match.group().charAt(0)));
        }

        private static void write(Json json, JsonGenerator to) throws IOException {
            switch (json) {
                case Text(var value) -> to.writeString(value);
                case Numeral(var value) -> to.writeNumber(value);
                case Flag(var value) -> to.writeBoolean(value);
                case Nothing() -> to.writeNull();
                case Items(var all) -> {
                    to.writeStartArray();
                    for (var item : all) write(item, to);
                    to.writeEndArray();
                }
                case Fields(var all) -> {
                    to.writeStartObject();
                    for (var field : all.entrySet()) {
                        to.writeFieldName(field.getKey());
                        write(field.getValue(), to);
                    }
                    to.writeEndObject();
                }
            }
        }
    }
}
