package dev.hob.search.query;

import dev.hob.search.index.Scan;
import java.util.List;

/// Some lines of a hit that stand together.
///
/// @param name of what they define; empty if nothing
/// @param lines with the places that fit
public record Snippet(String name, String scope, List<Scan.Line> lines) {
    public Snippet {
        lines = List.copyOf(lines);
    }
}
