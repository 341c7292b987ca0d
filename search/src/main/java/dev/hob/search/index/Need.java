package dev.hob.search.index;

import java.util.List;
import java.util.Optional;

/// What a line must contain to be looked at, in small letters; it may be too little, never too much.
sealed interface Need {
    /// Nothing is known.
    record Anything() implements Need {}

    /// This text, of three characters or more.
    record Text(String small) implements Need {}

    /// All of these.
    record All(List<Need> needs) implements Need {
        public All {
            needs = List.copyOf(needs);
        }
    }

    /// One of these.
    record Any(List<Need> needs) implements Need {
        public Any {
            needs = List.copyOf(needs);
        }
    }

    /// The need of texts in a row.
    static Need all(List<Need> needs) {
        var some = needs.stream().filter(need -> !(need instanceof Anything)).toList();
        return some.isEmpty() ? new Anything() : some.size() == 1 ? some.getFirst() : new All(some);
    }

    /// The need of one of several: nothing, if one of them needs nothing.
    static Need any(List<Need> needs) {
        if (needs.isEmpty() || needs.stream().anyMatch(need -> need instanceof Anything)) return new Anything();
        return needs.size() == 1 ? needs.getFirst() : new Any(needs);
    }

    /// The need of a text itself.
    static Need of(String text) {
        return text.length() < 3 ? new Anything() : new Text(Trigrams.small(text));
    }

    /// The longest text that is in every line that fits.
    default Optional<String> longest() {
        return switch (this) {
            case Anything _, Any _ -> Optional.empty();
            case Text(var small) -> Optional.of(small);
            case All(var needs) ->
                needs.stream()
                        .flatMap(need -> need.longest().stream())
                        .max((one, other) -> Integer.compare(one.length(), other.length()));
        };
    }
}
