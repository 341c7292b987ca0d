package dev.hob.federation.vocab;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A text, and the same in the languages that the author named (`content` and `contentMap`). Immutable.
public record Words(String text, Map<String, String> languages) {
    public Words {
        languages = Collections.unmodifiableMap(new TreeMap<>(languages));
    }

    /// A text whose language nobody named.
    public static Words of(String text) {
        return new Words(text, Map.of());
    }

    /// The language, when exactly one is named.
    public Optional<String> language() {
        return languages.size() == 1 ? languages.keySet().stream().findFirst() : Optional.empty();
    }
}
