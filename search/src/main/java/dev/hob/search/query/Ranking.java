package dev.hob.search.query;

import dev.hob.search.chunk.FileRole;
import dev.hob.search.index.Kind;
import dev.hob.search.index.Unit;

/// How lists become one: by reciprocal rank, the nearest in meaning counted twice, and what is tests, documents and
/// data behind source. Immutable.
///
/// @param k how little the first places of a list are set apart
/// @param words weight of what has the same words
/// @param files weight of the whole file having them
/// @param meaning weight of what is near in meaning
/// @param named weight of what has that very name
/// @param others how much less each further place of a file counts than the one before
/// @param test of a test, as a part of what source has
public record Ranking(
        double k,
        double words,
        double files,
        double meaning,
        double named,
        double others,
        double test,
        double docs,
        double data,
        double foreign,
        double commit,
        double comment) {
    /// As measured in `bench/search-quality`.
    public static final Ranking USUAL = new Ranking(2, 1, 1, 2, 3, 0.4, 0.1, 0.2, 0.1, 0.1, 0.5, 0.7);

    double of(double weight, int rank) {
        return weight / (k + rank);
    }

    /// What a place is worth by what it is.
    double part(Unit unit) {
        if (unit.kind() == Kind.COMMIT) return commit;
        if (unit.kind() == Kind.COMMENT) return comment;
        if (unit.kind().isTalk()) return 1;
        return part(unit.role());
    }

    private double part(FileRole role) {
        return switch (role) {
            case SOURCE -> 1;
            case TEST -> test;
            case DOCS -> docs;
            case DATA -> data;
            case FOREIGN -> foreign;
        };
    }
}
