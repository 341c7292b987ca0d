package dev.hob.web.api.json;

import java.util.List;
import java.util.Optional;

/// An issue or a pull request that may be about the same, and why.
public record SimilarIssue(
        @OneOf({"issue", "pr"}) String kind,
        Optional<Long> number,
        String title,

        @OneOf({"open", "closed"}) String state,

        String htmlUrl,
        @Says("Words that both have, the rarest first") List<String> sharedWords,

        @Says("Whether it says the like, in whatever words; needs a model")
        boolean saysTheLike) {}
