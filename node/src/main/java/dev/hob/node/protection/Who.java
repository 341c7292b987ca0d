package dev.hob.node.protection;

import dev.hob.keys.DidKey;
import java.util.List;

/// Whom a rule lets do something; never somebody without write.
public sealed interface Who {
    /// The most people on a list.
    int PEOPLE_MAX = 100;

    /// Nobody at all.
    record Nobody() implements Who {}

    /// Everybody who may write.
    record Writers() implements Who {}

    /// These, by the keys of their accounts.
    record Listed(List<DidKey> people) implements Who {
        public Listed {
            people = people.stream()
                    .distinct()
                    .sorted(java.util.Comparator.comparing(DidKey::nid))
                    .toList();
        }
    }

    /// Whether it lets the holder of a key, who may write.
    default boolean has(DidKey key) {
        return switch (this) {
            case Nobody _ -> false;
            case Writers _ -> true;
            case Listed(var people) -> people.contains(key);
        };
    }

    /// Those who are listed.
    default List<DidKey> people() {
        return this instanceof Listed(var people) ? people : List.of();
    }
}
