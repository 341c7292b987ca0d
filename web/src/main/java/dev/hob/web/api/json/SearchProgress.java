package dev.hob.web.api.json;

import java.util.Optional;

/// How far the index of the search is.
public record SearchProgress(
        @Says("Whether all that was here at the first start is in")
        boolean complete,

        @Says("What is being brought in") Optional<String> working,

        @Says("How many entries of the log are still to be read")
        long behind,

        @Says("How many repositories wait to be brought in") int repositories,
        @Says("How many things can be found") long documents,
        @Says("On the disk") long bytes,
        @Says("How many repositories could not be read") int failed,

        @Says("How far what makes meanings comparable is; none where there is no model")
        Optional<Vectors> vectors) {
    /// How far the vectors are.
    public record Vectors(
            @Says("What is being given vectors") Optional<String> working,
            @Says("How many texts wait") long waiting,
            @Says("How many were done since the start") long done,
            @Says("Why it goes on no further just now") Optional<String> trouble) {}
}
