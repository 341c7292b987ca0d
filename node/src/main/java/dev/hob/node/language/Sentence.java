package dev.hob.node.language;

import java.util.List;

/// A message that is kept, and said to whoever reads it then, in their language.
///
/// @param values what stands for `{0}`, `{1}` …
public record Sentence(String key, List<Object> values) {
    public Sentence {
        values = List.copyOf(values);
    }

    /// What it says to the reader of now.
    public String text() {
        return Messages.text(key, values.toArray());
    }

    /// The same, so that it can be a value of another.
    @Override
    public String toString() {
        return text();
    }
}
