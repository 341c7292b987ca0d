package dev.hob.search.query;

import dev.hob.search.index.Kind;
import java.util.List;

/// An issue or a pull request that may be about the same, and why.
///
/// @param path how it is called in an address
/// @param shared words that both have, the rarest first
/// @param like whether it says the like, in whatever words
/// @param score from 0 to 1
public record Similar(
        Kind kind, String path, String title, boolean open, List<String> shared, boolean like, double score) {
    public Similar {
        shared = List.copyOf(shared);
    }
}
