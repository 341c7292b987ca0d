package dev.hob.search.query;

/// How alike two issues are, by the words that both have and by how near they are in meaning. Immutable.
///
/// @param body how much a word of the text counts beside one of the title
/// @param words how sure shared words alone can be, from 0 to 1
/// @param far the cosine up to which two texts mean nothing alike, as any two of one project do
/// @param near the cosine at which they surely do
/// @param least the score below which nothing is offered
/// @param leastOfWords the same where there is no model that knows a meaning
public record Likeness(double body, double words, double far, double near, double least, double leastOfWords) {
    /// As measured in `bench/similar-issues`.
    public static final Likeness USUAL = new Likeness(0.3, 0.8, 0.6, 0.95, 0.3, 0.2);

    /// Each of the two is a reason by itself, and both are a better one.
    ///
    /// @param shared which part of what was said is in the other, too
    double score(double shared, double cosine) {
        return 1 - (1 - words * shared) * (1 - meaning(cosine));
    }

    private double meaning(double cosine) {
        return Math.clamp((cosine - far) / (near - far), 0, 1);
    }

    /// Whether meaning alone would be reason enough.
    boolean isLike(double cosine) {
        return meaning(cosine) >= least;
    }
}
