package dev.hob.node.cob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/// Reads the fields of actions, which anybody may have written. Empty when a field is not what it must be.
public final class Fields {
    private Fields() {}

    public static Optional<String> text(JsonNode json) {
        return json.isTextual() ? Optional.of(json.textValue()) : Optional.empty();
    }

    public static Optional<ObjectId> id(JsonNode json) {
        return text(json).filter(ObjectId::isId).map(ObjectId::fromString);
    }

    public static Optional<Boolean> truth(JsonNode json) {
        return json.isBoolean() ? Optional.of(json.booleanValue()) : Optional.empty();
    }

    /// A set of texts, in the order in which they are signed.
    public static Optional<SortedSet<String>> texts(JsonNode json) {
        if (!json.isArray()) return Optional.empty();
        var texts = new TreeSet<String>(Utf8Order.UTF8);
        for (var item : json) {
            if (!item.isTextual()) return Optional.empty();
            texts.add(item.textValue());
        }
        return Optional.of(texts);
    }

    /// A set of people.
    public static Optional<SortedSet<String>> dids(JsonNode json) {
        return texts(json).filter(all -> all.stream().allMatch(Fields::isDid));
    }

    /// The texts in the order in which they are signed; unmodifiable.
    public static SortedSet<String> ordered(Collection<String> texts) {
        var ordered = new TreeSet<String>(Utf8Order.UTF8);
        ordered.addAll(texts);
        return Collections.unmodifiableSortedSet(ordered);
    }

    /// A field that may be missing or null, which is an empty value inside; empty outside when it is there and wrong.
    @SuppressWarnings("OptionalMapToOptional") // There and empty is another answer than wrong.
    public static <T> Optional<Optional<T>> optional(JsonNode json, Function<JsonNode, Optional<T>> read) {
        if (json.isMissingNode() || json.isNull()) return Optional.of(Optional.empty());
        return read.apply(json).map(Optional::of);
    }

    private static boolean isDid(String text) {
        try {
            return DidKey.parse(text).did().equals(text);
        } catch (IllegalArgumentException _) {
            return false; // A stranger's text that names no key.
        }
    }
}
