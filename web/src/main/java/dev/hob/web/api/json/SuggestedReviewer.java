package dev.hob.web.api.json;

import java.util.List;

/// Somebody who could review a pull request, and why.
public record SuggestedReviewer(
        User user,
        @Says("Why, in words") String reason,

        @Says("How many they wrote of the last commits to the files that it changes")
        int commits,

        @Says("How many those last commits are") int commitsLookedAt,

        @Says("Pull requests like it of which they have given their opinion: #12, or the beginning of an id")
        List<String> reviewed) {
    public SuggestedReviewer {
        reviewed = List.copyOf(reviewed);
    }
}
