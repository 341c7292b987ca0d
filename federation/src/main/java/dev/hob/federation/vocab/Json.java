package dev.hob.federation.vocab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/// A stranger's bytes as a JSON object, with an end to everything that can grow. Stateless.
public final class Json {
    /// A whole document (Mastodon's limit too).
    public static final int BYTES_MAX = 1024 * 1024;

    /// Objects and arrays inside each other.
    public static final int DEPTH_MAX = 32;

    /// Values in all of a document.
    public static final int VALUES_MAX = 10_000;

    /// Elements of one array.
    public static final int ARRAY_MAX = 2_000;

    /// Characters of one text.
    public static final int TEXT_MAX = 512 * 1024;

    /// Characters of one member's name.
    public static final int NAME_MAX = 1_000;

    private static final int NUMBER_MAX = 100;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    // What only a JSON-LD processor understands, and what would make two readers see two different documents.
    private static final Set<String> FORBIDDEN = Set.of("@graph", "@included", "@reverse");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // What strangers name must not stay for ever.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX + 1)
                    .maxStringLength(TEXT_MAX)
                    .maxNameLength(NAME_MAX)
                    .maxNumberLength(NUMBER_MAX)
                    .build())
            .build();

    private Json() {}

    /// The object, or why it is not taken.
    public sealed interface Parsed {
        /// A JSON object within all limits.
        record Whole(ObjectNode object) implements Parsed {}

        /// Not taken; the words may be told to the sender.
        record Refused(String why) implements Parsed {}
    }

    /// Reads one JSON object and nothing behind it.
    public static Parsed parse(byte[] bytes) {
        if (bytes.length > BYTES_MAX) return new Parsed.Refused("a document of more than " + BYTES_MAX + " bytes");
        try (var parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return new Parsed.Refused("not a JSON object");
            var object = new Building(parser).object(1);
            if (parser.nextToken() != null) return new Parsed.Refused("something follows the JSON object");
            return new Parsed.Whole(object);
        } catch (RefusedException e) {
            return new Parsed.Refused(e.why());
        } catch (JsonProcessingException e) {
            return new Parsed.Refused("not JSON that is taken here: " + e.getOriginalMessage());
        } catch (IOException e) {
            return new Parsed.Refused("not JSON in UTF-8"); // An array of bytes has no other way to fail.
        }
    }

    /// Builds the tree by hand, because only so each limit has its own words.
    private static final class Building {
        private final JsonParser parser;
        private int values;

        Building(JsonParser parser) {
            this.parser = parser;
        }

        ObjectNode object(int depth) throws IOException {
            var object = NODES.objectNode();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (FORBIDDEN.contains(name)) throw new RefusedException(name + " is not taken here");
                parser.nextToken();
                object.set(name, value(depth));
            }
            return object;
        }

        private JsonNode value(int depth) throws IOException {
            if (++values > VALUES_MAX) throw new RefusedException("more than " + VALUES_MAX + " values");
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(deeper(depth));
                case START_ARRAY -> array(deeper(depth));
                case VALUE_STRING -> NODES.textNode(parser.getText());
                case VALUE_NUMBER_INT -> whole();
                case VALUE_NUMBER_FLOAT -> fraction();
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                case VALUE_NULL -> NODES.nullNode();
                case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new AssertionError("a parser gave " + parser.currentToken() + " as a value");
            };
        }

        private JsonNode array(int depth) throws IOException {
            var array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (array.size() == ARRAY_MAX) throw new RefusedException("an array of more than " + ARRAY_MAX);
                array.add(value(depth));
            }
            return array;
        }

        private JsonNode whole() throws IOException {
            return switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
                case FLOAT, DOUBLE, BIG_DECIMAL -> throw new AssertionError("a whole number with a fraction");
            };
        }

        private JsonNode fraction() throws IOException {
            double number = parser.getDoubleValue();
            if (!Double.isFinite(number)) throw new RefusedException("a number that is too large");
            return NODES.numberNode(number);
        }

        private static int deeper(int depth) {
            if (depth == DEPTH_MAX) throw new RefusedException("nested deeper than " + DEPTH_MAX);
            return depth + 1;
        }
    }
}
