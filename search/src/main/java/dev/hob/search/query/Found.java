package dev.hob.search.query;

import dev.hob.node.log.RepositoryId;
import dev.hob.search.index.Scan;
import dev.hob.search.index.Unit;
import java.util.List;

/// Something that was found, and where in it.
///
/// @param units the best first
/// @param lines that fit to the letter
/// @param more whether there are further ones
/// @param also other repositories that have the same file under the same path
record Found(List<Unit> units, List<Scan.Line> lines, boolean more, double score, List<RepositoryId> also) {
    Found {
        units = List.copyOf(units);
        lines = List.copyOf(lines);
        also = List.copyOf(also);
    }

    Found(List<Unit> units, List<Scan.Line> lines, boolean more, double score) {
        this(units, lines, more, score, List.of());
    }

    Unit best() {
        return units.getFirst();
    }

    Found alsoIn(List<RepositoryId> others) {
        return new Found(units, lines, more, score, others);
    }
}
