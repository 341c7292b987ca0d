package dev.hob.web.api.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/// Reads and writes the shapes. A text is a text and a number a number: nothing is taken for something else.
public final class Json {
    private static final int DEPTH_MAX = 20;
    private static final ObjectMapper MAPPER = mapper();

    /// A body that is not what it should be; the message may be shown to anyone.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String told) {
            super(told, null, false, false);
        }

        /// Why.
        public String told() {
            return String.valueOf(getMessage());
        }
    }

    private Json() {}

    private static ObjectMapper mapper() {
        var mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, new WriteInstant())
                        .addDeserializer(Instant.class, new ReadInstant()))
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, to -> to.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(Integer.MAX_VALUE) // The whole body has a maximum.
                        .build());
        return mapper;
    }

    /// Writes one of our own shapes.
    public static byte[] write(Object shape) {
        try {
            return MAPPER.writeValueAsBytes(shape);
        } catch (JsonProcessingException e) {
            throw new AssertionError("our own shapes can be written", e);
        }
    }

    /// Writes one of our own shapes as a text, for a field of another.
    public static String text(Object shape) {
        return new String(write(shape), StandardCharsets.UTF_8);
    }

    /// Reads what a client sent. Fields that nobody knows are passed over, as Gitea does.
    public static <T extends Record> T read(byte[] bytes, Class<T> shape) throws Unreadable {
        T read;
        try {
            read = MAPPER.readValue(bytes.length == 0 ? new byte[] {'{', '}'} : bytes, shape);
        } catch (JsonMappingException e) {
            String where = e.getPath().stream()
                    .map(it -> it.getFieldName() == null ? "[" + it.getIndex() + "]" : it.getFieldName())
                    .collect(Collectors.joining("."));
            throw new Unreadable(
                    where.isEmpty() ? "the body is not a JSON object" : "[" + where + "]: this is of another kind");
        } catch (IOException e) {
            throw new Unreadable("the body is not JSON");
        }
        if (read == null) throw new Unreadable("the body is not a JSON object");
        Checks.check(read, "");
        return read;
    }

    /// Whether something from a URL is a text that a database can keep.
    public static boolean isText(String text) {
        return Checks.isText(text);
    }

    /// Seconds are enough for everyone, and no year has five digits.
    private static final class WriteInstant extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

        WriteInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant at, JsonGenerator to, SerializerProvider provider) throws IOException {
            var shown = at.isAfter(LAST) ? LAST : at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at;
            to.writeString(shown.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private static final class ReadInstant extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        ReadInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser from, DeserializationContext context) throws IOException {
            String text = from.getValueAsString("");
            try {
                var at = OffsetDateTime.parse(text);
                if (at.getYear() < 1 || at.getYear() > 9999)
                    throw JsonMappingException.from(from, "not a year of four digits");
                return at.toInstant();
            } catch (DateTimeException e) {
                throw JsonMappingException.from(from, "not a time", e);
            }
        }
    }
}
