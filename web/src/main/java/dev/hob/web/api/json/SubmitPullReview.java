package dev.hob.web.api.json;

import java.util.Optional;

/// How a pending review is given.
public record SubmitPullReview(
        @OneOf({"APPROVED", "APPROVE", "REQUEST_CHANGES", "COMMENT"})
        String event,

        @Most(65_536) @Says("What was written before when left out")
        Optional<String> body) {}
