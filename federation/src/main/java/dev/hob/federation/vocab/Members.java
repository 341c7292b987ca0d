package dev.hob.federation.vocab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The members of one object, read by whichever shape they came in. Remembers which were asked for, so that the
/// others can be kept. Owned by one reader.
final class Members {
    private static final Set<String> EVERYBODY = Set.of(Vocabulary.PUBLIC, "as:Public", "Public");
    private static final List<String> PREFIXES = List.of(
            "https://www.w3.org/ns/activitystreams#",
            "https://forgefed.org/ns#",
            "http://joinmastodon.org/ns#",
            "http://schema.org#",
            "https://w3id.org/security#",
            "as:",
            "forge:",
            "toot:",
            "schema:",
            "sec:");

    private final ObjectNode object;
    private final Set<String> taken = new HashSet<>(Set.of("@context"));

    Members(ObjectNode object) {
        this.object = object;
    }

    ObjectNode object() {
        return object;
    }

    /// The types by their short names.
    static List<String> types(ObjectNode object) {
        return elements(object.path("type")).stream()
                .map(value -> {
                    if (!value.isTextual()) throw new RefusedException("a type that is not a text");
                    return shortened(value.textValue());
                })
                .toList();
    }

    /// For things that keep their types.
    List<String> types() {
        taken.add("type");
        return types(object);
    }

    /// For things whose type goes without saying; another type beside it stays in the rest.
    Members only(String type) {
        if (types(object).equals(List.of(type))) taken.add("type");
        return this;
    }

    private static String shortened(String type) {
        for (String prefix : PREFIXES) if (type.startsWith(prefix)) return type.substring(prefix.length());
        return type;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    Optional<Id> id(String name) {
        return one(name).map(value -> id(name, value));
    }

    Id needed(String name) {
        return id(name).orElseThrow(() -> new RefusedException("no " + name));
    }

    List<Id> ids(String name) {
        return many(name).stream().map(value -> id(name, value)).toList();
    }

    private static Id id(String name, JsonNode value) {
        String text = value.isObject() ? value.path("id").textValue() : value.textValue();
        if (text == null) throw new RefusedException(name + " is not an id");
        return Id.of(text).orElseThrow(() -> new RefusedException(name + " is not an id that is taken here"));
    }

    /// Names of actors and collections; everybody is always written the same.
    List<String> addresses(String name) {
        return many(name).stream()
                .map(value -> {
                    String text = value.isObject() ? value.path("id").textValue() : value.textValue();
                    if (text == null) throw new RefusedException(name + " is not a list of addresses");
                    return EVERYBODY.contains(text) ? Vocabulary.PUBLIC : text;
                })
                .toList();
    }

    Optional<String> text(String name) {
        return one(name).map(value -> text(name, value));
    }

    List<String> texts(String name) {
        return many(name).stream().map(value -> text(name, value)).toList();
    }

    private static String text(String name, JsonNode value) {
        var text = value.isObject() ? value.path("@value") : value;
        if (!text.isTextual()) throw new RefusedException(name + " is not a text");
        return text.textValue();
    }

    /// A text with its languages: `content`, `contentMap`, or JSON-LD's own `@value` and `@language`.
    Optional<Words> words(String name) {
        var languages = new TreeMap<String, String>();
        one(name + "Map").ifPresent(map -> {
            if (!map.isObject()) throw new RefusedException(name + "Map is not a map of languages");
            map.properties().forEach(entry -> {
                if (!entry.getValue().isNull()) languages.put(entry.getKey(), text(name + "Map", entry.getValue()));
            });
        });
        var plain = one(name);
        plain.filter(JsonNode::isObject)
                .map(value -> value.path("@language").textValue())
                .ifPresent(language -> languages.putIfAbsent(language, text(name, plain.get())));
        return plain.map(value -> text(name, value))
                .or(() -> languages.values().stream().findFirst())
                .map(text -> new Words(text, languages));
    }

    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException _) {
                throw new RefusedException(name + " is not a time");
            }
        });
    }

    Optional<Boolean> flag(String name) {
        return one(name).map(value -> {
            if (!value.isBoolean()) throw new RefusedException(name + " is not true or false");
            return value.booleanValue();
        });
    }

    Optional<Long> count(String name) {
        return one(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong())
                throw new RefusedException(name + " is not a whole number");
            return value.longValue();
        });
    }

    Optional<Ref> ref(String name) {
        return one(name).map(value -> ref(name, value));
    }

    Ref neededRef(String name) {
        return ref(name).orElseThrow(() -> new RefusedException("no " + name));
    }

    List<Ref> refs(String name) {
        return many(name).stream().map(value -> ref(name, value)).toList();
    }

    private static Ref ref(String name, JsonNode value) {
        if (value instanceof ObjectNode inner) return new Ref.Embedded(Reader.thing(inner));
        if (!value.isTextual()) throw new RefusedException(name + " is neither an id nor an object");
        return Id.of(value.textValue()).<Ref>map(Ref.To::new).orElseGet(() -> new Ref.Named(value.textValue()));
    }

    Optional<Members> inner(String name) {
        return one(name).map(value -> {
            if (!(value instanceof ObjectNode inner)) throw new RefusedException(name + " is not an object");
            return new Members(inner);
        });
    }

    List<JsonNode> many(String name) {
        taken.add(name);
        return elements(object.path(name));
    }

    private Optional<JsonNode> one(String name) {
        var values = many(name);
        if (values.size() > 1) throw new RefusedException("more than one " + name);
        return values.stream().findFirst();
    }

    /// One value, none, or a list: all are lists.
    private static List<JsonNode> elements(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) return List.of();
        if (!value.isArray()) return List.of(value);
        var values = new ArrayList<JsonNode>();
        value.forEach(element -> {
            if (element.isArray()) throw new RefusedException("a list in a list");
            if (!element.isNull()) values.add(element);
        });
        return values;
    }

    /// All that nobody asked for. Ask last.
    Rest rest() {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            if (!taken.contains(member.getKey()) && !member.getValue().isNull())
                rest.put(member.getKey(), member.getValue());
        });
        return rest.isEmpty() ? Rest.NONE : new Rest(rest);
    }
}
